"""The second opinion on a workbook: pyxform's conversion to an XForm. It also counts as an XForm counts.

pyxform never opens the file: it is given the cells that our own bounded reader took.
"""

import re
from dataclasses import dataclass

from defusedxml import ElementTree
from django.utils.translation import gettext as _
from pyxform.errors import PyXFormError  # type: ignore[import-untyped]
from pyxform.xls2xform import convert  # type: ignore[import-untyped]

from forms_builder.xlsform.limits import Sheet
from forms_builder.xlsform.report import Report

SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")
ASKED = frozenset(("input", "select", "select1", "upload", "trigger", "range", "rank"))
_ROW = re.compile(r"\[row\s*:\s*(\d+)\]\s*")
_NAMED = re.compile(r"'(\w+)' sheet|the (\w+) sheet", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Counts:
    questions: int
    groups: int
    repeats: int
    languages: list[str]


def second_opinion(sheets: dict[str, Sheet], report: Report) -> Counts | None:
    """Convert; a refusal is an error by sheet and row, and then there are no counts."""
    warnings: list[str] = []
    try:
        result = convert(as_dictionaries(sheets), warnings=warnings, validate=False, form_name="data")
    except PyXFormError as error:
        report.error(*_located(str(error), sheets))
        return None
    except Exception as error:  # noqa: BLE001 - whatever it stumbles over is an opinion, not a crash
        report.error(
            "survey", 1, _("The form cannot be converted to an XForm: %(reason)s") % {"reason": error}
        )
        return None
    for warning in warnings:
        report.warning(*_located(warning, sheets))
    return counted(result.xform)


def as_dictionaries(sheets: dict[str, Sheet]) -> dict[str, object]:
    """The cells as pyxform takes them. Empty rows are left out; `_located` puts the row numbers right again."""
    made: dict[str, object] = {"sheet_names": list(sheets)}
    for name in SHEETS:
        sheet = sheets.get(name)
        if sheet is None or not sheet.rows:
            continue
        headers = {column: " ".join(text.split()) for column, text in sheet.rows[0].cells.items()}
        made[name] = [
            {headers[c]: t.replace("\xa0", " ") for c, t in row.cells.items() if c in headers}
            for row in sheet.rows[1:]
        ]
        made[f"{name}_header"] = [dict.fromkeys(headers.values())]
    return made


def _located(message: str, sheets: dict[str, Sheet]) -> tuple[str, int, str]:
    """Sheet, row and sentence of a message of pyxform."""
    named = _NAMED.search(message)
    name = next((part.lower() for part in (named.groups() if named else ()) if part), "survey")
    sheet = sheets.get(name) or sheets["survey"]
    found = _ROW.search(message)
    index = int(found[1]) - 1 if found else 0
    row = sheet.rows[index].number if 0 <= index < len(sheet.rows) else 1
    return sheet.name, row, " ".join(_ROW.sub("", message).split())[:500]


def counted(xform: str) -> Counts:
    """What stands in the body of an XForm, and the languages of its texts."""
    root = ElementTree.fromstring(xform, forbid_dtd=True)
    inside = [element.tag.rpartition("}")[2] for element in root[1].iter()]
    languages = [element.get("lang", "") for element in root.iter() if element.tag.endswith("}translation")]
    return Counts(
        sum(tag in ASKED for tag in inside), inside.count("group"), inside.count("repeat"), languages
    )
