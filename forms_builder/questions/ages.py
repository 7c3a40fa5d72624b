"""An age or a birth date: people often know only one of them. What is stored is a birth date, exact or estimated.

An estimated one lies in the middle of the year in which it can be, so that the age on the day of asking comes out
again; the age that was told and that day are kept with it.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pydantic import JsonValue

from forms_builder.digits import day_in_script, in_readers_digits, in_script, write_date
from forms_builder.expressions import ValueType
from forms_builder.questions.base import Answer, Column, FieldContext, SlotKind, types
from forms_builder.questions.cleaning import typed_sign
from forms_builder.questions.common import OurType, declinable, declined
from forms_builder.questions.dates import DATES, read_date
from forms_builder.questions.declining import said_in
from forms_builder.questions.fields import TypedField
from forms_builder.questions.numbers import plain_number, read_whole
from forms_builder.questions.parts import Box, PartsField
from forms_builder.questions.printing import PrintKind, PrintPart, PrintShape
from forms_builder.schema import Question

OLDEST = 120
HALF_A_YEAR = timedelta(days=182)
BORN, AGE = _("Date of birth"), _("Or age in completed years")
AGED = _("about %(age)s years old on %(day)s")


def read_birth_date(text: str) -> date:
    born = read_date(text)
    if born > timezone.localdate():
        raise ValidationError(_("A date of birth cannot lie in the future."), code="future")
    if born.year < timezone.localdate().year - OLDEST:
        raise ValidationError(
            _("This is more than %(most)s years ago. Check the year."),
            code="old",
            params={"most": in_readers_digits(OLDEST)},
        )
    return born


def read_age(text: str) -> int:
    age = read_whole(text)
    if not 0 <= age <= OLDEST:
        raise ValidationError(
            _("Give an age from 0 to %(most)s."), code="age", params={"most": in_readers_digits(OLDEST)}
        )
    return age


def estimate(age: int, on: date) -> date:
    """The middle of the year in which somebody of this age on this day was born."""
    try:
        birthday = on.replace(year=on.year - age)
    except ValueError:  # 29 February
        birthday = on.replace(year=on.year - age, day=28)
    return birthday - HALF_A_YEAR


@types.register
class AgeOrBirthDateType(OurType):
    """{"value": "2012-03-05"}, or {"value": "2014-05-27", "age": 12, "on": "2026-11-25"} for an estimate."""

    name = "age_or_birth_date"
    label = _("Age or date of birth")
    description = _("A date of birth, or an age from which it is estimated.")
    icon = "user"
    group = DATES
    value_type = ValueType.DATE
    slot = SlotKind.DATE
    personal = True  # an age that is left as it was keeps the day it was told
    xls = "date"

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        return declinable(self.field(question, context), question, context)

    def field(self, question: Question, context: FieldContext) -> forms.Field:
        language = context.language
        told = context.stored if isinstance(context.stored, Mapping) else {}

        def write_day(value: date) -> str:
            return day_in_script(value, language)

        def write_age(value: int) -> str:
            return in_script(str(value), language)

        def join(parts: dict[str, Any]) -> dict[str, Any]:
            if len(parts) > 1:
                raise ValidationError(_("Give the date of birth or the age, not both."), code="both")
            if "born" in parts:
                return {"value": parts["born"].isoformat()}
            if told.get("age") == parts["age"] and told.get("on"):
                return dict(told)
            today = timezone.localdate()
            born = estimate(parts["age"], today)
            return {"value": born.isoformat(), "age": parts["age"], "on": today.isoformat()}

        def split(value: Mapping[str, Any]) -> dict[str, Any]:
            return {"age": value["age"]} if "age" in value else {"born": _day(value.get("value"))}

        born = TypedField(read_birth_date, write_day, plain=typed_sign, attrs={"data-picker": "date"})
        age = TypedField(read_age, write_age, plain=plain_number, attrs={"inputmode": "numeric"})
        boxes = [Box("born", said_in(language, BORN), born), Box("age", said_in(language, AGE), age)]
        return PartsField(boxes, join, split)

    def show(self, question: Question, answer: Answer, language: str) -> str:
        if not isinstance(answer, Mapping):
            return str(answer)
        if "age" not in answer:
            return in_script(_written(answer.get("value")), language)
        words = said_in(language, AGED) % {"age": answer["age"], "day": _written(answer.get("on"))}
        return in_script(words, language)

    def columns(self, question: Question, language: str) -> list[Column]:
        label = question.label.get(language) or question.key
        parts = {"": "", "age": gettext("age told"), "on": gettext("told on")}
        return [
            Column(question.key, f"{label} – {said}" if said else label, part) for part, said in parts.items()
        ]

    def export(self, question: Question, answer: Answer) -> list[Any]:
        if not isinstance(answer, Mapping):
            return [answer or None, None, None]
        return [_day(answer.get("value")), answer.get("age"), _day(answer.get("on"))]

    def slot_value(self, answer: Answer) -> date | None:
        found = _day(answer.get("value")) if isinstance(answer, Mapping) and not declined(answer) else None
        return found if isinstance(found, date) else None

    def paper(self, question: Question) -> PrintShape:
        words = {
            part: {language: said_in(language, text) for language in ("bn", "en")}
            for part, text in (("born", BORN), ("age", AGE))
        }
        return PrintShape(
            PrintKind.PARTS,
            parts=(
                PrintPart("born", words["born"], PrintShape(PrintKind.DATE)),
                PrintPart("age", words["age"], PrintShape(PrintKind.DIGITS, lines=3)),
            ),
        )

    def answer_schema(self, question: Question, language: str) -> dict[str, JsonValue]:
        day: JsonValue = {"type": "string", "format": "date"}
        return {
            "type": "object",
            "properties": {
                "value": day,
                "age": {"type": "integer", "minimum": 0, "maximum": OLDEST},
                "on": day,
            },
            "required": ["value"],
            "dependentRequired": {"age": ["on"], "on": ["age"]},
            "additionalProperties": False,
        }


def _day(text: Any) -> date | Any:
    try:
        return date.fromisoformat(str(text)) if text else None
    except ValueError:
        return text


def _written(text: Any) -> str:
    day = _day(text)
    return write_date(day) if isinstance(day, date) else str(day or "")
