"""Which records are guarded: worked out from all answers, sealed ones too, whenever a record is saved.

A type's guard says `when` (a condition over its answers) and which questions `names` people who may never see the
record: not in lists, tasks or digests. What is kept is that it is guarded, and a token for each person named.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django_tasks import task
from pydantic import BaseModel, ConfigDict

from registry.answers import each
from registry.models import Grant, GuardedName, GuardedRecord, Record, Watch
from registry.scoping import token_of
from registry.sealing import KeyRing, open_record
from registry.workflow.facts import Facts

BATCH = 200
"""Records whose answers are opened in one transaction."""


class Guard(BaseModel):
    """How a record type guards its records; see `RecordType.guard`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    when: str = ""
    """Guarded where it holds. A record that names somebody is guarded in any case."""
    names: tuple[str, ...] = ()
    """Keys of questions that are answered with a member of staff."""


def watch(record: Record, answers: Mapping[str, Any]) -> None:
    """Bring the guard of one record in step with its answers. Runs inside the transaction that saves it."""
    if not record.type.guard:
        return
    _watch(record, answers)


def _watch(record: Record, answers: Mapping[str, Any]) -> None:
    guard = Guard.model_validate(record.type.guard)
    named = _named(guard, answers)
    held = bool(guard.when) and Facts(record, answers).holds(guard.when)
    record.guarded_names.all().delete()
    GuardedRecord.objects.filter(record=record).delete()
    if named or held:
        GuardedRecord.objects.create(record=record, stand_in=_handles(record, named))
        GuardedName.objects.bulk_create(
            GuardedName(record=record, token=token_of(pk)) for pk in sorted(named)
        )


@task()
def guard_anew(record_type_id: int, after: str) -> None:
    """Bring the next records in step with a guard that was changed, and queue those behind them. Twice does no harm."""
    records = Record.objects.filter(type=record_type_id).select_related("type").order_by("pk")
    with transaction.atomic():
        batch = list(
            (records.filter(pk__gt=after) if after else records).select_for_update(of=("self",))[:BATCH]
        )
        for record in batch:
            _watch(record, open_record(record, KeyRing.of(record)))
    if len(batch) == BATCH:
        guard_anew.enqueue(record_type_id, str(batch[-1].pk))


def _named(guard: Guard, answers: Mapping[str, Any]) -> set[str]:
    return {str(answer) for key, _row, answer in each(answers) if key in guard.names and answer}


def _handles(record: Record, named: set[str]) -> bool:
    """Whether somebody who is named handles guarded records of this type."""
    handling = Grant.objects.filter(record_type=record.type, watch=Watch.GUARDED)
    people = get_user_model().objects.filter(pk__in=[pk for pk in named if pk.isdigit()])
    return people.filter(groups__grants__in=handling).exists()
