"""How much a workbook may hold, and the refusal when it holds more. Every reader of this package counts here."""

import re
import time
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from forms_builder.digits import in_readers_digits

MEGABYTE: Final = 1024 * 1024
FILE_BYTES: Final = 20 * MEGABYTE
UNZIPPED_BYTES: Final = 100 * MEGABYTE
RATIO: Final = 200
"""Unzipped to zipped of one entry; workbooks of one repeated word reach about 100."""
SMALL_ENTRY: Final = MEGABYTE
"""Entries smaller than this may shrink as well as they can: a million empty rows are no attack."""
ENTRIES: Final = 200
LISTED: Final = b"PK\x01\x02"
"""How an entry begins in the list at the end of a zip."""
SHEETS: Final = 20
ROWS: Final = 20_000
COLUMNS: Final = 500
CELL: Final = 32_767
CELLS: Final = 400_000
CHARACTERS: Final = 16_000_000
SECONDS: Final = 10.0
CONTROL: Final = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]")
"""What no XML document may hold."""


class Refused(Exception):
    """The workbook cannot be taken. `sheet` and `row` say where, as far as that is known (row 0: nowhere)."""

    def __init__(self, message: str, sheet: str = "", row: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.sheet = sheet
        self.row = row


@dataclass(slots=True)
class Row:
    """A row with something in it: its number as the spreadsheet shows it, and column (0-based) → text."""

    number: int
    cells: dict[int, str]


@dataclass(slots=True)
class Sheet:
    name: str
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Budget:
    """What one workbook may still use. Raises `Refused` when that is spent."""

    until: float = field(default_factory=lambda: time.monotonic() + SECONDS)
    rows: int = 0
    cells: int = 0
    characters: int = 0
    unzipped: int = 0

    def tick(self, sheet: str = "", row: int = 0) -> None:
        if time.monotonic() > self.until:
            raise Refused(
                _("Reading takes longer than %(seconds)s seconds.") % {"seconds": in_readers_digits(SECONDS)},
                sheet,
                row,
            )

    def unpack(self, count: int) -> None:
        self.unzipped += count
        if self.unzipped > UNZIPPED_BYTES:
            raise Refused(
                _("Unpacked, the file is larger than %(size)s MB.") % {"size": in_readers_digits(100)}
            )

    def text(self, text: str, sheet: str, row: int) -> None:
        """Take the text of one cell into account."""
        self.cells += 1
        self.characters += len(text)
        if self.cells > CELLS or self.characters > CHARACTERS:
            raise Refused(_("The workbook holds too much text."), sheet, row)

    def take(self, sheet: Sheet, number: int, cells: dict[int, str]) -> None:
        """Add a row to its sheet, unless nothing is in it."""
        filled = {column: text for column, text in cells.items() if text and not text.isspace()}
        if not filled:
            return
        for column, text in filled.items():
            check_cell(text, column, sheet.name, number)
            self.text(text, sheet.name, number)
        self.rows += 1
        if self.rows > ROWS:
            raise Refused(
                _("There are more than %(rows)s rows.") % {"rows": in_readers_digits(ROWS)},
                sheet.name,
                number,
            )
        sheet.rows.append(Row(number, filled))


def refuse_crowd(content: bytes) -> None:
    """Refuse a zip that lists very many entries before the list is read: each would cost more than the file says."""
    if content.count(LISTED) > 10 * ENTRIES:
        raise Refused(
            _("The file holds more than %(entries)s parts.") % {"entries": in_readers_digits(ENTRIES)}
        )


def check_cell(text: str, column: int, sheet: str, row: int) -> None:
    """Refuse what no cell of a form may be."""
    if column >= COLUMNS:
        raise Refused(
            _("There are more than %(columns)s columns.") % {"columns": in_readers_digits(COLUMNS)},
            sheet,
            row,
        )
    if len(text) > CELL:
        raise Refused(
            _("A cell has more than %(length)s characters.") % {"length": in_readers_digits(CELL)}, sheet, row
        )
    if found := CONTROL.search(text):
        code = f"U+{ord(found[0]):04X}"
        raise Refused(_("A cell holds a character that is no text (%(code)s).") % {"code": code}, sheet, row)
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise Refused(_("A cell holds half of a character (a lone surrogate)."), sheet, row)


def plain_number(value: float) -> str:
    """A number as a form writes it: 2, not 2.0."""
    return str(int(value)) if value == value and abs(value) < 1e15 and value == int(value) else str(value)
