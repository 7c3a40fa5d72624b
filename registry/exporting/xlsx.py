"""A writer of XLSX that streams: rows become XML at once, the zip leaves in pieces, and nothing is kept but one piece.

Knows cells, sheets and the zip around them, nothing of records. Text is written as text whatever it begins with, so
nothing is ever calculated. openpyxl builds an object for each cell, which costs ten times as much.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from tempfile import SpooledTemporaryFile
from typing import IO, Any

CELL_LIMIT = 32_767
"""The longest text Excel takes."""
ROW_LIMIT = 1_048_576
"""The last row of a sheet."""
IN_MEMORY = 1024 * 1024
"""Bytes of a sheet kept in memory while another one is written; more waits in a file that has no name."""
PIECE = 64 * 1024
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
SPECIAL = re.compile(r"[&<>\x00-\x1f\ufffe\uffff\ud800-\udfff_]")
LIKE_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""Excel reads _x000D_ as a line end: the first sign of such a text is written as itself."""
EPOCH = date(1899, 12, 30)
EPOCH_MOMENT = datetime(1899, 12, 30)
DAY = 86_400

SHEET_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<sheetViews><sheetView workbookViewId="0"><pane xSplit="1" ySplit="1" topLeftCell="B2" '
    'activePane="bottomRight" state="frozen"/></sheetView></sheetViews><sheetData>'
)
SHEET_FOOT = "</sheetData></worksheet>"
STYLES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def cell(value: object) -> str:
    """One cell as XML. Numbers and dates keep their kind, everything else is text; None is an empty cell."""
    kind = type(value)
    if kind is int:
        return f"<c><v>{value}</v></c>"
    if value is None or value == "" or value == []:
        return "<c/>"
    if kind is str:
        return text_cell(value)  # type: ignore[arg-type]  # as its type says
    if isinstance(value, Decimal | float):
        return f"<c><v>{format(value, 'f')}</v></c>"
    if isinstance(value, datetime):
        since = value.replace(tzinfo=None) - EPOCH_MOMENT
        return f'<c s="2"><v>{since.days + since.seconds / DAY:.8f}</v></c>'
    if isinstance(value, date):
        return f'<c s="1"><v>{(value - EPOCH).days}</v></c>'
    return text_cell(str(value))


def text_cell(value: str) -> str:
    """Said to keep its spaces only where a reader would take some away, which makes a file of short words smaller."""
    space = "" if value == value.strip() and "\n" not in value else ' xml:space="preserve"'
    return f'<c t="inlineStr"><is><t{space}>{text(value)}</t></is></c>'


def text(value: str) -> str:
    value = value[:CELL_LIMIT]
    if not SPECIAL.search(value):
        return value
    if "_x" in value:
        value = LIKE_ESCAPE.sub("_x005F_", value)
    value = ILLEGAL.sub("", value)
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def row(values: Sequence[object]) -> str:
    """One row as XML."""
    return _row(map(cell, values))


def rows(columns: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows of columns whose cells are XML already."""
    return map(_row, zip(*columns, strict=True))


def _row(cells: Iterable[str]) -> str:
    return f"<row>{''.join(cells)}</row>"


class Spooled:
    """A sheet that grows while another one leaves. Takes rows, gives its XML in pieces at the end."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.file: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)
        self.rows = 0

    def add(self, values: Sequence[object]) -> None:
        self.extend([row(values)])

    def extend(self, rows: Iterable[str]) -> None:
        """Rows that are XML already."""
        for xml in rows:
            if self.rows < ROW_LIMIT:
                self.rows += 1
                self.file.write(xml.encode())

    def pieces(self) -> Iterator[bytes]:
        self.file.seek(0)
        yield SHEET_HEAD.encode()
        while piece := self.file.read(PIECE):
            yield piece
        yield SHEET_FOOT.encode()
        self.file.close()


class _Pipe:
    """What the zip writes to: keeps the bytes until they are taken. Cannot be sought in, so the zip never looks back."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.size = 0

    def write(self, data: bytes) -> int:
        self.parts.append(bytes(data))
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing waits anywhere else."""

    def take(self) -> bytes:
        found = b"".join(self.parts)
        self.parts.clear()
        self.size = 0
        return found


class Archive:
    """The zip around the sheets, written front to back. Entries are given as pieces of bytes."""

    def __init__(self) -> None:
        self.pipe = _Pipe()
        target: Any = self.pipe
        self.zip = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1)

    def entry(self, name: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
        with self.zip.open(name, "w", force_zip64=True) as file:
            for piece in pieces:
                file.write(piece)
                if self.pipe.size:
                    yield self.pipe.take()
        yield self.pipe.take()

    def small(self, name: str, xml: str) -> None:
        self.zip.writestr(name, xml)

    def close(self) -> bytes:
        self.zip.close()
        return self.pipe.take()


def book(first: str, rows: Iterable[str], others: Sequence[Spooled]) -> Iterator[bytes]:
    """A whole workbook in pieces. `first`: name of the sheet whose rows (XML) come while it leaves; the `others` may
    grow meanwhile. The first piece leaves before the first row is asked for.
    """
    archive = Archive()
    names = [first, *(sheet.name for sheet in others)]
    for name, xml in frame(names):
        archive.small(name, xml)
    yield archive.pipe.take()
    yield from archive.entry("xl/worksheets/sheet1.xml", _sheet(rows))
    for number, sheet in enumerate(others, start=2):
        yield from archive.entry(f"xl/worksheets/sheet{number}.xml", sheet.pieces())
    yield archive.close()


def _sheet(rows: Iterable[str]) -> Iterator[bytes]:
    waiting, size = [SHEET_HEAD], 0
    for line in rows:
        waiting.append(line)
        size += len(line)
        if size > PIECE:
            yield "".join(waiting).encode()
            waiting, size = [], 0
    yield ("".join(waiting) + SHEET_FOOT).encode()


def frame(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The small parts of a workbook: (name in the zip, XML)."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    numbers = range(1, len(names) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{TYPES}.worksheet+xml"/>'
        for number in numbers
    )
    yield (
        "[Content_Types].xml",
        f'{head}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{TYPES}.styles+xml"/>{overrides}</Types>',
    )
    yield (
        "_rels/.rels",
        f'{head}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    )
    sheets = "".join(
        f'<sheet name="{text(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, start=1)
    )
    yield (
        "xl/workbook.xml",
        f'{head}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        f'xmlns:r="{RELATIONS}"><sheets>{sheets}</sheets></workbook>',
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    yield (
        "xl/_rels/workbook.xml.rels",
        f'{head}<Relationships xmlns="{PACKAGE}/relationships">{links}<Relationship Id="rId{len(names) + 1}" '
        f'Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>',
    )
    yield "xl/styles.xml", STYLES
