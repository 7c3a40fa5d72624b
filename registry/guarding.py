"""Which records are guarded: worked out from all answers, sealed ones too, whenever a record is saved.

A type's guard says `when` (a condition over its answers) and which questions `names` people who may never see the
record: not in lists, tasks or digests. What is kept is that it is guarded, whether somebody stands in, and a token for
each person named.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user_model
from pydantic import BaseModel, ConfigDict

from registry.answers import each
from registry.models import Grant, GuardedName, GuardedRecord, Record, Watch
from registry.scoping import token_of
from registry.workflow.facts import Facts


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
    """Bring the guard of one record in step with its answers. Runs inside the transaction that saves it."""
    if not record.type.guard:
        return
    guard = Guard.model_validate(record.type.guard)
    named = _named(guard, answers)
    facts = Facts(record, answers)
    held = bool(guard.when) and facts.holds(guard.when)
    record.guarded_names.all().delete()
    GuardedRecord.objects.filter(record=record).delete()
    if named or held:
        unknown = bool(guard.stand_in_when) and facts.holds(guard.stand_in_when)
        GuardedRecord.objects.create(record=record, stand_in=unknown or _handles(record, named))
        GuardedName.objects.bulk_create(
            GuardedName(record=record, token=token_of(pk)) for pk in sorted(named)
        )


def _named(guard: Guard, answers: Mapping[str, Any]) -> set[str]:
    return {str(answer) for key, _row, answer in each(answers) if key in guard.names and answer}


def _handles(record: Record, named: set[str]) -> bool:
    """Whether somebody who is named handles guarded records of this type."""
    handling = Grant.objects.filter(record_type=record.type, watch=Watch.GUARDED)
    people = get_user_model().objects.filter(pk__in=[pk for pk in named if pk.isdigit()])
    return people.filter(groups__grants__in=handling).exists()
