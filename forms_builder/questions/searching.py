"""The field of a question whose choices are too many for a list: letters are typed, and what fits is offered.

The server looks; a script may look sooner, but the page works by being sent. What is chosen is checked against the
source again, so a value that was never offered to this person is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms_builder.options import option_sources
from forms_builder.questions.base import FieldContext
from forms_builder.questions.cleaning import one_line
from forms_builder.questions.declining import REASONS, reasons_in, refuse_reason
from forms_builder.questions.widgets import Found, SearchInput
from forms_builder.schema import Question

MOST_FOUND = 20


@dataclass(frozen=True)
class Outside:
    """An option source, asked for one question by one person."""

    source: str
    question: Question
    context: FieldContext
    stored: str

    def look(self, text: str) -> Found:
        context = self.context
        found = option_sources.search(
            self.source,
            context.user,
            text,
            context.language,
            self.question.settings,
            context.answers,
            MOST_FOUND + 1,
        )
        return Found([(one.value, one.label) for one in found[:MOST_FOUND]], len(found) > MOST_FOUND)

    def label_of(self, value: str) -> str:
        """Of a value that may be chosen; another one keeps its label to itself."""
        return (
            option_sources.label(self.source, value, self.context.language) if self.offers(value) else value
        )

    def offers(self, value: str) -> bool:
        context = self.context
        return value == self.stored or option_sources.offers(
            self.source, context.user, value, self.question.settings, context.answers
        )


class SearchField(forms.Field):
    """The chosen value; letters that led to no choice are told, with what they found."""

    def __init__(self, outside: Outside, words: Mapping[str, str]) -> None:
        self.outside = outside
        widget = SearchInput(outside.look, words, self.label_of)
        if outside.question.decline:
            widget.always = reasons_in(outside.context.language)
        super().__init__(required=False, widget=widget)

    def label_of(self, value: str) -> str:
        reasons = dict(reasons_in(self.outside.context.language))
        return reasons.get(value) or self.outside.label_of(value)

    def clean(self, value: Any) -> str | None:
        chosen, text = (
            [one_line(part) for part in value] if isinstance(value, (list, tuple)) else (one_line(value), "")
        )
        if chosen in REASONS:
            if not self.outside.question.decline:
                refuse_reason(chosen)
            return chosen
        if not chosen and text:
            raise ValidationError(_("Choose one of those found."), code="choice")
        if chosen and not self.outside.offers(chosen):
            raise ValidationError(_("This choice is not offered. Choose another."), code="choice")
        return chosen or None

    def prepare_value(self, value: Any) -> Any:
        """[what is chosen, the letters]"""
        return value if isinstance(value, (list, tuple)) else [value, ""]
