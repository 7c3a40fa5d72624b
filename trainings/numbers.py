"""The numbers of trainings and committees, for indicators: unique people, attendance, meetings by interval, action points.

A person counts once however often they came, and two joined entries are one person. Restricted sheets name nobody of
the directory, so they are in no number of people.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from registry import measures
from registry.measures import Figure, Measure, Period
from registry.models import RecordTransition
from trainings.committees.bodies import rule_on
from trainings.models import CAME, ActionPoint, Body, Commitment, Mark
from trainings.people.merging import canonical

PEOPLE_SPLITS = {
    "agency": ("participant__person__merged_into__agency_kind", "participant__person__agency_kind"),
    "sex": ("participant__person__merged_into__sex", "participant__person__sex"),
    "district": ("participant__person__merged_into__district__code", "participant__person__district__code"),
    "record_type": ("participant__sheet__record__type__key",) * 2,
    "office": ("participant__sheet__record__office__key",) * 2,
}
VERIFIED = "verified"
"""State of an action point that somebody else has looked at."""


def register() -> None:
    """Called once, when the app starts."""
    splits = tuple(PEOPLE_SPLITS)
    measures.register(Measure("people_reached", _("People who took part"), splits, people))
    measures.register(Measure("people_repeated", _("People at two events or more"), (), repeated))
    measures.register(Measure("attendance_rate", _("Attendance rate"), ("record_type", "office"), attendance))
    measures.register(
        Measure("meetings_by_interval", _("Meetings held, of those due by the interval"), ("kind",), meetings)
    )
    measures.register(Measure("points_on_time", _("Action points verified in time"), ("kind",), points))
    measures.register(
        Measure("commitments_kept", _("Commitments kept in time"), ("record_type", "office"), commitments)
    )


def marks_in(period: Period) -> QuerySet[Mark]:
    """Marks of sessions in the period, of people who are on their sheets."""
    found = Mark.objects.counted().filter(session__day__gte=period.first, session__day__lte=period.last)
    if period.offices is not None:
        found = found.filter(participant__sheet__record__office__in=period.offices)
    return found


def people(period: Period, split: str) -> list[Figure]:
    """How many different people came to something."""
    came = marks_in(period).filter(state__in=CAME, participant__person__isnull=False)
    came = came.annotate(who=canonical("participant__person"))
    if not split:
        return [Figure("", came.values("who").distinct().count())]
    grouped = came.annotate(group=Coalesce(*PEOPLE_SPLITS[split])).values("group")
    counted = grouped.annotate(people=Count("who", distinct=True)).order_by("group")
    return [Figure(row["group"] or "", row["people"]) for row in counted]


def repeated(period: Period, split: str) -> list[Figure]:
    """How many of them came to more than one event."""
    came = marks_in(period).filter(state__in=CAME, participant__person__isnull=False)
    events = came.annotate(who=canonical("participant__person")).values("who")
    counted = events.annotate(events=Count("participant__sheet", distinct=True))
    return [Figure("", counted.filter(events__gt=1).count(), counted.count())]


def attendance(period: Period, split: str) -> list[Figure]:
    """Places taken, of all places that were marked."""
    marked = marks_in(period)
    if not split:
        return [Figure("", marked.filter(state__in=CAME).count(), marked.count())]
    column = PEOPLE_SPLITS[split][0]
    all_marks = dict(marked.values_list(column).annotate(Count("pk")).order_by(column))
    taken = dict(marked.filter(state__in=CAME).values_list(column).annotate(Count("pk")).order_by(column))
    return [Figure(group or "", taken.get(group, 0), number) for group, number in all_marks.items()]


def meetings(period: Period, split: str) -> list[Figure]:
    """Intervals of the period in which a body met with its quorum, of all its intervals that lie in it whole."""
    met: Counter[str] = Counter()
    due: Counter[str] = Counter()
    for body in bodies_in(period):
        group = body.kind.key if split else ""
        held = list(body.meetings.counted().filter(held_on__gte=period.first, held_on__lte=period.last))
        for first, last in intervals(body, period):
            due[group] += 1
            met[group] += any(first <= one.held_on <= last and one.quorate is not False for one in held)
    return [Figure(group, met[group], number) for group, number in sorted(due.items())]


def bodies_in(period: Period) -> QuerySet[Body]:
    found = Body.objects.with_names()
    return found if period.offices is None else found.filter(organisation__office__in=period.offices)


def intervals(body: Body, period: Period) -> Iterator[tuple[date, date]]:
    """The body's intervals within the period, each as long as the rule of its first day says."""
    first = max(period.first, body.formed_on or period.first)
    end = min(period.last, body.dissolved_on or period.last)
    while (rule := rule_on(body, first)) is not None:
        last = first + timedelta(days=rule.interval_days - 1)
        if last > end:
            return
        yield first, last
        first = last + timedelta(days=1)


def points(period: Period, split: str) -> list[Figure]:
    """Action points done by their day and verified, of those due in the period."""
    due = ActionPoint.objects.counted().filter(due__gte=period.first, due__lte=period.last)
    due = due.select_related("record", "meeting__body__kind")
    if period.offices is not None:
        due = due.filter(record__office__in=period.offices)
    return _in_time(list(due), lambda one: one.meeting.body.kind.key if split else "")


def commitments(period: Period, split: str) -> list[Figure]:
    """Commitments and onward actions that were done by their day and verified, of those due in the period."""
    due = Commitment.objects.counted().filter(due__gte=period.first, due__lte=period.last)
    due = due.select_related("record", "event__type", "event__office")
    if period.offices is not None:
        due = due.filter(record__office__in=period.offices)
    groups = {"": lambda one: "", "record_type": lambda one: one.event.type.key}
    groups["office"] = lambda one: one.event.office.key
    return _in_time(list(due), groups[split])


def _in_time(found: Sequence[ActionPoint | Commitment], group_of: Callable[[Any], str]) -> list[Figure]:
    """Those verified that were done by their day, of all; by group."""
    done = done_days([one.pk for one in found])
    every: Counter[str] = Counter()
    in_time: Counter[str] = Counter()
    for one in found:
        day = done.get(one.pk)
        every[group_of(one)] += 1
        in_time[group_of(one)] += (
            one.record.status == VERIFIED and day is not None and one.due is not None and day <= one.due
        )
    return [Figure(group, in_time[group], number) for group, number in sorted(every.items())]


def done_days(records: list[UUID]) -> dict[UUID, date]:
    """The day each action point was last reported done: the step before it was verified."""
    steps = RecordTransition.objects.filter(record__in=records).exclude(from_status="").order_by("at")
    return {one.record_id: one.day for one in steps if one.to_status not in (VERIFIED, "")}
