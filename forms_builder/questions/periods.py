"""A time of day, and a month: the date types beside whole dates."""

import re
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from pydantic import JsonValue

from forms_builder.digits import in_script
from forms_builder.expressions import ValueType
from forms_builder.questions.base import Answer, FieldContext, types
from forms_builder.questions.cleaning import typed_sign
from forms_builder.questions.common import TypedType
from forms_builder.questions.dates import DATES, DateType
from forms_builder.questions.fields import TypedField
from forms_builder.questions.printing import PrintKind
from forms_builder.schema import Question

CLOCK = re.compile(
    r"^(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?(?:[:.](?P<second>\d{2})(?:\.\d+)?)?\s?(?P<half>[ap]\.?m\.?)?$",
    re.ASCII | re.IGNORECASE,
)
MONTH_FIRST = re.compile(r"^(?P<month>\d{1,2})\s?[/.-]\s?(?P<year>\d{4})$", re.ASCII)
YEAR_FIRST = re.compile(r"^(?P<year>\d{4})\s?[/.-]\s?(?P<month>\d{1,2})(?:-01)?$", re.ASCII)


def read_time(text: str) -> time:
    """14:30, 14.30, 2:30 pm or 2 pm; an hour alone is not enough without am or pm."""
    match = CLOCK.match(text)
    if match is None or not (match["minute"] or match["half"]):
        raise ValidationError(_("Give hours and minutes, like 14:30 or 2:30 pm."), code="time")
    hour = int(match["hour"])
    if match["half"]:
        if not 1 <= hour <= 12:
            raise ValidationError(_("With am or pm the hour lies between 1 and 12."), code="time")
        hour = hour % 12 + (12 if match["half"].lower().startswith("p") else 0)
    try:
        return time(hour, int(match["minute"] or 0), int(match["second"] or 0))
    except ValueError as error:
        raise ValidationError(
            _("There is no such time: %(time)s."), code="time", params={"time": text}
        ) from error


def read_month(text: str) -> date:
    """11/2026 or 2026-11, as the first day of the month."""
    match = MONTH_FIRST.match(text) or YEAR_FIRST.match(text)
    if match is None:
        raise ValidationError(_("Give month and year, like 11/2026."), code="month")
    try:
        return date(int(match["year"]), int(match["month"]), 1)
    except ValueError as error:
        raise ValidationError(
            _("There is no such month: %(month)s."), code="month", params={"month": text}
        ) from error


def write_time(value: time) -> str:
    seconds = f":{value.second:02}" if value.second else ""
    return f"{value.hour:02}:{value.minute:02}{seconds}"


@types.register
class TimeType(TypedType):
    """Stored as 14:30:00."""

    name = "time"
    label = _("Time of day")
    description = _("Hours and minutes.")
    icon = "time"
    group = DATES
    value_type = ValueType.TIME
    print_kind = PrintKind.TIME
    xls = "time"
    xls_reads = ("time", "q time", "add time prompt")
    xls_exact = True

    def field(self, question: Question, context: FieldContext) -> forms.Field:
        def write(value: time) -> str:
            return in_script(write_time(value), context.language)

        return TypedField(read_time, write, plain=typed_sign, attrs={"class": "input--short"})

    def to_answer(self, value: Any) -> Answer:
        answer: str = value.isoformat(timespec="seconds")
        return answer

    def to_value(self, answer: Answer) -> Any:
        try:
            return time.fromisoformat(str(answer)).replace(microsecond=0, tzinfo=None)
        except ValueError:
            return str(answer)

    def show(self, question: Question, answer: Answer, language: str) -> str:
        value = self.to_value(answer)
        return in_script(value if isinstance(value, str) else write_time(value), language)

    def cell(self, answer: Answer) -> Any:
        """As text: a spreadsheet's time of day is a part of a day, and would lose the zero in front."""
        value = self.to_value(answer)
        return value if isinstance(value, str) else write_time(value)

    def answer_schema(self, question: Question, language: str) -> dict[str, JsonValue]:
        return {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$"}


@types.register
class MonthType(DateType):
    """Stored as the first day of the month, which is what ODK stores, so that rules compare it with dates."""

    name = "month"
    label = _("Month")
    description = _("Month and year.")
    print_kind = PrintKind.MONTH
    xls_appearance = "month-year"
    xls_reads = ()
    xls_exact = False

    def written(self, value: date) -> str:
        return f"{value.month:02}/{value.year:04}"

    def field(self, question: Question, context: FieldContext) -> forms.Field:
        return self.box(read_month, context)

    def answer_schema(self, question: Question, language: str) -> dict[str, JsonValue]:
        return {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])-01$"}
