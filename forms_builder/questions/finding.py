"""Choosing by typing a part of the name: a search box with what was found below it, for lists too long to look through.

Works without scripts (a button shows what was found as radios); a script turns the box into a combobox.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms_builder.options import Option, best_of, option_sources
from forms_builder.questions.cleaning import one_line
from forms_builder.questions.fields import DeclinableField
from forms_builder.schema import Choice
from forms_builder.schema.document import text_in
from forms_builder.schema.text import search_text

MOST_SHOWN = 20
"""How many radios a search shows; more do not help to choose."""


class Finder(Protocol):
    """Looks for options by their names, for one person and one question."""

    def matching(self, text: str, limit: int) -> Sequence[Option]:
        """Options that fit the text, the best first; a blank text fits all."""
        ...

    def has(self, value: str) -> bool:
        """Whether the person may choose this value."""
        ...

    def label(self, value: str) -> str:
        """The name of a value that may be chosen; of another one the value itself."""
        ...


@dataclass(frozen=True)
class SourceFinder:
    """Finds in an option source, for the person who asks."""

    source: str
    user: Any
    language: str
    settings: Mapping[str, Any]
    answers: Mapping[str, Any]

    def matching(self, text: str, limit: int) -> Sequence[Option]:
        return option_sources.search(
            self.source, self.user, one_line(text), self.language, self.settings, self.answers, limit
        )

    def has(self, value: str) -> bool:
        return option_sources.offers(self.source, self.user, value, self.settings, self.answers)

    def label(self, value: str) -> str:
        """Of what may be chosen: a value that was put in by hand does not get its name told."""
        return option_sources.label(self.source, value, self.language) if self.has(value) else value


@dataclass(frozen=True)
class ListFinder:
    """Finds among the choices of a form's own list."""

    choices: Sequence[Choice]
    language: str

    def matching(self, text: str, limit: int) -> Sequence[Option]:
        named = [
            (
                Option(choice.value, text_in(choice.label, self.language, choice.value)),
                " ".join(choice.label.values()),
            )
            for choice in self.choices
        ]
        return best_of(text, named, limit)

    def has(self, value: str) -> bool:
        return any(choice.value == value for choice in self.choices)

    def label(self, value: str) -> str:
        return next((one.label for one in self.matching("", len(self.choices)) if one.value == value), value)


class FindInput(forms.Widget):
    """A search box and the choices found. Posted as `name` (what is chosen) and `name-search` (what was typed)."""

    template_name = "questions/find.html"

    def __init__(self, finder: Finder, known: Mapping[str, str]) -> None:
        self.finder, self.known = finder, known
        super().__init__({"autocomplete": "off", "spellcheck": "false"})

    def __deepcopy__(self, memo: dict[int, Any]) -> "FindInput":
        made = copy(self)
        made.attrs = self.attrs.copy()
        return made

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, str]:
        return data.get(name) or "", data.get(f"{name}-search") or ""

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}-search" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        chosen, typed = value if isinstance(value, (tuple, list)) else (value or "", "")
        label = self.known.get(chosen) or (self.finder.label(chosen) if chosen else "")
        searched = bool(typed) and search_text(typed) != search_text(label)
        found = self.finder.matching(typed, MOST_SHOWN) if searched else []
        context["widget"] |= {
            "chosen": Option(chosen, label) if chosen else None,
            "typed": typed if searched else label,
            "searched": searched,
            "found": [option for option in found if option.value != chosen],
        }
        return context


class FindField(forms.Field):
    """One choice out of many, found by typing. A text that names exactly one of them is that choice."""

    def __init__(self, finder: Finder, *, known: Iterable[tuple[str, str]] = ()) -> None:
        self.finder, self.known = finder, dict(known)
        super().__init__(required=False, widget=FindInput(finder, self.known))

    def clean(self, value: Any) -> str | None:
        chosen, typed = (one_line(part) for part in value or ("", ""))
        if chosen:
            return self.offered(chosen)
        return self.named(typed) if typed else None

    def offered(self, chosen: str) -> str:
        if chosen not in self.known and not self.finder.has(chosen):
            raise ValidationError(_("This choice is not offered. Choose another."), code="choice")
        return chosen

    def named(self, typed: str) -> str:
        found = self.finder.matching(typed, MOST_SHOWN)
        same = [one for one in found if search_text(one.label) == search_text(typed)]
        if len(same) == 1:
            return same[0].value
        if found:
            raise ValidationError(
                _("Choose one of those found for “%(typed)s”."), code="choose", params={"typed": typed[:60]}
            )
        raise ValidationError(
            _("Nothing was found for “%(typed)s”. Try another spelling, or the first letters only."),
            code="unfound",
            params={"typed": typed[:60]},
        )


def finder_of(field: forms.Field | None) -> Finder | None:
    """The finder behind a field that is searched, also where reasons for no answer stand below it."""
    if isinstance(field, DeclinableField):
        field = field.inner
    return field.finder if isinstance(field, FindField) else None
