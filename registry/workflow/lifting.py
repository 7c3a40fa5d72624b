"""Completing the past of a record whose work is over: somebody who manages it lifts the lock, says why, and for some days
forms of that past can be added below it. Its own answers stay closed, and what is dated after its end is refused.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_builder.digits import readers_day
from registry import own_day
from registry.events import Kind, newest, note
from registry.models import Action, Record, RecordEvent, RecordType
from registry.opening import get_record
from registry.workflow import historic, moving
from registry.workflow.moving import REASON_LENGTH, Refused
from registry.workflow.offers import closed, takes

DAYS = 7
"""How long a lock stays lifted; after that it is there again by itself."""


def takes_more(record: Record, record_type: RecordType) -> bool:
    """Whether records of a type may be added below it: its state takes them, or its lock is lifted."""
    return takes(record, record_type) or lifted_until(record) is not None


def lifted_until(record: Record) -> date | None:
    """The last day on which the past of a closed record can be completed; None where its lock is not lifted."""
    event = newest(record, (Kind.LIFTED, Kind.LOCKED_AGAIN))
    if event is None or event.kind != Kind.LIFTED or record.transitions.filter(at__gt=event.at).exists():
        return None
    last = timezone.localtime(event.at).date() + timedelta(days=DAYS)
    return last if timezone.localdate() <= last else None


def lift(user: Any, record_id: UUID, reason: str) -> RecordEvent:
    """Lift the lock of a closed record. `NotVisible` for who does not manage it, `Refused` with the reason otherwise."""
    with transaction.atomic():
        record = moving.locked_for_moving(get_record(user, record_id, Action.MANAGE))
        if not closed(record):
            raise Refused(_("This record is not closed: nothing has to be lifted."))
        reason = reason.strip()
        if not reason or len(reason) > REASON_LENGTH:
            raise Refused(_("Say why."))
        return note(record, Kind.LIFTED, user, reason)


def lock_again(user: Any, record_id: UUID) -> None:
    """Put the lock back before it is there by itself; pressed twice it is there all the same."""
    with transaction.atomic():
        record = moving.locked_for_moving(get_record(user, record_id, Action.MANAGE))
        if lifted_until(record) is not None:
            note(record, Kind.LOCKED_AGAIN, user)


def after_its_end(above: Record, record_type: RecordType, answers: Mapping[str, Any]) -> str:
    """Why a record with these answers is no past of the closed one above it, in words; blank where it is."""
    day, end = own_day.said_in(record_type, answers), ended_on(above)
    if day is None or day <= end:
        return ""
    return _(
        "The work on this record ended on %(day)s. Only what is dated up to that day can be added to it now."
    ) % {"day": readers_day(end)}


def ended_on(record: Record) -> date:
    """The day of its last change of the state."""
    steps = historic.course(record)
    return steps[-1].day if steps else historic.latest(record)
