"""Attempts to reach the person a record is about, and the two figures for the rule when somebody is lost.

An attempt is noted with one tap (`attempting`), or a record below says whether anybody was reached (`Casework`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from forms_builder.logic.answers import as_text, day_of
from registry.casework import AttemptsBelow, casework_of
from registry.models import ContactAttempt, Record

DAYS, SPAN = "attempt_days", "attempt_span"
"""What conditions of a workflow may name: different days without success, and days from the first of them to the last."""


@dataclass(frozen=True, slots=True)
class Tried:
    """On one day somebody did or did not reach the person."""

    day: date
    reached: bool


def figures(record: Record) -> dict[str, int]:
    """The two figures for conditions; nothing where the type counts no attempts."""
    if not casework_of(record.type).attempts:
        return {}
    days = vain(record, tapped(record))
    return {DAYS: len(days), SPAN: (days[-1] - days[0]).days if days else 0}


def tapped(record: Record) -> list[ContactAttempt]:
    """What was noted with one tap and stands, the first first."""
    found = record.attempts.filter(taken_back_at=None).select_related("by")
    return list(found.order_by("at", "pk"))


def vain(record: Record, noted: Iterable[ContactAttempt]) -> list[date]:
    """The days on which nobody was reached since they last were, the first first. Having reached them begins anew."""
    tried = [*(Tried(one.day, one.reached) for one in noted), *_told_below(record)]
    last = max((one.day for one in tried if one.reached), default=date.min)
    return sorted({one.day for one in tried if not one.reached and one.day > last})


def _told_below(record: Record) -> Iterator[Tried]:
    """What records below say. One that says neither counts as neither."""
    telling = {one.record_type: one for one in casework_of(record.type).attempts_below}
    if not telling:
        return
    below = Record.objects.filter(
        parent=record, type__key__in=telling, is_test=record.is_test, withdrawn=False
    )
    for child in below.only("data", "created_at", "type__key").select_related("type"):
        kind = telling[child.type.key]
        result = as_text(child.data.get(kind.question))
        if result in (*kind.vain, *kind.reached):
            yield Tried(_day(child, kind), result in kind.reached)


def _day(child: Record, kind: AttemptsBelow) -> date:
    return day_of(child.data.get(kind.day)) or timezone.localtime(child.created_at).date()
