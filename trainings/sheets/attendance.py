"""Who attended how much of an event: the one place that counts marks of a sheet."""

from dataclasses import dataclass

from django.db.models import Count, Q

from registry.models import Record
from trainings.models import CAME, Participant, Sheet


@dataclass(frozen=True, slots=True)
class Attended:
    """One person of a sheet: sessions they came to, of all there are."""

    participant: Participant
    came: int
    sessions: int

    @property
    def percent(self) -> int:
        return round(100 * self.came / self.sessions) if self.sessions else 0


def attended(sheet: Sheet) -> list[Attended]:
    """Everybody on the sheet, in its order. Two queries."""
    sessions = sheet.sessions.filter(day__gte=sheet.first_day, day__lte=sheet.last_day).count()
    came = Count(
        "marks",
        filter=Q(
            marks__state__in=CAME,
            marks__session__day__gte=sheet.first_day,
            marks__session__day__lte=sheet.last_day,
        ),
    )
    rows = (
        sheet.participants.filter(removed_at=None).select_related("person__merged_into").annotate(came=came)
    )
    return [Attended(one, one.came, sessions) for one in rows.order_by("number")]


def rate(rows: list[Attended]) -> float | None:
    """Per cent of all places in all sessions that were taken; None without people or sessions."""
    places = sum(one.sessions for one in rows)
    return 100 * sum(one.came for one in rows) / places if places else None


def days_open(record: Record) -> int | None:
    """Days of the event on which nobody was marked yet; None where it has no sheet. For conditions of workflows."""
    sheet = Sheet.objects.filter(pk=record.pk).first()
    if sheet is None:
        return None
    here = sheet.sessions.filter(day__gte=sheet.first_day, day__lte=sheet.last_day).order_by()
    marked = here.filter(marks__participant__removed_at=None, marks__isnull=False).values("day").distinct()
    return here.values("day").distinct().count() - marked.count()
