"""What happened to a record before it was entered here: its transitions replayed on their real days.

Somebody who manages the record answers for it by name and says why. Conditions are lifted, since what they ask for
is on paper; the rule that nobody decides about their own record is not. Nothing that was due in the past becomes a task.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.models import Action, Record, RecordTransition
from registry.opening import get_record
from registry.workflow import moving, tasks
from registry.workflow.calendar import due_date
from registry.workflow.configuring import workflow_of
from registry.workflow.document import Transition, Workflow
from registry.workflow.moving import REASON_LENGTH, Past, Refused
from registry.workflow.offers import not_the_same


@dataclass(frozen=True, slots=True)
class Step:
    """One transition of the past. `seen` is the state that the person had before them."""

    transition: str
    seen: str
    day: date
    reason: str


def possible(record: Record) -> list[Transition]:
    """What may have happened next; nothing once the record has been moved on here."""
    workflow = workflow_of(record.type)
    if workflow is None or _is_worked_with(record):
        return []
    return [one for one in workflow.leaving(record.status) if not one.merging]


def entered(record: Record) -> list[RecordTransition]:
    """The past as it was entered so far, the first first."""
    return list(record.transitions.filter(historic=True).select_related("by").order_by("at", "day"))


def earliest(record: Record) -> date | None:
    """The day of the last step so far: the next one cannot lie before it."""
    days = record.transitions.filter(historic=True).order_by("-day").values_list("day", flat=True)
    return days.first()


def latest(record: Record) -> date:
    """The day the record was entered: what happened later is no past of it."""
    return timezone.localtime(record.created_at).date()


def enter(user: Any, record_id: UUID, step: Step) -> RecordTransition:
    """Replay one transition. `NotVisible` for who does not manage the record, `Refused` with the reason otherwise."""
    with transaction.atomic():
        record = moving.locked_for_moving(get_record(user, record_id, Action.MANAGE))
        workflow = workflow_of(record.type)
        rule = workflow.transition(step.transition) if workflow else None
        if workflow is None or rule is None or rule not in possible(record):
            raise Refused(_("This cannot have happened next. Look at the record again."))
        if record.status != step.seen:
            raise Refused(_("Somebody moved this record on in the meantime. Look at it again."))
        _refuse_day(record, step.day)
        reason = step.reason.strip()
        if not reason or len(reason) > REASON_LENGTH:
            raise Refused(_("Say why this is entered only now, and on what paper it stands."))
        if said := not_the_same(user, rule, record):
            raise Refused(said)
        _close_what_began_long_ago(record, workflow, step.day, user)
        return moving.enter_past(record, workflow, rule, Past(user, step.day, reason))


def _refuse_day(record: Record, day: date) -> None:
    before = earliest(record)
    if day > latest(record):
        raise Refused(_("The day lies after the record was entered. What happens now is not its past."))
    if before is not None and day < before:
        raise Refused(_("The day lies before the step that was entered last."))


def _is_worked_with(record: Record) -> bool:
    """Whether somebody moved the record on in the present."""
    here = record.transitions.filter(historic=False, automatic=False).exclude(from_status="")
    return bool(here.exists())


def _close_what_began_long_ago(record: Record, workflow: Workflow, day: date, by: Any) -> None:
    """Tasks of a new record that would have been due in the past, had it been entered in its time."""
    today = timezone.localdate()
    past = [rule.key for rule in workflow.at_start if due_date(day, rule.days) < today]
    tasks.close(record, past, by)
