"""Amounts of money, in taka: typed with or without its sign, shown in lakhs and crores."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from pydantic import JsonValue

from forms_builder.digits import in_script
from forms_builder.questions.base import Answer, FieldContext, types
from forms_builder.questions.fields import TypedField
from forms_builder.questions.numbers import DecimalType, plain_number, read_decimal
from forms_builder.questions.printing import PrintKind, PrintShape
from forms_builder.schema import Question

SIGN = "৳"
UNIT = {"bn": "টাকা", "en": "BDT"}
PAISA_PLACES = 2
AROUND = re.compile(r"^(?:৳|BDT|Tk\.?|টাকা)\s*|\s*(?:৳|BDT|Tk\.?|টাকা|/-|/=)$", re.IGNORECASE)
"""What people write before or behind an amount."""


def plain_amount(value: Any) -> str:
    return plain_number(AROUND.sub("", AROUND.sub("", str(value or "").strip())))


def read_amount(text: str) -> Decimal:
    amount = read_decimal(text)
    if amount < 0:
        raise ValidationError(_("An amount cannot be less than 0."), code="negative")
    if len(text.partition(".")[2]) > PAISA_PLACES:
        raise ValidationError(_("Give at most two digits behind the point."), code="places")
    return amount


def in_lakhs(amount: Decimal) -> str:
    """1234567.50 → 12,34,567.50: the last three digits, then twos."""
    whole, _point, rest = format(amount, "f").partition(".")
    head, tail = whole[:-3], whole[-3:]
    pairs: list[str] = []
    while head:
        head, pair = head[:-2], head[-2:]
        pairs.insert(0, pair)
    return ",".join([*pairs, tail]) + (f".{rest}" if rest else "")


@types.register
class MoneyType(DecimalType):
    """Stored as text with the digits that were typed."""

    name = "money"
    label = _("Amount of money (BDT)")
    description = _("An amount in taka, up to two digits behind the point.")
    icon = "tag"
    takes_over = frozenset({"decimal"})
    xls_reads = ()
    xls_exact = False

    def field(self, question: Question, context: FieldContext) -> forms.Field:
        def write(value: Decimal) -> str:
            return in_script(format(value, "f"), context.language)

        return TypedField(read_amount, write, plain=plain_amount, attrs={"inputmode": "decimal"})

    def show(self, question: Question, answer: Answer, language: str) -> str:
        amount = self.to_value(answer)
        if not isinstance(amount, Decimal) or not amount.is_finite() or amount < 0:
            return in_script(str(answer), language)
        return in_script(f"{SIGN} {in_lakhs(amount)}", language)

    def paper(self, question: Question) -> PrintShape:
        return PrintShape(PrintKind.LINE, unit=UNIT)

    def answer_schema(self, question: Question, language: str) -> dict[str, JsonValue]:
        return {"type": "string", "pattern": rf"^\d+(\.\d{{1,{PAISA_PLACES}}})?$"}
