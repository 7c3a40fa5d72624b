"""Column headings of a sheet in every spelling in use, and rows read through them. Unknown columns keep their heading."""

import re
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from forms_builder.schema import Text
from forms_builder.xlsform.limits import Sheet
from forms_builder.xlsform.report import Report

SURVEY: Final = frozenset(
    "type name label hint guidance_hint relevant constraint constraint_message required required_message "
    "calculation default read_only appearance choice_filter repeat_count".split()
)
CHOICES: Final = frozenset(("list_name", "name", "label"))
SETTINGS: Final = frozenset(("title", "default_language", "allow_choice_duplicates"))
TRANSLATED: Final = frozenset("label hint guidance_hint constraint_message required_message".split())
PREFIXES: Final = ("bind", "control", "body")
ALIASES: Final = {
    "relevance": "relevant",
    "caption": "label",
    "constraining_message": "constraint_message",
    "jr_constraintmsg": "constraint_message",
    "requiredmsg": "required_message",
    "jr_requiredmsg": "required_message",
    "readonly": "read_only",
    "calculate": "calculation",
    "command": "type",
    "tag": "name",
    "value": "name",
    "count": "repeat_count",
    "jr_count": "repeat_count",
    "form_title": "title",
    "set_form_title": "title",
}
LANGUAGE_CODES: Final = {"english": "en", "bangla": "bn", "bengali": "bn", "বাংলা": "bn"}
_CODE = re.compile(r"\(\s*([A-Za-z][\w-]*)\s*\)\s*$")


def language_code(name: str) -> str:
    """ "English (en)" → "en", "বাংলা" → "bn"; other names in small letters."""
    found = _CODE.search(name)
    plain = name.strip().casefold()
    return found[1].lower() if found else LANGUAGE_CODES.get(plain, plain)


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is blank for a column that is unknown here; `language` is as written."""

    header: str
    name: str = ""
    language: str = ""


@dataclass(slots=True)
class Line:
    """One row below the headings: text by column name and language, and by heading what has no place here."""

    number: int
    values: dict[tuple[str, str], str] = field(default_factory=dict)
    other: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    """Column name → heading, for those in use on this row."""

    def raw(self, name: str) -> str:
        """The cell byte for byte, blank if there is none."""
        return self.values.get((name, ""), "")

    def word(self, name: str) -> str:
        return self.raw(name).strip()

    def text(self, name: str, default_language: str) -> Text:
        return {
            language_code(language) if language else default_language: text
            for (column, language), text in self.values.items()
            if column == name
        }

    def keep(self, name: str) -> None:
        """Put a cell that cannot be used among those kept word for word."""
        self.other[self.headers[name]] = self.values.pop((name, ""))


def column_of(header: str, known: frozenset[str]) -> Column:
    """What a heading means: `label::English (en)`, `bind:relevant`, `Constraint Message` …"""
    joined = re.sub(r"jr\s*:(?!:)", "jr_", header)
    parts = [part.strip() for part in joined.split("::" if "::" in joined else ":")]
    if len(parts) > 1 and _plain(parts[0]) in PREFIXES:
        parts = parts[1:]
    name = ALIASES.get(_plain(parts[0]), _plain(parts[0]))
    translated = name in TRANSLATED and len(parts) == 2
    if name not in known or (len(parts) > 1 and not translated):
        return Column(header)
    return Column(header, name, parts[1] if translated else "")


def _plain(text: str) -> str:
    return re.sub(r"[\s-]+", "_", text.strip().lower())


def lines(sheet: Sheet, known: frozenset[str], report: Report) -> list[Line]:
    """The rows below the headings, which are the first row with anything in it."""
    if not sheet.rows:
        return []
    first = sheet.rows[0]
    columns = {index: column_of(text.strip(), known) for index, text in first.cells.items()}
    seen: set[tuple[str, str]] = set()
    for column in columns.values():
        what = (column.name, column.language) if column.name else ("", column.header)
        if what in seen:
            report.error(
                sheet.name,
                first.number,
                _("The column “%(header)s” is there twice.") % {"header": column.header},
            )
        seen.add(what)
    found = [_line(row.number, row.cells, columns) for row in sheet.rows[1:]]
    _tell_unknown(sheet.name, first.number, found, report)
    return found


def _line(number: int, cells: dict[int, str], columns: dict[int, Column]) -> Line:
    line = Line(number)
    for index, text in cells.items():
        column = columns.get(index, Column(f"column {index + 1}"))
        if column.name:
            line.values[column.name, column.language] = text
            line.headers.setdefault(column.name, column.header)
        else:
            line.other[column.header] = text
    return line


def _tell_unknown(sheet: str, row: int, found: list[Line], report: Report) -> None:
    """One remark a column that has no effect here."""
    for header in dict.fromkeys(header for line in found for header in line.other):
        report.warning(
            sheet,
            row,
            _("The column “%(header)s” is kept as it is and has no effect here.") % {"header": header},
        )
