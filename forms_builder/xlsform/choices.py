"""The choices sheet: lists of choices, their filter columns, and what belongs to no list."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from pydantic import JsonValue

from forms_builder.schema import Choice
from forms_builder.xlsform.columns import CHOICES, lines
from forms_builder.xlsform.limits import Sheet
from forms_builder.xlsform.report import Report

MEDIA = ("image", "audio", "video", "big-image", "media")
OTHER = Choice(value="other", label={"en": "Other", "bn": "অন্যান্য"})
EXPANDED = 100_000
"""Choices of all questions together: a list is copied into every question that uses it."""


@dataclass(slots=True)
class Lists:
    """Lists by name; `extra` holds, by list and place in it, the columns that a choice has no room for."""

    lists: dict[str, list[Choice]] = field(default_factory=dict)
    extra: dict[str, JsonValue] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    copied: int = 0

    def take(self, name: str, other: bool) -> tuple[Choice, ...]:
        """The choices of a list for one question, with "other" where it is offered."""
        self.used.add(name)
        found = self.lists[name]
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


def read_choices(sheet: Sheet | None, default_language: str, report: Report) -> Lists:
    """All lists of the sheet. Other columns than media are what a `choice_filter` compares."""
    lists = Lists()
    if sheet is None:
        return lists
    quiet = Report()  # columns beside name and label are filters: nothing to remark on
    for line in lines(sheet, CHOICES, quiet):
        name, value = line.word("list_name"), line.word("name")
        if not name:
            report.warning(sheet.name, line.number, _("The row names no list and is not used."))
        elif not value:
            report.error(sheet.name, line.number, _("The choice has no name."))
        else:
            media = {header: text for header, text in line.other.items() if _is_media(header)}
            filters = {header: text for header, text in line.other.items() if header not in media}
            found = lists.lists.setdefault(name, [])
            if media:
                lists.extra[f"{name}.{len(found)}"] = dict(media)
            found.append(Choice(value=value, label=line.text("label", default_language), filters=filters))
    report.errors += quiet.errors
    return lists


def _is_media(header: str) -> bool:
    return header.split(":")[0].strip().lower() in MEDIA
