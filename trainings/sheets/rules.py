"""When a sheet may be written on, and which sessions an event has. Pure: days in, words or sessions out.

Attendance is entered for days that have come, and for `lock_days` after the last one (domain: seven).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms_builder.digits import in_readers_digits

MOST_DAYS = 60
"""No sheet has more: a slip in a year must not make thousands of sessions."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days of an event, the last one included."""

    first: date
    last: date

    def days(self) -> Iterator[date]:
        for number in range(min((self.last - self.first).days + 1, MOST_DAYS)):
            yield self.first + timedelta(days=number)

    def locks_after(self, lock_days: int) -> date:
        return self.last + timedelta(days=lock_days)


def span_of(first: date | None, last: date | None) -> Span | None:
    """The event's days; one day where the last is not known or stands before the first. None without a first day."""
    if first is None:
        return None
    return Span(first, last if last is not None and last >= first else first)


def sessions(span: Span, parts: Sequence[str]) -> list[tuple[date, str]]:
    return [(day, part) for day in span.days() for part in parts]


def locked(span: Span, lock_days: int, today: date) -> bool:
    return today > span.locks_after(lock_days)


def why_not(day: date, span: Span, lock_days: int, today: date) -> str | Promise:
    """Why nothing can be entered for a day; blank when it can."""
    if not span.first <= day <= span.last:
        return _("This day is not one of the event's days. Correct the dates of the event first.")
    if locked(span, lock_days, today):
        return _("The sheet is closed: the event ended more than %(days)s days ago.") % {
            "days": in_readers_digits(lock_days)
        }
    if day > today:
        return _("This day has not come yet.")
    return ""
