"""Which records are guarded: worked out from all answers, sealed ones too, whenever a record is saved.

A type's guard says `when` (a condition over its answers) and which questions `names` people who may never see the
record: not in lists, tasks or digests. What is kept is that it is guarded, whether somebody stands in, and a token for
each person named.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django_tasks import task
from pydantic import BaseModel, ConfigDict

from registry.answers import each
from registry.models import Grant, GuardedName, GuardedRecord, Record, Watch
from registry.scoping import token_of
from registry.sealing import KeyRing, open_record
from registry.workflow import routing, tasks
from registry.workflow.checking import tasks_of
from registry.workflow.configuring import workflow_of
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
    stand_in_when: str = ""
    """Whoever stands in sees a guarded record too where it holds: nobody could name whom it is about, so it may be
    about the one who handles such records."""


def watch(record: Record, answers: Mapping[str, Any]) -> None:
    """Bring the guard of one record in step with its answers. Runs inside the transaction that saves it.

    Tasks of a record that is guarded otherwise than before go to whom they are for now.
    """
    if not record.type.guard:
        return
    _watch(record, answers)


def _watch(record: Record, answers: Mapping[str, Any]) -> None:
    guard = Guard.model_validate(record.type.guard)
    before, named = routing.guard_of(record), _named(guard, answers)
    facts = Facts(record, answers)
    held = bool(named) or (bool(guard.when) and facts.holds(guard.when))
    unknown = held and bool(guard.stand_in_when) and facts.holds(guard.stand_in_when)
    now = GuardedRecord(record=record, held=held, stand_in=unknown or _left_to_others(record, named))
    now.handed_up = before.handed_up
    record.guarded_names.all().delete()
    GuardedRecord.objects.filter(record=record).delete()
    if now.held or now.stand_in or now.handed_up:
        now.save(force_insert=True)
        GuardedName.objects.bulk_create(
            GuardedName(record=record, token=token_of(pk)) for pk in sorted(named)
        )
    if record.revision > 1 and (before.held, before.stand_in) != (now.held, now.stand_in):
        _send_on(record)


def _send_on(record: Record) -> None:
    """What is open goes to those who deal with it now; where they are others, what is urgent begins anew for them."""
    workflow = workflow_of(record.type)
    state = workflow.state(record.status) if workflow else None
    if workflow is None or state is None or state.end:
        return
    if routing.follow(record, (rule for _where, rule in tasks_of(workflow)), workflow.otherwise):
        tasks.make(workflow.at_start, Facts(record), None, timezone.localdate())


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


def _left_to_others(record: Record, named: set[str]) -> bool:
    """Whether those who handle guarded records of this type cannot decide about it: it names one of them, or the only
    one filled it in."""
    handling = Grant.objects.filter(record_type=record.type, watch=Watch.GUARDED)
    people = get_user_model().objects.filter(groups__grants__in=handling, is_active=True)
    handlers = {str(pk) for pk in people.values_list("pk", flat=True)}
    creator = record.revisions.order_by("number").values_list("by_id", flat=True).first()
    return bool(named & handlers) or handlers == {str(creator)}
