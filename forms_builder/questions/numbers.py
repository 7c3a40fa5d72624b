"""Number types. Typed in either script; thousands or lakh commas are understood; decimals never become floats."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from pydantic import JsonValue

from forms_builder.digits import in_readers_digits, in_script
from forms_builder.expressions import ValueType
from forms_builder.questions.base import Answer, FieldContext, SlotKind, types
from forms_builder.questions.cleaning import typed_sign
from forms_builder.questions.common import TypedType, declined
from forms_builder.questions.fields import TypedField
from forms_builder.schema import Question

NUMBERS = _("Numbers")
WHOLE_DIGITS = 14
"""What the index column holds before the point."""
PLACES = 4
"""What it holds behind the point."""
WHOLE = re.compile(r"^-?\d+$", re.ASCII)
DECIMAL = re.compile(r"^-?(\d+(\.\d+)?|\.\d+)$", re.ASCII)
GROUPED = re.compile(r"^-?\d{1,3}(,\d{2,3})*,\d{3}(\.\d+)?$", re.ASCII)
"""1,234,567 and 12,34,567; a comma for the point (12,5) is not understood, so that it is never misread."""


def plain_number(value: Any) -> str:
    """Typed text without spaces and without grouping commas."""
    text = typed_sign(value).replace(" ", "").removeprefix("+")
    return text.replace(",", "") if GROUPED.match(text) else text


def read_whole(text: str) -> int:
    if not WHOLE.match(text):
        raise ValidationError(_("Give a whole number, like 12."), code="number")
    refuse_long(text)
    return int(text)


def read_decimal(text: str) -> Decimal:
    if not DECIMAL.match(text):
        raise ValidationError(
            _("Give a number, like 12 or 12.5, with a point and not a comma."), code="number"
        )
    refuse_long(text.partition(".")[0])
    if len(text.partition(".")[2]) > PLACES:
        raise ValidationError(
            _("Give at most %(places)s digits behind the point."),
            code="places",
            params={"places": in_readers_digits(PLACES)},
        )
    number = Decimal(text)
    return number if number else abs(number)


def refuse_long(whole: str) -> None:
    if len(whole.lstrip("-").lstrip("0")) > WHOLE_DIGITS:
        raise ValidationError(_("This number is too large."), code="size")


class NumberType(TypedType):
    group = NUMBERS
    slot = SlotKind.NUMBER
    value_type = ValueType.NUMBER
    xls_exact = True

    def slot_value(self, answer: Answer) -> Decimal | None:
        if answer in (None, "") or declined(answer):
            return None
        try:
            return Decimal(str(answer))
        except InvalidOperation:
            return None

    def show(self, question: Question, answer: Answer, language: str) -> str:
        return in_script(str(answer), language)


@types.register
class IntegerType(NumberType):
    name = "integer"
    label = _("Whole number")
    description = _("How many, how old: a number without a point.")
    icon = "order"
    xls = "integer"
    xls_reads: ClassVar[tuple[str, ...]] = (
        *("integer", "int", "q int", "add integer prompt", "percentage"),
        *(f"number of days in last {span}" for span in ("month", "six months", "year")),
    )

    def from_rule(self, value: str | int | None) -> Answer:
        """A text that is no whole number stays, so that its field can say so."""
        return int(value) if isinstance(value, str) and WHOLE.match(value) else value

    def answer_schema(self, question: Question, language: str) -> dict[str, JsonValue]:
        return {
            "type": "integer",
            "exclusiveMinimum": -(10**WHOLE_DIGITS),
            "exclusiveMaximum": 10**WHOLE_DIGITS,
        }

    def field(self, question: Question, context: FieldContext) -> forms.Field:
        def write(value: int) -> str:
            return in_script(str(value), context.language)

        return TypedField(read_whole, write, plain=plain_number, attrs={"inputmode": "numeric"})


@types.register
class DecimalType(NumberType):
    """Stored as text with the digits that were typed: 12.50 stays 12.50."""

    name = "decimal"
    label = _("Number with a point")
    description = _("A weight, a score, an amount: up to four digits behind the point.")
    icon = "decimal"
    xls = "decimal"
    xls_reads: ClassVar[tuple[str, ...]] = ("decimal", "q decimal", "add decimal prompt")

    def answer_schema(self, question: Question, language: str) -> dict[str, JsonValue]:
        return {"type": "string", "pattern": rf"^-?\d+(\.\d{{1,{PLACES}}})?$"}

    def field(self, question: Question, context: FieldContext) -> forms.Field:
        def write(value: Decimal) -> str:
            return in_script(format(value, "f"), context.language)

        return TypedField(read_decimal, write, plain=plain_number, attrs={"inputmode": "decimal"})

    def to_answer(self, value: Any) -> Answer:
        return format(value, "f")

    def to_value(self, answer: Answer) -> Any:
        """A Decimal, or the stored text where it is no number."""
        try:
            return Decimal(str(answer))
        except InvalidOperation:
            return str(answer)

    def cell(self, answer: Answer) -> Any:
        return self.to_value(answer)
