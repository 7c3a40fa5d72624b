"""Helpers of the question tests: a question of a type, and what becomes of what somebody types."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from forms_builder.questions import Answer, FieldContext, types
from forms_builder.schema import Choice, Question

SIDES = tuple(
    Choice(value=value, label={"en": english, "bn": bangla})
    for value, english, bangla in (
        ("north", "North", "উত্তর"),
        ("south", "South", "দক্ষিণ"),
        ("east", "East", "পূর্ব"),
    )
)


def ask(type_name: str, **more: Any) -> Question:
    choices = SIDES if type_name.startswith("choose") else ()
    return Question(id="q", key="q", type=type_name, **{"choices": choices, **more})


def form_with(
    question: Question, data: Any, files: Any = None, context: FieldContext | None = None
) -> forms.Form:
    """A page with the one question, as it was posted."""
    field = types.of(question).form_field(question, context or FieldContext("en"))
    form: forms.Form = type("OnePage", (forms.Form,), {"q": field})(data, files)
    return form


def answer(question: Question, typed: Any) -> Answer:
    """What is stored when `typed` is posted."""
    data = typed if isinstance(typed, dict) else {"q": typed}
    form = form_with(question, data)
    assert form.is_valid(), form.errors
    return types.of(question).clean(question, form.cleaned_data["q"])


def complaint(question: Question, typed: Any) -> str:
    """What the person is told about `typed`."""
    form = form_with(question, typed if isinstance(typed, dict) else {"q": typed})
    assert not form.is_valid(), form.cleaned_data
    error: ValidationError = form.errors.as_data()["q"][0]
    return " ".join(error.messages)


def page(question: Question, typed: Any) -> str:
    """The page as it comes back after `typed` was posted."""
    return str(form_with(question, typed if isinstance(typed, dict) else {"q": typed})["q"])
