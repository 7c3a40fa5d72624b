"""What our question types share: blanks and reasons are handled here once, so that a family only sees real answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forms_builder.questions.base import DECLINE_CODES, Answer, FieldContext, QuestionType
from forms_builder.questions.declining import REASONS, reasons_in, said_in
from forms_builder.questions.fields import DeclinableField
from forms_builder.schema import Choice, Question, Sensitivity

REASON_CAPTION = _("Or say why there is no answer")


def declined(answer: Answer) -> bool:
    return isinstance(answer, str) and answer in DECLINE_CODES


def declinable(field: forms.Field, question: Question, context: FieldContext) -> forms.Field:
    """The field with reasons for giving no answer below it, where the question allows them."""
    if not question.decline:
        return field
    caption = said_in(context.language, REASON_CAPTION)
    return DeclinableField(field, reasons_in(context.language), caption)


class OurType(QuestionType):
    """A family overrides `field`, `to_answer`, `to_value`, `show` and `cell` for answers that are there."""

    def decline_choices(self) -> list[Choice]:
        return [
            Choice(value=code, label={language: said_in(language, text) for language in ("bn", "en")})
            for code, text in REASONS.items()
        ]

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        return self.field(question, context)

    def field(self, question: Question, context: FieldContext) -> forms.Field:
        raise NotImplementedError(self.name)

    def clean(self, question: Question, value: Any) -> Answer:
        if value is None or value == "" or value == []:
            return None
        return value if declined(value) else self.to_answer(value)

    def to_answer(self, value: Any) -> Answer:
        answer: Answer = value
        return answer

    def initial(self, question: Question, answer: Answer) -> Any:
        if answer is None or declined(answer):
            return answer
        return self.to_value(answer)

    def to_value(self, answer: Answer) -> Any:
        return answer

    def display(self, question: Question, answer: Answer, language: str) -> str:
        if answer is None or answer == "" or answer == []:
            return ""
        if isinstance(answer, str) and answer in REASONS:
            return said_in(language, REASONS[answer])
        return self.show(question, answer, language)

    def show(self, question: Question, answer: Answer, language: str) -> str:
        return str(answer)

    def export(self, question: Question, answer: Answer) -> list[Any]:
        if answer is None or answer == "" or answer == []:
            return [None]
        return [answer if declined(answer) else self.cell(answer)]

    def cell(self, answer: Answer) -> Any:
        return answer


class TypedType(OurType):
    """Types with one box to type in: reasons for not answering stand below the box."""

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        return declinable(self.field(question, context), question, context)


class FreeTextType(TypedType):
    """Types whose answers can say anything, and are therefore sealed one step earlier."""

    sealed_from = Sensitivity.CONFIDENTIAL
