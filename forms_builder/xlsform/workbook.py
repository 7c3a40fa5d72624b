"""Opens a workbook by what it is, never by its file name: .xlsx, .xls or comma-separated text, all within limits."""

import csv
from pathlib import Path

import xlrd  # type: ignore[import-untyped]
from django.utils.translation import gettext as _

from forms_builder.digits import in_readers_digits
from forms_builder.xlsform.limits import CELL, FILE_BYTES, SHEETS, Budget, Refused, Row, Sheet, plain_number
from forms_builder.xlsform.xlsx import read_xlsx

ZIP = b"PK"
OLE = b"\xd0\xcf\x11\xe0"
XLS_COLUMNS = 256


def read_file(path: Path) -> list[Sheet]:
    """The sheets of a file; `Refused` when there is no such file or it is no workbook."""
    return read_workbook(content_of(path))


def content_of(path: Path) -> bytes:
    """The bytes of a file; `Refused` when there is no such file or it is too large."""
    try:
        if path.stat().st_size > FILE_BYTES:
            raise Refused(_("The file is larger than %(size)s MB.") % {"size": in_readers_digits(20)})
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise Refused(_("The file cannot be opened.")) from error


def read_workbook(content: bytes) -> list[Sheet]:
    """The sheets of a workbook, each with the rows that hold something; `Refused` with place and reason."""
    if len(content) > FILE_BYTES:
        raise Refused(_("The file is larger than %(size)s MB.") % {"size": in_readers_digits(20)})
    if not content.strip():
        raise Refused(_("The file is empty."))
    budget = Budget()
    if content.startswith(ZIP):
        return read_xlsx(content, budget)
    if content.startswith(OLE):
        return read_xls(content, budget)
    return read_csv(content, budget)


def read_xls(content: bytes, budget: Budget) -> list[Sheet]:
    """The format of Excel 97 to 2003."""
    try:
        with xlrd.open_workbook(
            file_contents=content, on_demand=True, ragged_rows=True, logfile=_Silence()
        ) as book:
            if book.nsheets > SHEETS:
                raise Refused(
                    _("There are more than %(sheets)s sheets.") % {"sheets": in_readers_digits(SHEETS)}
                )
            return [_xls_sheet(book, number, budget) for number in range(book.nsheets)]
    except Refused:
        raise
    except Exception as error:
        raise Refused(_("The file is damaged: it cannot be read as an Excel workbook.")) from error


class _Silence:
    """Where xlrd's remarks go."""

    def write(self, text: str) -> None: ...


def _xls_sheet(book: xlrd.Book, number: int, budget: Budget) -> Sheet:
    found = book.sheet_by_index(number)
    sheet = Sheet(found.name)
    for row in range(found.nrows):
        budget.tick(sheet.name, row + 1)
        cells = {
            column: _xls_text(cell, book.datemode)
            for column, cell in enumerate(found.row(row))
            if cell.ctype not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR)
        }
        budget.take(sheet, row + 1, cells)
    book.unload_sheet(number)
    return sheet


def _xls_text(cell: xlrd.sheet.Cell, datemode: int) -> str:
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return plain_number(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        moment = xlrd.xldate_as_datetime(cell.value, datemode)
        return str(moment.time() if cell.value < 1 else moment)
    return str(cell.value)


def read_csv(content: bytes, budget: Budget) -> list[Sheet]:
    """Comma-separated text: the first column names the sheet, or all of it is the survey."""
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        raise Refused(_("This is neither a workbook nor text."), row=line)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(_("This is neither a workbook nor text in UTF-8.")) from error
    csv.field_size_limit(4 * CELL)
    raw = Sheet("survey")
    try:
        for number, cells in enumerate(csv.reader(text.splitlines(keepends=True)), start=1):
            budget.tick(raw.name, number)
            budget.take(raw, number, dict(enumerate(cells)))
    except csv.Error as error:
        raise Refused(_("The text is not comma-separated as it should be.")) from error
    return _by_first_column(raw.rows) or [raw]


def _by_first_column(rows: list[Row]) -> list[Sheet]:
    """Rows under a name that stands alone in the first column belong to the sheet of that name."""
    if not rows or set(rows[0].cells) != {0}:
        return []
    sheets: list[Sheet] = []
    for row in rows:
        if 0 in row.cells:
            sheets.append(Sheet(row.cells[0].strip()))
        cells = {column - 1: text for column, text in row.cells.items() if column}
        if cells:
            sheets[-1].rows.append(Row(row.number, cells))
    return sheets
