"""HTML of questions, made once a (version, page, language, question) and kept in the process.

Kept is only what is the same for everybody: a question without an answer, with one of its own choices chosen, or with a
gap where typed text goes. What was typed is put in anew each time, and never kept. Errors, rows, and questions whose
choices differ from person to person are drawn by the template as ever.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from django import forms
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeData

from forms_builder.filling.page_form import PageForm
from forms_builder.filling.page_parts import Part
from forms_builder.filling.spoken import is_spoken
from forms_builder.filling.spots import Spot
from forms_builder.questions import types
from forms_builder.questions.fields import PickField, PickManyField, TypedField
from forms_builder.schema import Question

TEMPLATE = "filling/part.html"
GAP = "\ue000"
"""Stands where typed text goes; a sign of no script, which no label of a form has."""
LIMIT = 20_000
BOXES = (forms.TextInput, forms.Textarea)

Key = tuple[str, ...]
Made = TypeVar("Made", str, SafeData)
_formats: dict[Key, str] = {}
"""Parts with a gap, as format strings."""
_whole: dict[Key, SafeData] = {}
"""Parts without one."""


def fill(parts: list[Part], form: PageForm, heads: bool) -> None:
    """Give every part its HTML where there is one; groups are looked through."""
    by_name = {spot.name: spot for spot in form.all_spots()}
    for part in parts:
        if part.kind == "group":
            fill(part.parts, form, heads=False)
        elif part.kind == "field":
            part.html = _html(part, form, by_name[part.name], heads)


def _html(part: Part, form: PageForm, spot: Spot, heads: bool) -> SafeData | None:
    """The part's HTML; None where the template has to draw it."""
    question, bound = spot.part, part.bound
    if bound is None or not isinstance(question, Question) or not _is_plain(form, spot, question, part):
        return None
    value = bound.value()
    state = _state(bound.field, value)
    if state is None:
        return None
    marks = f"{'h' if heads else ''}{'r' if bound.field.required else ''}"
    key = (form.source, form.step.key, form.language, part.name, state, marks)
    if state == GAP:
        return format_html(_once(_formats, key, lambda: _format(part, form, heads)), value)
    return _once(_whole, key, lambda: _drawn(part, heads))


def _once(made: dict[Key, Made], key: Key, make: Callable[[], Made]) -> Made:
    if key not in made:
        if len(made) >= LIMIT:
            made.pop(next(iter(made)))
        made[key] = make()
    return made[key]


def _is_plain(form: PageForm, spot: Spot, question: Question, part: Part) -> bool:
    """Whether nothing about the question differs from person to person but its answer."""
    usual = bool(form.source) and len(spot.path) == 1 and not types.of(question).personal
    return (
        usual
        and not is_spoken(question)
        and not part.opened
        and spot.path not in form.evaluation.choices
        and spot.name not in form.errors
    )


def _state(field: forms.Field, value: Any) -> str | None:
    """What the HTML depends on besides the question; None where it depends on more than can be kept."""
    if (
        isinstance(field, TypedField)
        and type(field.widget) in BOXES
        and (value is None or isinstance(value, str))
    ):
        return GAP if value else ""
    if isinstance(field, PickField) and (value is None or value in field.offered):
        return str(value or "")
    if isinstance(field, PickManyField) and not value:
        return ""
    return None


def _drawn(part: Part, heads: bool) -> SafeData:
    return render_to_string(TEMPLATE, {"part": part, "heads": heads})


def _format(part: Part, form: PageForm, heads: bool) -> str:
    """The part as a format string: braces doubled, the gap open."""
    part = replace(part, bound=_Gap(form, form[part.name].field, part.name))
    return str(_drawn(part, heads)).replace("{", "{{").replace("}", "}}").replace(GAP, "{0}")


class _Gap(forms.BoundField):
    """A field whose value is the gap."""

    def value(self) -> str:
        return GAP
