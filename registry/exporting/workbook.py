"""The whole export as XLSX: a sheet of records, one a repeat, the code book, and what the file is.

Text cells are written as text, whatever they begin with, so nothing is calculated and nothing has to be guarded.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from registry.exporting.codebook import HEADINGS, codebook_rows
from registry.exporting.columns import Layout
from registry.exporting.resource import (
    Exported,
    ExportedRow,
    TypedResource,
    record_resource,
    row_resource,
    rows_of,
)

CELL_LIMIT = 32_767
"""The longest text Excel takes."""
NAME_LIMIT = 31
"""The longest name of a sheet."""
RECORDS, CODEBOOK, ABOUT = "records", "codebook", "about"


def write_workbook(
    file: IO[bytes], layout: Layout, records: Iterable[Exported], about: Sequence[tuple[str, object]]
) -> int:
    """Write the workbook, row by row; tells how many records it holds. `about` is what the last sheet says."""
    book = Workbook(write_only=True)
    main = Sheet(book, RECORDS, record_resource(layout.main, counted=layout.repeats))
    inner = {
        repeat: Sheet(book, name, row_resource(layout.of(repeat)))
        for repeat, name in zip(layout.repeats, sheet_names(layout.repeats), strict=True)
    }
    count = 0
    for record in records:
        count += 1
        main.add(record)
        for repeat, sheet in inner.items():
            for number, answers in rows_of(record.answers, repeat):
                sheet.add(ExportedRow(record.record.reference, number, answers))
    write_rows(book, CODEBOOK, [HEADINGS, *codebook_rows(layout)])
    write_rows(book, ABOUT, [*about, ("records", count)])
    book.save(file)
    return count


class Sheet:
    """One sheet fed by a resource."""

    def __init__(self, book: Workbook, name: str, resource: TypedResource) -> None:
        self.sheet: Any = book.create_sheet(name)
        self.resource = resource
        self.sheet.freeze_panes = "B2"
        self.sheet.append([cell(self.sheet, heading) for heading in resource.get_export_headers()])

    def add(self, instance: Exported | ExportedRow) -> None:
        self.sheet.append([cell(self.sheet, value) for value in self.resource.export_resource(instance)])


def write_rows(book: Workbook, name: str, rows: Iterable[Sequence[object]]) -> None:
    sheet: Any = book.create_sheet(name)
    for row in rows:
        sheet.append([cell(sheet, value) for value in row])


def cell(sheet: Any, value: object) -> Any:
    """A typed cell for numbers and dates, a text cell for everything else."""
    if value is None or isinstance(value, int | float | Decimal | date | datetime):
        return value
    text = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", str(value))[:CELL_LIMIT])
    text.data_type = "s"
    return text


def sheet_names(repeats: Sequence[str]) -> list[str]:
    """Names that Excel takes: short, and different from each other and from ours whatever their capitals."""
    taken = {RECORDS, CODEBOOK, ABOUT}
    names = []
    for repeat in repeats:
        name, number = repeat[:NAME_LIMIT], 1
        while name in taken:
            number += 1
            name = f"{repeat[: NAME_LIMIT - 4]}_{number}"
        taken.add(name)
        names.append(name)
    return names
