"""The choices sheets: lists of choices, their filter columns, and what belongs to no list."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from pydantic import JsonValue

from forms_builder.schema import Choice, Media
from forms_builder.xlsform import own
from forms_builder.xlsform.cells import choice_cells
from forms_builder.xlsform.columns import CHOICES, Line, read_lines
from forms_builder.xlsform.enclosed import Enclosed
from forms_builder.xlsform.lens import AS_WRITTEN, as_written, restored
from forms_builder.xlsform.limits import Sheet
from forms_builder.xlsform.report import Report

MEDIA = ("image", "audio", "video", "big-image", "media")
"""Beginnings of headings that never are a filter's, whatever follows."""
OTHER = Choice(value="other", label={"en": "Other", "bn": "অন্যান্য"})
EXPANDED = 100_000
"""Choices of all questions together: a list is copied into every question that uses it."""
YES = ("yes", "true", "true()")


class TooMuch(Exception):
    """The form would become too large: lists or loops repeat too much. The argument is the row."""


@dataclass(slots=True)
class Lists:
    """The lists of one sheet by name, and what a choice has no room for."""

    lists: dict[str, list[Choice]] = field(default_factory=dict)
    rows: dict[str, dict[str, JsonValue]] = field(default_factory=dict)
    """List → value of the choice → its other columns, and its cells where an export would write them otherwise."""
    order: list[list[Any]] = field(default_factory=list)
    """[list, how many rows of it] in the order of the sheet; rows of no list: ["", cells]."""
    headings: list[str] = field(default_factory=list)
    used: dict[str, None] = field(default_factory=dict)
    copied: int = 0

    def take(self, name: str, other: bool = False) -> tuple[Choice, ...]:
        """The choices of a list for one question, with "other" where it is offered."""
        self.used[name] = None
        found = self.lists.get(name, [])
        self.copied += len(found)
        if other and all(choice.value != OTHER.value for choice in found):
            return (*found, OTHER)
        return tuple(found)

    def unused(self) -> dict[str, JsonValue]:
        return {
            name: [choice.model_dump(mode="json") for choice in found]
            for name, found in self.lists.items()
            if name not in self.used
        }

    def kept(self) -> dict[str, Any]:
        """What an export needs to write the sheet as it was."""
        usual = [[name, len(self.lists[name])] for name in self.used if name in self.lists]
        order = self.order if self.order != usual else []
        return {what: value for what, value in (("order", order), ("rows", self.rows)) if value}

    def add(self, name: str, place: str, choice: Choice, kept: dict[str, JsonValue]) -> None:
        if kept:
            self.rows.setdefault(name, {})[place] = kept
        self.lists.setdefault(name, []).append(choice)
        if self.order and self.order[-1][0] == name:
            self.order[-1][1] += 1
        else:
            self.order.append([name, 1])


def place_of(value: str, met: int) -> str:
    """What tells a choice from the others of its list, wherever it is moved to; `met`: how often it was there so far."""
    return f"{value}#{met}" if met > 1 else value


def places(choices: tuple[Choice, ...]) -> Iterator[tuple[str, Choice]]:
    """The choices, each with what tells it from the others."""
    met: Counter[str] = Counter()
    for choice in choices:
        met[choice.value] += 1
        yield place_of(choice.value, met[choice.value]), choice


def read_choices(sheet: Sheet | None, default_language: str, report: Report, enclosed: Enclosed) -> Lists:
    """All lists of the sheet. Columns that have no meaning of their own are what a `choice_filter` compares."""
    lists = Lists()
    if sheet is None:
        return lists
    head, found = read_lines(sheet, CHOICES, default_language, report)
    lists.headings = head.as_written()
    met: Counter[tuple[str, str]] = Counter()
    media: set[str] = set()
    for line in found:
        name, value = line.word("list_name"), line.word("name")
        if not name:
            report.warning(sheet.name, line.number, _("The row names no list and is not used."))
            lists.order.append(["", dict(line.cells())])
        elif not value:
            report.error(sheet.name, line.number, _("The choice has no name."))
        else:
            met[name, value] += 1
            choice, kept = _read(line, name, value, enclosed.media(line, sheet.name))
            media |= {header for header in line.other if is_media(header)}
            lists.add(name, place_of(value, met[name, value]), choice, kept)
    for header in sorted(media):
        message = _("The column “%(header)s” is kept as it is and has no effect here.") % {"header": header}
        report.warning(sheet.name, head.row, message)
    return lists


def _read(
    line: Line, name: str, value: str, accompanied: tuple[Media, ...]
) -> tuple[Choice, dict[str, JsonValue]]:
    """A row as a choice, and what of the row the choice has no room for."""
    media = {header: text for header, text in line.other.items() if is_media(header)}
    filters = {header: text for header, text in line.other.items() if header not in media}
    choice = Choice(
        value=value,
        label=line.text("label"),
        media=accompanied,
        filters=filters,
        retired=line.word(own.CHOICE_RETIRED).lower() in YES,
        exclusive=line.word(own.CHOICE_EXCLUSIVE).lower() in YES,
    )
    written = as_written(choice_cells(name, choice, {}), line.values)
    kept: dict[str, JsonValue] = {}
    if media:
        kept["columns"] = dict(media)
    if written:
        kept[AS_WRITTEN] = written
    return restored(choice, line.joined(own.CHOICE_EXACT)), kept


def is_media(header: str) -> bool:
    return header.split(":")[0].strip().lower() in MEDIA
