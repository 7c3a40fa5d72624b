"""Column headings of a sheet in every spelling in use, and rows read through them. Unknown columns keep their heading."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

from django.utils.translation import gettext as _

from forms_builder.schema import Text
from forms_builder.xlsform.limits import Sheet
from forms_builder.xlsform.own import CHOICE_COLUMNS, SETTINGS_COLUMNS, SURVEY_COLUMNS, whole_name
from forms_builder.xlsform.report import Report

Use = Literal["image", "big-image", "audio", "video"]
SURVEY: Final = (
    *("type", "name", "label", "hint", "guidance_hint", "required", "required_message", "relevant"),
    *("constraint", "constraint_message", "calculation", "trigger", "default", "read_only", "appearance"),
    *("choice_filter", "parameters", "repeat_count"),
    *("image", "big_image", "audio", "video"),
    *SURVEY_COLUMNS,
)
"""In the order in which an export writes them."""
CHOICES: Final = ("list_name", "name", "label", "image", "big_image", "audio", "video", *CHOICE_COLUMNS)
SETTINGS: Final = ("title", "form_id", "version", "default_language", *SETTINGS_COLUMNS)
TRANSLATED: Final = frozenset(
    (
        *("label", "hint", "guidance_hint", "constraint_message", "required_message"),
        *("nirapod::title", "nirapod::description"),
        *("image", "big_image", "audio", "video"),
    )
)
MEDIA: Final[dict[str, Use]] = {
    "image": "image",
    "big_image": "big-image",
    "audio": "audio",
    "video": "video",
}
"""Column → what its file is for, beside the row's label."""
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
    "set_form_id": "form_id",
    "id_string": "form_id",
}
HEADINGS: Final = {"title": "form_title", **{column: f"media::{use}" for column, use in MEDIA.items()}}
"""What an export calls a column that goes by another name here."""
LANGUAGE_CODES: Final = {"english": "en", "bangla": "bn", "bengali": "bn", "বাংলা": "bn"}
LANGUAGE_NAMES: Final = {"en": "English (en)", "bn": "বাংলা (bn)"}
_CODE = re.compile(r"\(\s*([A-Za-z][\w-]*)\s*\)\s*$")
_NAMELESS = re.compile(r"column (\d+)")

Key = tuple[str, str]
"""Column name and language code (blank where the column is in no language). Unknown columns: ("", heading)."""


def language_code(name: str) -> str:
    """ "English (en)" → "en", "বাংলা" → "bn"; other names in small letters."""
    found = _CODE.search(name)
    plain = name.strip().casefold()
    return found[1].lower() if found else LANGUAGE_CODES.get(plain, plain)


def language_name(code: str) -> str:
    """What an export calls a language that nobody named."""
    return LANGUAGE_NAMES.get(code, code)


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is blank for a column that is unknown here; `language` is as written, `code` what it means."""

    header: str
    name: str = ""
    language: str = ""
    code: str = ""

    @property
    def key(self) -> Key:
        return (self.name, self.code) if self.name else ("", self.header)


@dataclass(slots=True)
class Line:
    """One row below the headings: text by column, and by heading what has no place here."""

    number: int
    values: dict[Key, str] = field(default_factory=dict)
    other: dict[str, str] = field(default_factory=dict)

    def raw(self, name: str) -> str:
        """The cell byte for byte, blank if there is none."""
        return self.values.get((name, ""), "")

    def word(self, name: str) -> str:
        return self.raw(name).strip()

    def text(self, name: str) -> Text:
        return {code: text for (column, code), text in self.values.items() if column == name}

    def joined(self, name: str) -> str:
        """A column of ours that goes on in others of the same name where it was too long for one cell."""
        found = {column: text for (column, _code), text in self.values.items() if whole_name(column) == name}
        return "".join(found[column] for column in sorted(found, key=lambda column: (len(column), column)))

    def cells(self) -> dict[str, str]:
        """Everything on the row by a heading that means the same."""
        return {**{heading_of(key): text for key, text in self.values.items()}, **self.other}


@dataclass(slots=True)
class Head:
    """The headings of a sheet: column (0-based) → what it means."""

    row: int
    columns: dict[int, Column]
    written: dict[int, str] = field(default_factory=dict)

    def as_written(self) -> list[str]:
        """The headings from the first column on, blank where there is none; without ours at the end."""
        found = [self.written.get(at, "") for at in range(max(self.written, default=-1) + 1)]
        while found and found[-1].startswith("nirapod"):
            found.pop()
        return found


def heading_of(key: Key, languages: dict[str, str] | None = None) -> str:
    """The heading an export gives a column."""
    name, code = key
    if not name:
        return code
    plain = HEADINGS.get(name, name)
    return f"{plain}::{(languages or {}).get(code) or language_name(code)}" if code else plain


def nameless(heading: str) -> int | None:
    """The place (0-based) of a column that has no heading and goes by its number."""
    found = _NAMELESS.fullmatch(heading)
    return int(found[1]) - 1 if found else None


def column_of(header: str, known: Iterable[str], default_language: str) -> Column:
    """What a heading means: `label::English (en)`, `bind:relevant`, `Constraint Message` …"""
    joined = re.sub(r"jr\s*:(?!:)", "jr_", header)
    parts = [part.strip() for part in joined.split("::" if "::" in joined else ":")]
    if len(parts) > 1 and _plain(parts[0]) in PREFIXES:
        parts = parts[1:]
    if len(parts) > 1 and _plain(parts[0]) == "media" and _plain(parts[1]) in MEDIA:
        parts = parts[1:]
    if len(parts) > 1 and parts[0] == "nirapod":
        parts = [f"nirapod::{parts[1]}", *parts[2:]]
        name = parts[0]
    else:
        name = ALIASES.get(_plain(parts[0]), _plain(parts[0]))
    translated = name in TRANSLATED and len(parts) == 2
    if whole_name(name) not in known or (len(parts) > 1 and not translated):
        return Column(header)
    language = parts[1] if translated else ""
    code = language_code(language) if language else default_language if name in TRANSLATED else ""
    return Column(header, name, language, code)


def _plain(text: str) -> str:
    return re.sub(r"[\s-]+", "_", text.strip().lower())


def read_lines(
    sheet: Sheet, known: Iterable[str], default_language: str, report: Report
) -> tuple[Head, list[Line]]:
    """The headings, which are the first row with anything in it, and the rows below."""
    if not sheet.rows:
        return Head(0, {}), []
    first, known = sheet.rows[0], frozenset(known)
    columns: dict[int, Column] = {}
    seen: set[Key] = set()
    for index, text in first.cells.items():
        column = column_of(text.strip(), known, default_language)
        if column.key in seen and column.name and not _twin(column, columns.values()):
            column = Column(column.header)  # the same said in another way: `label` beside `label::English`
        if column.key in seen:
            message = _("The column “%(header)s” is there twice.") % {"header": column.header}
            report.error(sheet.name, first.number, message)
        seen.add(column.key)
        columns[index] = column
    found = [_line(row.number, row.cells, columns) for row in sheet.rows[1:]]
    return Head(first.number, columns, dict(first.cells)), found


def _twin(column: Column, others: Iterable[Column]) -> bool:
    """Whether the heading is there already, in whatever spelling, and not merely another way to name its language."""
    return any(
        one.key == column.key and one.language.casefold() == column.language.casefold() for one in others
    )


def _line(number: int, cells: dict[int, str], columns: dict[int, Column]) -> Line:
    line = Line(number)
    for index, text in cells.items():
        column = columns.get(index, Column(f"column {index + 1}"))
        if column.name:
            line.values[column.key] = text
        else:
            line.other[column.header] = text
    return line


def tell_unknown(sheet: str, head: Head, found: list[Line], report: Report) -> None:
    """One remark a column that has no effect here."""
    for header in dict.fromkeys(header for line in found for header in line.other):
        report.warning(
            sheet,
            head.row,
            _("The column “%(header)s” is kept as it is and has no effect here.") % {"header": header},
        )
