"""Text types: a line, several lines, a telephone number."""

import re
from collections.abc import Callable
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from pydantic import JsonValue

from forms_builder.digits import in_readers_digits, in_script
from forms_builder.expressions import ValueType
from forms_builder.questions.base import Answer, FieldContext, SlotKind, types
from forms_builder.questions.cleaning import free_text, typed_sign
from forms_builder.questions.common import FreeTextType
from forms_builder.questions.fields import TypedField
from forms_builder.questions.printing import PrintKind, PrintShape
from forms_builder.schema import Question

TEXT_LIMIT = 500
LONG_TEXT_LIMIT = 10_000
COUNTRY = "BD"
COUNTRY_CODE = 880
MOBILE = re.compile(r"^1[3-9]\d{8}$")
"""Mobile numbers of Bangladesh without the leading 0 (BTRC numbering plan)."""

TEXTS = _("Text")


def at_most(limit: int) -> Callable[[str], str]:
    """A reader that refuses more than `limit` characters."""

    def read(text: str) -> str:
        if len(text) > limit:
            raise ValidationError(
                _("This is too long: %(length)s characters. At most %(limit)s fit."),
                code="length",
                params={"length": in_readers_digits(len(text)), "limit": in_readers_digits(limit)},
            )
        return text

    return read


def private_box(**attrs: str) -> dict[str, str]:
    """A box whose text no spelling service gets to see."""
    return {"spellcheck": "false", **attrs}


@types.register
class TextType(FreeTextType):
    name = "text"
    label = _("Text")
    description = _("A name, a place, a few words: one line, up to 500 characters.")
    icon = "pilcrow"
    group = TEXTS
    slot = SlotKind.TEXT
    xls_reads = ("text", "string", "q string", "add text prompt")
    xls_exact = True

    def field(self, question: Question, context: FieldContext) -> forms.Field:
        return TypedField(at_most(TEXT_LIMIT), str, attrs=private_box())

    def answer_schema(self, question: Question, language: str) -> dict[str, JsonValue]:
        return {"type": "string", "minLength": 1, "maxLength": TEXT_LIMIT}


@types.register
class LongTextType(FreeTextType):
    name = "long_text"
    label = _("Long text")
    description = _("A report or a description: several lines, up to 10,000 characters.")
    icon = "doc-full"
    group = TEXTS
    xls_exact = True  # by its appearance
    xls_appearance = "multiline"

    def field(self, question: Question, context: FieldContext) -> forms.Field:
        return TypedField(
            at_most(LONG_TEXT_LIMIT), str, plain=free_text, attrs=private_box(rows="5"), widget=forms.Textarea
        )

    def paper(self, question: Question) -> PrintShape:
        return PrintShape(PrintKind.LINES, lines=5)

    def answer_schema(self, question: Question, language: str) -> dict[str, JsonValue]:
        return {"type": "string", "minLength": 1, "maxLength": LONG_TEXT_LIMIT}


@types.register
class PhoneType(FreeTextType):
    """Stored as +880…; numbers of other countries are typed with their +."""

    name = "phone"
    label = _("Telephone number")
    description = _("A number in Bangladesh, or one of another country with + in front.")
    icon = "mobile-alt"
    group = TEXTS
    slot = SlotKind.TEXT
    value_type = ValueType.TEXT
    xls_appearance = "numbers"
    xls_reads = ("phone number",)

    def field(self, question: Question, context: FieldContext) -> forms.Field:
        def write(number: phonenumbers.PhoneNumber) -> str:
            return in_script(readable(number), context.language)

        return TypedField(read_phone, write, plain=typed_sign, attrs=private_box(inputmode="tel"))

    def paper(self, question: Question) -> PrintShape:
        return PrintShape(PrintKind.DIGITS, lines=11)

    def answer_schema(self, question: Question, language: str) -> dict[str, JsonValue]:
        return {"type": "string", "pattern": r"^\+[1-9]\d{5,14}$"}

    def to_answer(self, value: Any) -> Answer:
        return phonenumbers.format_number(value, phonenumbers.PhoneNumberFormat.E164)

    def to_value(self, answer: Answer) -> Any:
        """A number object, or the stored text where it is no number."""
        try:
            return phonenumbers.parse(str(answer), COUNTRY)
        except phonenumbers.NumberParseException:
            return str(answer)

    def show(self, question: Question, answer: Answer, language: str) -> str:
        number = self.to_value(answer)
        return in_script(number if isinstance(number, str) else readable(number), language)


def read_phone(text: str) -> phonenumbers.PhoneNumber:
    """A valid number; a mobile number of Bangladesh begins with 013 to 019 and has 11 digits."""
    try:
        number = phonenumbers.parse(text, COUNTRY)
    except phonenumbers.NumberParseException as error:
        raise ValidationError(_("Give a telephone number, like 01XXX-XXXXXX."), code="phone") from error
    national = str(number.national_number)
    if number.country_code == COUNTRY_CODE and national.startswith("1") and not MOBILE.match(national):
        raise ValidationError(
            _("A mobile number has 11 digits and begins with 013 to 019. Check it again."), code="phone"
        )
    if number.extension or not phonenumbers.is_valid_number(number):
        raise ValidationError(
            _("There is no such telephone number. Check it, or put + and the country code in front."),
            code="phone",
        )
    return phonenumbers.PhoneNumber(
        country_code=number.country_code,
        national_number=number.national_number,
        italian_leading_zero=number.italian_leading_zero,
        number_of_leading_zeros=number.number_of_leading_zeros,
    )


def readable(number: phonenumbers.PhoneNumber) -> str:
    """01712-345678 at home, +91 98… abroad."""
    home = number.country_code == COUNTRY_CODE
    kind = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, kind.NATIONAL if home else kind.INTERNATIONAL)
