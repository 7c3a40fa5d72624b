"""What was chosen in a filter bar: as the query compares it, and as its tag says it.

A field that was not understood is said so and left out; the list then shows more than was wished, never less.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from forms_builder.digits import in_script, write_date
from registry.filters import BLANK, Op
from registry.tables.columns import OWNER
from registry.tables.filters import IS, MINE, UNANSWERED, Filter, Kind, Labels, shown


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter that is set: what the query gets."""

    filter: Filter
    op: Op
    value: Any


@dataclass
class Choice:
    """All that was chosen in a filter bar, and what was not understood."""

    chosen: list[Chosen] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read(form: forms.Form, filters: Sequence[Filter], user: Any) -> Choice:
    """What was chosen in a bound filter bar."""
    form.is_valid()
    choice = Choice()
    for one in filters:
        faults = [text for name in one.names for text in form.errors.get(name, [])]
        values = {name: form.cleaned_data.get(name) for name in one.names}
        if not faults and is_turned_round(one, values):
            faults = [_("The beginning comes after the end.")]
        choice.problems += [
            _("%(filter)s: %(problem)s") % {"filter": one.label, "problem": text} for text in faults
        ]
        if not faults:
            choice.chosen += chosen(one, values, user)
    return choice


def is_turned_round(one: Filter, values: Mapping[str, Any]) -> bool:
    """Whether a range ends before it begins: nothing is in it, and nobody wanted that."""
    if one.kind not in (Kind.DAYS, Kind.NUMBERS):
        return False
    first, last = (values[name] for name in one.names[:2])
    return first is not None and last is not None and bool(first > last)


def chosen(one: Filter, values: Mapping[str, Any], user: Any) -> list[Chosen]:
    """What the fields of one filter say: a comparison, whether there is an answer, both, or nothing."""
    found: list[Chosen] = []
    if one.kind is Kind.CHOICE:
        wanted = [picked(one, value, user) for value in values[one.key] or ()]
        return [Chosen(one, Op.IN, wanted)] if wanted else []
    if one.kind is Kind.WORDS:
        if values[one.key]:
            found.append(Chosen(one, Op.CONTAINS, values[one.key]))
    elif any(values[name] is not None for name in one.names[:2]):
        found.append(Chosen(one, Op.BETWEEN, tuple(values[name] for name in one.names[:2])))
    if values.get(one.key + IS):
        found.append(Chosen(one, Op(values[one.key + IS]), None))
    return found


def picked(one: Filter, value: str, user: Any) -> Any:
    """A ticked choice as the query compares it."""
    if value == UNANSWERED:
        return BLANK
    return user.pk if one.key == OWNER else value


def said(one: Chosen, labels: Labels, language: str) -> str:
    """What was chosen, as its tag says it."""
    if one.op is Op.BETWEEN:
        return in_words(one.value, language)
    if one.op is Op.CONTAINS:
        return str(one.value)
    if one.op in (Op.EMPTY, Op.FILLED):
        return _("no answer") if one.op is Op.EMPTY else _("any answer")
    words = {**dict(one.filter.options or ()), **labels.get(one.filter.key, {})}
    return ", ".join(worded(one, value, words, language) for value in one.value)


def worded(one: Chosen, value: Any, words: Mapping[str, str], language: str) -> str:
    if value is BLANK:
        return _("No answer")
    known = MINE if one.filter.key == OWNER else value
    return words.get(known) or shown(one.filter, known, language)


def in_words(ends: Sequence[Any], language: str) -> str:
    """A range as its tag says it: 05/11/2026 – …"""
    return " – ".join(in_script(end_in_words(end), language) for end in ends)


def end_in_words(end: Any) -> str:
    if end is None:
        return "…"
    return format(end, "f") if isinstance(end, Decimal) else write_date(end)


def unknown_names(names: Iterable[str], filters: Sequence[Filter]) -> list[str]:
    """Parameters that name no filter of this list."""
    offered = {name for one in filters for name in one.names}
    return [name for name in names if name not in offered]
