"""Choice types: yes or no, one of a list, several of a list. The evaluation judges what may still be chosen."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forms_builder.expressions import ValueType
from forms_builder.questions.base import Answer, FieldContext, SlotKind, types
from forms_builder.questions.common import OurType, with_reasons_below
from forms_builder.questions.declining import reasons_in, said_in
from forms_builder.questions.fields import PickField, PickManyField
from forms_builder.questions.finding import FindField, ListFinder
from forms_builder.schema import Choice, Question, Required
from forms_builder.schema.document import text_in

CHOICES = _("Choices")
YES_NO = {"yes": _("Yes"), "no": _("No")}
LISTED_UP_TO = 100
"""A longer list is searched on the server: sending it whole with each page costs too much."""
LISTED_APPEARANCE = "minimal"
"""XLSForm's appearance for a list that drops down."""


def labelled(choices: Iterable[Choice], language: str) -> list[tuple[str, str]]:
    return [(choice.value, text_in(choice.label, language, choice.value)) for choice in choices]


def with_reasons(options: list[tuple[str, str]], question: Question, language: str) -> list[tuple[str, str]]:
    return options + reasons_in(language) if question.decline else options


def clearable(question: Question) -> bool:
    return question.required is not Required.YES


@types.register
class YesNoType(OurType):
    name = "yes_no"
    label = _("Yes or no")
    description = _("Two choices. For a third, “unknown”, let people decline to answer.")
    icon = "check"
    group = CHOICES
    value_type = ValueType.CHOICE
    slot = SlotKind.TEXT

    def field(self, question: Question, context: FieldContext) -> forms.Field:
        language = context.language
        options = [(value, said_in(language, label)) for value, label in YES_NO.items()]
        options = with_reasons(options, question, language)
        return PickField(options, clearable=clearable(question), allowed=[value for value, _label in options])

    def show(self, question: Question, answer: Answer, language: str) -> str:
        label = YES_NO.get(str(answer))
        return str(answer) if label is None else said_in(language, label)


class ListType(OurType):
    """Types whose choices are written in the form or come from a choice list."""

    group = CHOICES
    uses_choices = True

    def offered(self, question: Question, context: FieldContext) -> Sequence[Choice]:
        if context.choices is not None:
            return context.choices
        return [choice for choice in question.choices if not choice.retired]

    def options(self, question: Question, context: FieldContext) -> list[tuple[str, str]]:
        offered = labelled(self.offered(question, context), context.language)
        return with_reasons(offered, question, context.language)


@types.register
class ChooseOneType(ListType):
    name = "choose_one"
    label = _("Choose one")
    description = _("One of several choices: shown one below the other up to seven, as a list above.")
    icon = "radio-empty"
    value_type = ValueType.CHOICE
    slot = SlotKind.TEXT

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        offered = self.offered(question, context)
        known = labelled(question.choices, context.language)
        if len(offered) <= LISTED_UP_TO:
            return PickField(
                self.options(question, context),
                clearable=clearable(question),
                known=known,
                as_list=LISTED_APPEARANCE in question.appearance.split(),
            )
        return with_reasons_below(
            FindField(ListFinder(offered, context.language), known=known), question, context.language
        )

    def show(self, question: Question, answer: Answer, language: str) -> str:
        return dict(labelled(question.choices, language)).get(str(answer), str(answer))


@types.register
class ChooseManyType(ListType):
    name = "choose_many"
    label = _("Choose several")
    description = _("Any number of choices, with boxes to tick.")
    icon = "list-ul"
    value_type = ValueType.CHOICES
    many = True

    def field(self, question: Question, context: FieldContext) -> forms.Field:
        known = labelled(question.choices, context.language)
        return PickManyField(self.options(question, context), known=known)

    def to_value(self, answer: Answer) -> Any:
        return [str(value) for value in answer] if isinstance(answer, list) else [str(answer)]

    def show(self, question: Question, answer: Answer, language: str) -> str:
        labels = dict(labelled(question.choices, language))
        return ", ".join(labels.get(value, value) for value in self.to_value(answer))

    def cell(self, answer: Answer) -> Any:
        """Values with spaces between, as ODK writes them; no value has a space."""
        return " ".join(self.to_value(answer))

    def slot_value(self, answer: Answer) -> None:
        """Several values do not fit one column."""
        return None
