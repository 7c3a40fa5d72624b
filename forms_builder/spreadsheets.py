"""Small tables as spreadsheets, in and out: rows of texts, for translators and for choice lists.

Reading is bounded by `xlsform.limits`, whatever the file claims to be.
"""

from collections.abc import Iterable, Sequence
from io import BytesIO

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from forms_builder.xlsform.limits import CONTROL
from forms_builder.xlsform.workbook import read_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTH = 40


def workbook_response(name: str, title: str, rows: Iterable[Sequence[str]]) -> HttpResponse:
    """A workbook with one sheet to download; the first row is the heading."""
    response = HttpResponse(workbook(title, rows), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def workbook(title: str, rows: Iterable[Sequence[str]]) -> bytes:
    """One sheet. Every cell is a text, so nothing in it is ever calculated."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows):
        if number == 0:
            for column in range(len(row)):
                sheet.column_dimensions[get_column_letter(column + 1)].width = WIDTH
        sheet.append([_cell(sheet, text, heading=number == 0) for text in row])
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def _cell(sheet: WriteOnlyWorksheet, text: str, heading: bool) -> Cell:
    cell = WriteOnlyCell(sheet, value=CONTROL.sub("", text))
    if text:
        cell.data_type = "s"  # openpyxl would take "=…" for a formula
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if heading:
        cell.font = Font(bold=True)
    return cell


def table_of(content: bytes) -> list[list[str]]:
    """The rows of the first sheet of an uploaded workbook or CSV file. `xlsform.limits.Refused` says what is wrong."""
    return [cells for _number, cells in numbered_rows_of(content)]


def numbered_rows_of(content: bytes) -> list[tuple[int, list[str]]]:
    """The same with the number that the spreadsheet shows beside each row."""
    sheets = read_workbook(content)
    rows = sheets[0].rows if sheets else []
    return [(row.number, [row.cells.get(column, "") for column in range(max(row.cells) + 1)]) for row in rows]
