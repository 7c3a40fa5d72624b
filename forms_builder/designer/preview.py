"""How each question type looks to the person who answers, for the picker of the designer."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forms_builder.questions import FieldContext, QuestionType
from forms_builder.schema import Choice, Question


def preview_of(question_type: QuestionType) -> dict[str, Any]:
    """Context of `designer/question_preview.html`."""
    language = get_language() or "bn"
    sample = _sample(question_type, language)
    if not question_type.asked:
        return {"question_type": question_type, "form": None}
    field = question_type.form_field(sample, FieldContext(language))
    field.label = str(question_type.label)
    sample_form = type("SampleForm", (forms.Form,), {"sample": field})
    return {"question_type": question_type, "form": sample_form(auto_id="sample_%s")}


def _sample(question_type: QuestionType, language: str) -> Question:
    words = (_("First choice"), _("Second choice"), _("Third choice"))
    choices = tuple(Choice(value=str(number), label={language: word}) for number, word in enumerate(words))
    return Question(
        id="sample",
        key="sample",
        type=question_type.name,
        choices=choices if question_type.uses_choices else (),
    )
