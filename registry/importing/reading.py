"""A spreadsheet as rows of text, read as a stream and within bounds. What cannot be read right is refused with a reason.

Formulas and merged cells are refused rather than guessed at: what stands in such a cell is not what one sees.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import IO, Any

from defusedxml import DefusedXmlException
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from forms_builder.digits import in_readers_digits
from registry.exporting.guard import APOSTROPHE, unguarded

MEGABYTE = 1024 * 1024
MOST_BYTES = 50 * MEGABYTE
MOST_UNZIPPED = 500 * MEGABYTE
RATIO = 200
"""Unzipped to zipped of one part, beyond which it is no spreadsheet but a trap."""
SMALL = MEGABYTE
MOST_ROWS = 200_000
MOST_COLUMNS = 300
MOST_SIGNS = 32_767
EMPTY_IN_A_ROW = 1_000
"""So many empty rows end a sheet, whatever it says about its size."""
MERGED = re.compile(rb'<mergeCell [^>]*ref="([A-Z]+\d+:[A-Z]+\d+)"')
NO_TABLES = (b"%pdf", b"{\\rtf", b"<!doctype", b"<html", b"<?xml")
"""How files begin that are text and no table."""
WORKBOOKS = (".xlsx", ".xlsm", ".xls")
FORMULA = "\x00formula"
"""Stands for a cell that calculates, until the row is judged."""


class Unreadable(Exception):
    """The file cannot be taken; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its headings, and its rows as (number as the spreadsheet shows it, cells)."""

    headings: Sequence[str]
    rows: Iterator[tuple[int, list[str]]]


@dataclass(slots=True)
class Upload:
    """A file somebody sent. `sheets`: names of those of a workbook that hold something, the first one first."""

    file: IO[bytes]
    sheets: list[str] = field(default_factory=list)
    is_workbook: bool = False


def opened(file: IO[bytes], size: int, name: str = "") -> Upload:
    """Look at a file without reading it whole; `Unreadable` for what is too large, broken, or something else.

    `name`: as it was called where it comes from.
    """
    if size > MOST_BYTES:
        raise Unreadable(
            _("The file is larger than %(size)s MB. Divide it into several.")
            % {"size": in_readers_digits(MOST_BYTES // MEGABYTE)}
        )
    head = file.read(16)
    file.seek(0)
    if not head:
        raise Unreadable(_("The file is empty."))
    if head[:2] == b"PK":
        return Upload(file, _looked_at(file), is_workbook=True)
    if head[:4] == b"\xd0\xcf\x11\xe0":
        raise Unreadable(_("This is an old .xls file. Save it as .xlsx or CSV, and try again."))
    if head.lower().startswith(NO_TABLES) or name.lower().endswith(WORKBOOKS):
        raise Unreadable(_("This is not a spreadsheet. Send an .xlsx or a CSV file."))
    return Upload(file)


def table(upload: Upload, sheet: str = "") -> Table:
    """The rows of a sheet, or of the CSV file. The first row with something in it holds the headings."""
    lines = _sheet_rows(upload, sheet or upload.sheets[0]) if upload.is_workbook else _csv_rows(upload.file)
    for _number, cells in lines:
        if any(cells):
            return Table(_headings(cells), _bounded(lines, len(cells)))
    raise Unreadable(_("There are no headings: the sheet is empty."))


def _headings(cells: list[str]) -> list[str]:
    if len(cells) > MOST_COLUMNS:
        raise Unreadable(
            _("There are more than %(columns)s columns.") % {"columns": in_readers_digits(MOST_COLUMNS)}
        )
    named = [cell.strip() for cell in cells]
    twice = next((name for name in named if name and named.count(name) > 1), None)
    if twice is not None:
        raise Unreadable(
            _("The heading “%(name)s” is there twice. Name each column once.") % {"name": twice[:60]}
        )
    return named


def _bounded(lines: Iterator[tuple[int, list[str]]], width: int) -> Iterator[tuple[int, list[str]]]:
    taken = empty = 0
    for number, cells in lines:
        if not any(cells):
            empty += 1
            if empty > EMPTY_IN_A_ROW:
                return
            continue
        empty, taken = 0, taken + 1
        if taken > MOST_ROWS:
            raise Unreadable(
                _("There are more than %(rows)s rows. Divide the file.")
                % {"rows": in_readers_digits(MOST_ROWS)}
            )
        if any(cells[width:]):
            raise Unreadable(
                _("Row %(row)s has more cells than there are headings.") % {"row": in_readers_digits(number)}
            )
        if max(map(len, cells)) > MOST_SIGNS:
            raise Unreadable(
                _("Row %(row)s has a cell that is too long.") % {"row": in_readers_digits(number)}
            )
        yield number, cells if len(cells) == width else (cells + [""] * width)[:width]


# -- Workbooks -------------------------------------------------------------------------------------


def _looked_at(file: IO[bytes]) -> list[str]:
    """The names of the sheets, after a look at what the zip says it will become."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            _refuse_bombs(parts)
            if "xl/workbook.xml" not in {part.filename for part in parts}:
                raise Unreadable(_("This is not a spreadsheet. Send an .xlsx or a CSV file."))
        file.seek(0)
        book = load_workbook(file, read_only=True)
        names = [sheet.title for sheet in book.worksheets]
        book.close()
    except Unreadable:
        raise
    except BROKEN as error:
        raise Unreadable(_("The file is damaged: it cannot be opened.")) from error
    finally:
        file.seek(0)
    if not names:
        raise Unreadable(_("The workbook has no sheet with rows."))
    return names


def _refuse_bombs(parts: Sequence[zipfile.ZipInfo]) -> None:
    if sum(part.file_size for part in parts) > MOST_UNZIPPED:
        raise Unreadable(
            _("Unpacked, the file is larger than %(size)s MB.")
            % {"size": in_readers_digits(MOST_UNZIPPED // MEGABYTE)}
        )
    for part in parts:
        if part.file_size > SMALL and part.file_size > RATIO * max(part.compress_size, 1):
            raise Unreadable(_("The file unpacks to far more than it is. It is not opened."))


def _sheet_rows(upload: Upload, name: str) -> Iterator[tuple[int, list[str]]]:
    try:
        upload.file.seek(0)
        book = load_workbook(upload.file, read_only=True)
        if name not in book.sheetnames:
            raise Unreadable(_("There is no sheet “%(name)s” in the file.") % {"name": name[:60]})
        sheet: Any = book[name]
        _refuse_merged(upload.file, sheet)
        sheet.reset_dimensions()  # what a sheet says about its size need not be true
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            yield number, [_text(cell) for cell in cells[: MOST_COLUMNS + 1]]
    except BROKEN as error:
        raise Unreadable(_("The file is damaged: it cannot be read to its end.")) from error


def _refuse_merged(file: IO[bytes], sheet: Any) -> None:
    """Merged cells are named at the end of a sheet's XML; only the first of each holds what all seem to."""
    with zipfile.ZipFile(file) as archive, archive.open(sheet._worksheet_path) as stream:
        rest = b""
        while piece := stream.read(MEGABYTE):
            found = MERGED.search(rest + piece)
            if found:
                raise Unreadable(
                    _("The cells %(cells)s are merged. Take the merging away, and fill each cell.")
                    % {"cells": found[1].decode()}
                )
            rest = piece[-200:]


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if getattr(cell, "data_type", "") == "f":
        return f"{FORMULA} {get_column_letter(cell.column)}{cell.row}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        at_midnight = value.time() == time.min
        return value.date().isoformat() if at_midnight else value.replace(microsecond=0).isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    InvalidFileException,
    DefusedXmlException,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    SyntaxError,  # what the XML reader raises
)
"""What the readers underneath raise for files that are none."""


# -- CSV -------------------------------------------------------------------------------------------


def _csv_rows(file: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    file.seek(0)
    start = file.read(64 * 1024)
    encoding = "utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        first_line = start.decode(encoding, errors="ignore").splitlines()[:1] or [""]
        delimiter = max(",;\t|", key=first_line[0].count)
        file.seek(0)
        stream = io.TextIOWrapper(file, encoding=encoding, newline="")
        reader = csv.reader(stream, delimiter=delimiter, strict=True)
        for cells in reader:
            line = "".join(cells)
            if "\x00" in line:
                raise Unreadable(_("This is not a text file. Send an .xlsx or a CSV file."))
            yield reader.line_num, list(map(unguarded, cells)) if APOSTROPHE in line else cells
        stream.detach()
    except UnicodeDecodeError as error:
        raise Unreadable(
            _("The text is not in UTF-8. Save the file as “CSV UTF-8”, and try again.")
        ) from error
    except csv.Error as error:
        raise Unreadable(_("The file is not a proper CSV: a quotation mark is not closed.")) from error
