"""The main sheet as CSV: UTF-8 with a byte-order mark, so that Excel reads Bangla, and no cell that calculates.

CSV has one table: of each repeat it says how many rows there are. Written in chunks, in constant memory; quoted as
RFC 4180 has it, by ourselves: a cell that is said once is quoted once, which the csv module cannot know.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from registry.collector import piece_by_piece
from registry.exporting.guard import guarded
from registry.exporting.outgoing import Outgoing
from registry.exporting.resource import Exported, record_resource
from registry.exporting.said import Said
from registry.exporting.table import Table

BYTE_ORDER_MARK = "\ufeff"
LINE_END = "\r\n"
TO_THE_SECOND = 19
"""Signs of a moment without its zone."""
NEVER_QUOTED = {int, float, date, datetime, Decimal}
"""What is said without a comma, a quotation mark or a line end."""


@piece_by_piece
def csv_chunks(records: Outgoing) -> Iterator[bytes]:
    """The file in pieces, the headings at once and then one piece a chunk."""
    layout = records.layout
    table = Table(record_resource(layout.main, layout.repeats, signed=layout.signed), Said(cell))

    def lines(part: Sequence[Exported]) -> bytes:
        return LINE_END.join([*map(",".join, zip(*table.columns(part), strict=True)), ""]).encode()

    yield (BYTE_ORDER_MARK + line(map(cell, table.headings))).encode()
    yield from map(b"".join, records.chunks(lines))


def line(cells: Iterable[str]) -> str:
    return ",".join(cells) + LINE_END


def cell(value: object) -> str:
    """A value as its cell stands in the file."""
    if type(value) is str:
        return quoted(guarded(value))
    return cell_text(value) if type(value) in NEVER_QUOTED else quoted(cell_text(value))


def quoted(text: str) -> str:
    """The text between quotation marks where it holds what would end the cell."""
    if '"' in text:
        return '"' + text.replace('"', '""') + '"'
    return f'"{text}"' if "," in text or "\n" in text or "\r" in text else text


def cell_text(value: object) -> str:
    """A value as CSV says it: ISO dates, plain numbers, guarded text, nothing for None."""
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")[:TO_THE_SECOND]
    if value is None or value == []:
        return ""
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else guarded(str(value))
