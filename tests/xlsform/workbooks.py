"""Small workbooks for these tests, made on the spot; and a folder of examples where this machine has one."""

import csv
import os
import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

Rows = Sequence[Sequence[object]]
HEAD: Sequence[object] = ["type", "name", "label"]


def workbook(**sheets: Rows) -> bytes:
    """An .xlsx with these sheets."""
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def survey(*rows: Sequence[object]) -> bytes:
    return workbook(survey=[HEAD, *rows])


def repacked(content: bytes, **parts: bytes) -> bytes:
    """A workbook with its first sheet or its shared texts replaced: `sheet=`, `strings=`, or an extra part `bomb=`."""
    names = {"sheet": "xl/worksheets/sheet1.xml", "workbook": "xl/workbook.xml", "bomb": "xl/media/bomb.bin"}
    replaced = {names[part]: text for part, text in parts.items()}
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if entry not in replaced:
                new.writestr(entry, old.read(entry))
        for name, text in replaced.items():
            new.writestr(name, text)
    return out.getvalue()


def sheet_xml(rows: str, before: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'{before}<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def corpus() -> Path | None:
    """The folder with the examples, None when this machine has none."""
    beside = Path(__file__).resolve().parents[3] / "shared"
    folder = Path(os.environ.get("NIRAPOD_CORPORA", beside)) / "xlsforms"
    return folder if (folder / "index.tsv").exists() else None


def listed() -> list[dict[str, str]]:
    """The lines of the examples' index."""
    folder = corpus()
    if folder is None:
        return []
    with (folder / "index.tsv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))
