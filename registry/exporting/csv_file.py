"""The main sheet as CSV: UTF-8 with a byte-order mark, so that Excel reads Bangla, and no cell that calculates.

CSV has one table: of each repeat it says how many rows there are. Written in chunks, in constant memory; quoted as
RFC 4180 has it, by ourselves: a cell that is said once is quoted once, which the csv module cannot know.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from registry.collector import piece_by_piece
from registry.exporting.columns import Layout
from registry.exporting.guard import guarded
from registry.exporting.resource import Exported, record_resource
from registry.exporting.said import Said

BYTE_ORDER_MARK = "\ufeff"
LINE_END = "\r\n"


@piece_by_piece
def csv_chunks(layout: Layout, chunks: Iterable[Sequence[Exported]]) -> Iterator[bytes]:
    """The file in pieces, the headings at once and then one piece a chunk."""
    resource, said = record_resource(layout.main, layout.repeats, signed=layout.signed), Said(cell)
    yield (BYTE_ORDER_MARK + line(map(cell, resource.get_export_headers()))).encode()
    for records in chunks:
        columns = map(said.column, resource.columns_of(records))
        yield "".join(map(line, zip(*columns, strict=True))).encode()


def line(cells: Iterable[str]) -> str:
    return ",".join(cells) + LINE_END


def cell(value: object) -> str:
    """A value as its cell stands in the file."""
    return quoted(cell_text(value))


def quoted(text: str) -> str:
    """The text between quotation marks where it holds what would end the cell."""
    if '"' in text:
        return '"' + text.replace('"', '""') + '"'
    return f'"{text}"' if "," in text or "\n" in text or "\r" in text else text


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
