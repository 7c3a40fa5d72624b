"""Date types: typed as day, month, year in either script, stored as ISO 8601."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import JsonValue

from forms_builder.digits import in_readers_digits, in_script, write_date
from forms_builder.expressions import ValueType
from forms_builder.questions.base import Answer, FieldContext, SlotKind, types
from forms_builder.questions.cleaning import typed_sign
from forms_builder.questions.common import TypedType, declined
from forms_builder.questions.fields import TypedField
from forms_builder.questions.printing import PrintKind
from forms_builder.schema import Question

DATES = _("Dates")
DAY_FIRST = re.compile(r"^(?P<day>\d{1,2})\s?[/.-]\s?(?P<month>\d{1,2})\s?[/.-]\s?(?P<year>\d+)$", re.ASCII)
YEAR_FIRST = re.compile(r"^(?P<year>\d{4})[/.-](?P<month>\d{1,2})[/.-](?P<day>\d{1,2})$", re.ASCII)
MOMENT = re.compile(
    r"^(?P<day>\S+(?:\s?[/.-]\s?\d+)*)[T ](?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
    r"\s?(?P<half>[ap]\.?m\.?)?(?P<offset>Z|[+-]\d{2}:?\d{2})?$",
    re.ASCII | re.IGNORECASE,
)


def read_date(text: str) -> date:
    """d/m/Y, d-m-Y, d.m.Y or Y-m-d; says whether it is the shape or the day that does not fit."""
    match = DAY_FIRST.match(text) or YEAR_FIRST.match(text)
    if match is None:
        raise ValidationError(_("Give day, month and year, like 5/11/2026."), code="date")
    if len(match["year"]) != 4:
        raise ValidationError(_("Give the year with four digits, like 5/11/2026."), code="year")
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError as error:
        raise ValidationError(
            _("There is no such day: %(date)s. Day comes first, then month, then year."),
            code="day",
            params={"date": in_readers_digits(text)},
        ) from error


def read_moment(text: str) -> datetime:
    """A date, then a time such as 14:30 or 2:30 pm; aware, in the zone of the installation."""
    match = MOMENT.match(text)
    if match is None:
        raise ValidationError(_("Give date and time, like 5/11/2026 14:30."), code="time")
    day = read_date(match["day"])
    try:
        clock = time(_hour(match), int(match["minute"]), int(match["second"] or 0))
        if match["offset"]:
            return timezone.localtime(datetime.fromisoformat(f"{day}T{clock}{match['offset']}"))
        return timezone.make_aware(datetime.combine(day, clock))
    except (ValueError, OverflowError) as error:
        raise ValidationError(
            _("There is no such time. Give hours and minutes, like 14:30."), code="time"
        ) from error


def _hour(match: re.Match[str]) -> int:
    """The hour of the day; ValueError for 13 pm."""
    hour = int(match["hour"])
    if not match["half"]:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    return hour % 12 + (12 if match["half"].lower().startswith("p") else 0)


def write_moment(value: datetime) -> str:
    seconds = f":{value.second:02}" if value.second else ""
    return f"{write_date(value)} {value.hour:02}:{value.minute:02}{seconds}"


class DayType(TypedType):
    """What both date types share; `to_value` gives the stored text where it is no date."""

    group = DATES
    icon = "date"
    slot = SlotKind.DATE

    def written(self, value: Any) -> str:
        raise NotImplementedError(self.name)

    def box(self, read: Callable[[str], Any], context: FieldContext, **attrs: str) -> forms.Field:
        def write(value: Any) -> str:
            return in_script(self.written(value), context.language)

        return TypedField(read, write, plain=typed_sign, attrs={"inputmode": "text", **attrs})

    def show(self, question: Question, answer: Answer, language: str) -> str:
        value = self.to_value(answer)
        return in_script(value if isinstance(value, str) else self.written(value), language)

    def slot_value(self, answer: Answer) -> date | None:
        value = None if declined(answer) else self.to_value(answer)
        if isinstance(value, datetime):
            return value.date()
        return value if isinstance(value, date) else None


@types.register
class DateType(DayType):
    name = "date"
    label = _("Date")
    description = _("Day, month and year.")
    value_type = ValueType.DATE
    print_kind = PrintKind.DATE
    xls = "date"
    xls_reads: ClassVar[tuple[str, ...]] = ("date", "q date", "add date prompt")
    xls_exact = True

    def written(self, value: date) -> str:
        return write_date(value)

    def field(self, question: Question, context: FieldContext) -> forms.Field:
        return self.box(read_date, context, **{"data-picker": "date"})

    def answer_schema(self, question: Question, language: str) -> dict[str, JsonValue]:
        return {"type": "string", "format": "date"}

    def to_answer(self, value: Any) -> Answer:
        answer: str = value.isoformat()
        return answer

    def to_value(self, answer: Answer) -> Any:
        try:
            return date.fromisoformat(str(answer))
        except ValueError:
            return str(answer)

    def cell(self, answer: Answer) -> Any:
        """A date, so that spreadsheets sort it."""
        return self.to_value(answer)


@types.register
class DateTimeType(DayType):
    """Stored with its offset: 2026-11-05T14:30:00+06:00."""

    name = "datetime"
    label = _("Date and time")
    description = _("Day, month, year, hour and minute.")
    icon = "time"
    value_type = ValueType.DATETIME
    print_kind = PrintKind.MOMENT
    xls = "dateTime"
    xls_reads: ClassVar[tuple[str, ...]] = ("datetime", "date time", "q date time", "q datetime")
    xls_exact = True

    def written(self, value: datetime) -> str:
        return write_moment(value)

    def field(self, question: Question, context: FieldContext) -> forms.Field:
        return self.box(read_moment, context, **{"data-picker": "datetime"})

    def answer_schema(self, question: Question, language: str) -> dict[str, JsonValue]:
        return {"type": "string", "format": "date-time"}

    def to_answer(self, value: Any) -> Answer:
        answer: str = timezone.localtime(value).isoformat(timespec="seconds")
        return answer

    def to_value(self, answer: Answer) -> Any:
        try:
            moment = datetime.fromisoformat(str(answer))
        except ValueError:
            return str(answer)
        return timezone.localtime(moment) if timezone.is_aware(moment) else timezone.make_aware(moment)

    def cell(self, answer: Answer) -> Any:
        """Date and time without offset, as spreadsheets have them."""
        value = self.to_value(answer)
        return value.replace(tzinfo=None) if isinstance(value, datetime) else value
