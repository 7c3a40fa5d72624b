"""What a page of a form is told besides what was typed on it, and how a field gets its question's words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms

from forms_builder.logic import Evaluation, Moment
from forms_builder.schema import Question
from forms_builder.schema.document import Text, text_in


@dataclass(frozen=True)
class Situation:
    """What a page needs besides what was typed on it."""

    answers: Mapping[str, Any]
    moment: Moment
    user: Any = None
    quiet: bool = False
    """Shows again what was typed, without saying what is wrong with it."""
    posted: bool = False
    """Just sent by the browser: questions that it opens are news."""
    withheld: Collection[str] = ()
    """Keys of questions and repeats that are not this person's to see."""
    settled: Mapping[str, Text] = field(default_factory=dict)
    """Keys of questions whose answers stay as they are in `original`, each with why."""
    original: Mapping[str, Any] = field(default_factory=dict)
    everything: bool = False
    """Shows hidden questions too: for the designer."""
    removed: Mapping[str, str] = field(default_factory=dict)
    """Rows that can be brought back: field name of the repeat → heading of the row."""
    judged: Evaluation | None = None
    """What the form's rules say of `answers`, where that is known already."""


def worded(field: forms.Field, question: Question, language: str) -> forms.Field:
    """A type's field with the question's own words. What must be answered is decided by the evaluation."""
    field.label = text_in(question.label, language)
    field.help_text = text_in(question.hint, language)
    field.required = False
    return field
