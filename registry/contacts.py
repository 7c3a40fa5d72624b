"""Attempts to reach the person a record is about: noted with one tap, and counted for the rule when somebody is lost."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from registry.casework import casework_of
from registry.models import Action, ContactAttempt, Record
from registry.opening import get_record

DAYS, SPAN = "attempt_days", "attempt_span"
"""What conditions of a workflow may name: different days without success, and days from the first of them to the last."""


def note(user: Any, record_id: UUID, *, reached: bool, day: date | None = None) -> ContactAttempt:
    """Note an attempt of today. Several on one day are one; having reached them begins the count anew."""
    with transaction.atomic():
        record = get_record(user, record_id, Action.EDIT)
        found, _new = ContactAttempt.objects.get_or_create(
            record=record, day=day or timezone.localdate(), reached=reached, defaults={"by": user}
        )
        return found


def figures(record: Record) -> dict[str, int]:
    """The two figures for conditions; nothing where the type counts no attempts."""
    if not casework_of(record.type).attempts:
        return {}
    days = vain(record)
    return {DAYS: len(days), SPAN: (days[-1] - days[0]).days if days else 0}


def vain(record: Record) -> list[date]:
    """The days on which nobody was reached since they last were, the first first."""
    attempts = record.attempts.order_by("day")
    last = attempts.filter(reached=True).last()
    missed = attempts.filter(reached=False, **({"day__gt": last.day} if last else {}))
    return list(missed.values_list("day", flat=True))
