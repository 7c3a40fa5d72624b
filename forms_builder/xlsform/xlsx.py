"""Reads .xlsx as a stream of XML events within a budget: no cell costs more than it holds. Called by `workbook`.

Own reading, because the usual library builds all rows and columns up to the farthest cell.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterable
from io import BytesIO
from typing import TypeVar
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser
from django.utils.translation import gettext as _
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel
from openpyxl.utils.escape import unescape

from forms_builder.digits import in_readers_digits
from forms_builder.xlsform.limits import (
    CELL,
    ENTRIES,
    RATIO,
    SHEETS,
    SMALL_ENTRY,
    Budget,
    Refused,
    Sheet,
    plain_number,
    refuse_crowd,
)

CHUNK = 64 * 1024
CELL_NAME = re.compile(r"([A-Z]{1,3})(\d+)")
L = TypeVar("L", bound="Listener")
BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    UnicodeDecodeError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
)


class Listener(ContentHandler):
    """Collects text between tags; prefixes of names do not count."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.row = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        self.opened(name.rpartition(":")[2], {key.rpartition(":")[2]: value for key, value in attrs.items()})

    def endElement(self, name: str) -> None:
        self.closed(name.rpartition(":")[2])

    def characters(self, content: str) -> None:
        self.parts.append(content)

    def text(self) -> str:
        text = "".join(self.parts)
        return unescape(text) if "_x" in text else text

    def opened(self, name: str, attributes: dict[str, str]) -> None: ...

    def closed(self, name: str) -> None: ...


class Entries(Listener):
    """Every tag of one name, as its attributes."""

    def __init__(self, *names: str) -> None:
        super().__init__()
        self.names = names
        self.found: list[tuple[str, dict[str, str]]] = []

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name in self.names:
            self.found.append((name, attributes))


class Strings(Listener):
    """The table of shared texts; phonetic readings are no part of a text."""

    def __init__(self, budget: Budget) -> None:
        super().__init__()
        self.budget = budget
        self.texts: list[str] = []
        self.silent = False
        self.current: list[str] = []

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self.current = []
        self.silent = self.silent or name == "rPh"
        self.parts = []

    def closed(self, name: str) -> None:
        if name == "t" and not self.silent:
            self.current.append(self.text())
        elif name == "rPh":
            self.silent = False
        elif name == "si":
            self.texts.append("".join(self.current))
            self.budget.text(self.texts[-1], "", 0)
        self.parts = []


class Cells(Listener):
    """The rows of one sheet."""

    def __init__(self, sheet: Sheet, texts: list[str], dates: set[int], early: bool, budget: Budget) -> None:
        super().__init__()
        self.sheet, self.texts, self.dates, self.early, self.budget = sheet, texts, dates, early, budget
        self.cells: dict[int, str] = {}
        self.column = -1
        self.kind, self.style = "n", 0
        self.value: list[str] = []

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column, self.cells = -1, {}
        elif name == "c":
            named = CELL_NAME.fullmatch(attributes.get("r", ""))
            self.column = column_number(named[1]) if named else self.column + 1
            self.kind, self.style = attributes.get("t", "n"), int(attributes.get("s", 0))
            self.value = []
        self.parts = []

    def closed(self, name: str) -> None:
        if name in ("v", "t"):
            self.value.append("".join(self.parts))
        elif name == "c" and self.value:
            self.cells[self.column] = self.shown("".join(self.value))
        elif name == "row":
            self.budget.take(self.sheet, self.row, self.cells)
        self.parts = []

    def shown(self, raw: str) -> str:
        """A cell's value as text."""
        if self.kind == "s":
            return self.texts[int(raw)]
        if self.kind == "b":
            return "TRUE" if raw.strip() == "1" else "FALSE"
        if self.kind != "n" or not raw.strip():
            return unescape(raw) if "_x" in raw else raw
        if self.style in self.dates:
            return str(from_excel(float(raw), CALENDAR_MAC_1904 if self.early else CALENDAR_WINDOWS_1900))
        return plain_number(float(raw))


def column_number(letters: str) -> int:
    """A → 0, XFD → 16383."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def read_xlsx(content: bytes, budget: Budget) -> list[Sheet]:
    """All worksheets in their order. `Refused` for anything that is not a sound, modest workbook."""
    refuse_crowd(content)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            refuse_bomb(archive.infolist())
            return list(_sheets(archive, budget))
    except BROKEN as error:
        raise Refused(_("The file is damaged: it cannot be unpacked.")) from error
    except KeyError as error:
        raise Refused(_("The file is no workbook: parts of it are missing.")) from error


def refuse_bomb(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > ENTRIES:
        raise Refused(
            _("The file holds more than %(entries)s parts.") % {"entries": in_readers_digits(ENTRIES)}
        )
    sizes = Budget()
    for entry in entries:
        sizes.unpack(entry.file_size)
        if entry.file_size > SMALL_ENTRY * 20 and entry.file_size > RATIO * max(entry.compress_size, 1):
            raise Refused(_("A part of the file is packed suspiciously tight."))


def _sheets(archive: zipfile.ZipFile, budget: Budget) -> Iterable[Sheet]:
    book = _listen(archive, "xl/workbook.xml", Entries("sheet", "workbookPr"), budget)
    named = [attributes for name, attributes in book.found if name == "sheet"]
    if len(named) > SHEETS:
        raise Refused(_("There are more than %(sheets)s sheets.") % {"sheets": in_readers_digits(SHEETS)})
    early = any(attributes.get("date1904") in ("1", "true") for _name, attributes in book.found)
    links = _listen(archive, "xl/_rels/workbook.xml.rels", Entries("Relationship"), budget).found
    targets = {a["Id"]: (a["Type"], posixpath.normpath(_absolute(a["Target"]))) for _name, a in links}
    texts, dates = _texts(archive, budget), _date_styles(archive, budget)
    for attributes in named:
        kind, path = targets[attributes["id"]]
        sheet = Sheet(attributes["name"])
        if kind.endswith("/worksheet"):  # charts are sheets as well
            _listen(archive, path, Cells(sheet, texts, dates, early, budget), budget, sheet.name)
        yield sheet


def _absolute(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _texts(archive: zipfile.ZipFile, budget: Budget) -> list[str]:
    name = "xl/sharedStrings.xml"
    own = Budget(until=budget.until)  # texts are counted again where a cell shows them
    return _listen(archive, name, Strings(own), budget).texts if name in archive.namelist() else []


def _date_styles(archive: zipfile.ZipFile, budget: Budget) -> set[int]:
    """Numbers of the cell styles that show a number as a date or a time."""
    if "xl/styles.xml" not in archive.namelist():
        return set()
    listened = _listen(archive, "xl/styles.xml", Styles(), budget)
    formats = {**BUILTIN_FORMATS, **listened.formats}
    return {
        style for style, number in enumerate(listened.used) if is_date_format(formats.get(number, "General"))
    }


class Styles(Listener):
    """Number formats, and which one each cell style uses."""

    def __init__(self) -> None:
        super().__init__()
        self.formats: dict[int, str] = {}
        self.used: list[int] = []
        self.inside = False

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        self.parts = []
        if name == "numFmt" and "formatCode" in attributes:
            self.formats[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif name == "cellXfs":
            self.inside = True
        elif name == "xf" and self.inside:
            self.used.append(int(attributes.get("numFmtId", 0)))

    def closed(self, name: str) -> None:
        self.parts = []
        if name == "cellXfs":
            self.inside = False


def _listen(archive: zipfile.ZipFile, path: str, listener: L, budget: Budget, sheet: str = "") -> L:
    """Feed one entry to a listener, piece by piece, watching the budget."""
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(listener)
    try:
        with archive.open(path) as stream:
            while piece := stream.read(CHUNK):
                budget.unpack(len(piece))
                budget.tick(sheet, listener.row)
                parser.feed(piece)
                if sum(map(len, listener.parts)) > 4 * CELL:
                    raise Refused(
                        _("A cell has more than %(length)s characters.")
                        % {"length": in_readers_digits(CELL)},
                        sheet,
                        listener.row,
                    )
            parser.close()
    except (SAXException, ValueError, OverflowError, IndexError) as error:
        if isinstance(error, DefusedXmlException):
            raise Refused(
                _("The file holds a declaration that workbooks do not need (an entity bomb?)."),
                sheet,
                listener.row,
            ) from error
        raise Refused(_("The file is damaged: a sheet cannot be read."), sheet, listener.row) from error
    return listener
