"""Choice types: yes or no, one of a list, several of a list. The evaluation judges what may still be chosen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, JsonValue, StringConstraints

from forms_builder.expressions import ValueType
from forms_builder.questions.accompanying import beside_choices
from forms_builder.questions.base import Answer, FieldContext, SlotKind, types
from forms_builder.questions.common import OurType, declinable
from forms_builder.questions.declining import reasons_in, said_in
from forms_builder.questions.exchange import XlsType
from forms_builder.questions.fields import RADIOS_UP_TO, PickField, PickManyField
from forms_builder.questions.finding import FindField, ListFinder
from forms_builder.questions.printing import PrintKind, PrintShape
from forms_builder.schema import Choice, Question, Required
from forms_builder.schema.document import text_in

CHOICES = _("Choices")
YES_NO: Mapping[str, str | Promise] = {"yes": _("Yes"), "no": _("No")}
YES_NO_UNKNOWN: Mapping[str, str | Promise] = {**YES_NO, "unknown": _("Not known")}
POINTS = {"yes": "1", "no": "0"}
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


Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,40}$")]


class YesNoSettings(BaseModel):
    """What is stored for each answer; forms that came from elsewhere have codes of their own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    yes: Code = "yes"
    no: Code = "no"


class YesNoUnknownSettings(YesNoSettings):
    unknown: Code = "unknown"


@types.register
class YesNoType(OurType):
    said: ClassVar[Mapping[str, str | Promise]] = YES_NO
    """What may be said, in order; the settings may store it under another code."""
    settings_model = YesNoSettings
    name = "yes_no"
    label = _("Yes or no")
    description = _("Two choices.")
    icon = "check"
    group = CHOICES
    value_type = ValueType.CHOICE
    slot = SlotKind.TEXT
    takes_over = frozenset({"choose_one"})
    values = frozenset(YES_NO)
    xls = "select_one"

    def field(self, question: Question, context: FieldContext) -> forms.Field:
        language = context.language
        options = labelled(self.fixed(question), language)
        options = with_reasons(options, question, language)
        return PickField(options, clearable=clearable(question), allowed=[value for value, _label in options])

    def fixed(self, question: Question) -> tuple[Choice, ...]:
        """The choices in both languages; yes counts one point in a score."""
        codes = self.settings_model.model_validate(question.settings).model_dump()
        return tuple(
            Choice(
                value=codes[name],
                label={language: said_in(language, label) for language in ("bn", "en")},
                filters={"score": POINTS[name]} if name in POINTS else {},
            )
            for name, label in self.said.items()
        )

    def xlsform(self, question: Question) -> XlsType:
        return replace(super().xlsform(question), takes_list=True, choices=self.fixed(question))

    def paper(self, question: Question) -> PrintShape:
        return PrintShape(PrintKind.ONE, choices=self.fixed(question))

    def answer_schema(self, question: Question, language: str) -> dict[str, JsonValue]:
        return {"enum": [choice.value for choice in self.fixed(question)]}

    def show(self, question: Question, answer: Answer, language: str) -> str:
        return dict(labelled(self.fixed(question), language)).get(str(answer), str(answer))


@types.register
class YesNoUnknownType(YesNoType):
    said = YES_NO_UNKNOWN
    settings_model = YesNoUnknownSettings
    name = "yes_no_unknown"
    label = _("Yes, no or not known")
    description = _("Three choices: not to know is an answer too.")
    icon = "help"


class ListType(OurType):
    """Types whose choices are written in the form or come from a choice list."""

    group = CHOICES
    uses_choices = True
    xls_exact = True

    def answer_schema(self, question: Question, language: str) -> dict[str, JsonValue]:
        return {"enum": [choice.value for choice in question.choices]}

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
    print_kind = PrintKind.ONE
    xls = "select_one"
    value_type = ValueType.CHOICE
    slot = SlotKind.TEXT

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        offered = self.offered(question, context)
        known = labelled(question.choices, context.language)
        beside = beside_choices(offered, context.language)
        if len(offered) <= LISTED_UP_TO:
            field = PickField(
                self.options(question, context),
                clearable=clearable(question),
                known=known,
                as_list=LISTED_APPEARANCE in question.appearance.split() and not beside,
                few=LISTED_UP_TO if beside else RADIOS_UP_TO,
            )
            field.widget.beside = beside
            return field
        return declinable(FindField(ListFinder(offered, context.language), known=known), question, context)

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
    print_kind = PrintKind.MANY
    xls = "select_multiple"

    def answer_schema(self, question: Question, language: str) -> dict[str, JsonValue]:
        items = super().answer_schema(question, language)
        return {"type": "array", "items": items, "minItems": 1, "uniqueItems": True}

    def field(self, question: Question, context: FieldContext) -> forms.Field:
        known = labelled(question.choices, context.language)
        field = PickManyField(self.options(question, context), known=known)
        field.widget.beside = beside_choices(self.offered(question, context), context.language)
        return field

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
