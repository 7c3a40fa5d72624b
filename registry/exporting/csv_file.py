"""The main sheet as CSV: UTF-8 with a byte-order mark, so that Excel reads Bangla, and no cell that calculates.

CSV has one table: of each repeat it says how many rows there are. Written in chunks, in constant memory.
"""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from registry.exporting.columns import Layout
from registry.exporting.guard import guarded
from registry.exporting.resource import Exported, record_resource
from registry.exporting.said import Said

BYTE_ORDER_MARK = "\ufeff"
ROWS_A_CHUNK = 200
FIRST_ROWS = 50
"""Rows that leave before a whole chunk is there, so that the browser has something soon."""


class Lines:
    """What csv.writer writes to: keeps the lines until they are taken."""

    def __init__(self) -> None:
        self.waiting: list[str] = []

    def write(self, line: str) -> int:
        self.waiting.append(line)
        return len(line)

    def take(self) -> bytes:
        text = "".join(self.waiting)
        self.waiting.clear()
        return text.encode("utf-8")


def csv_chunks(layout: Layout, records: Iterable[Exported]) -> Iterator[bytes]:
    """The file in pieces, the first one at once."""
    resource = record_resource(layout.main, counted=layout.repeats)
    lines, said = Lines(), Said(cell_text)
    writer = csv.writer(lines)
    lines.write(BYTE_ORDER_MARK)
    writer.writerow(resource.get_export_headers())
    yield lines.take()
    for number, record in enumerate(records, start=1):
        writer.writerow(said.each(resource.export_resource(record)))
        if number % ROWS_A_CHUNK == 0 or number == FIRST_ROWS:
            yield lines.take()
    yield lines.take()


def cell_text(value: object) -> str:
    """A value as CSV says it: ISO dates, plain numbers, guarded text, nothing for None."""
    if type(value) is str:
        return guarded(value)
    if value is None or value == []:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value) if isinstance(value, int | float) else guarded(str(value))
