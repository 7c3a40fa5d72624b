"""What happened to a record before it was entered here: its transitions replayed on their real days.

Somebody who manages the record answers for it by name and says why. Conditions are lifted, since what they ask for
is on paper; the rule that nobody decides about their own record is not. Nothing that was due in the past becomes a task. The last
step can be taken back, while nothing followed it; that it was entered stays on file.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_builder.digits import readers_day
from registry.models import Action, Record, RecordTransition
from registry.opening import get_record
from registry.own_day import own_day
from registry.workflow import moving, tasks
from registry.workflow.calendar import due_date
from registry.workflow.configuring import workflow_of
from registry.workflow.document import Transition, Workflow
from registry.workflow.moving import REASON_LENGTH, TAKEN_BACK, Past, Refused
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
    return [one for one in course(record) if one.historic]


def course(record: Record) -> list[RecordTransition]:
    """The changes of the state that stand, the first first: what was taken back never happened."""
    return standing(record.transitions.exclude(from_status="").select_related("by").order_by("at", "day"))


def standing(steps: Iterable[RecordTransition]) -> list[RecordTransition]:
    """Those that were not taken back, of steps in the order in which they were entered."""
    left: list[RecordTransition] = []
    for one in steps:
        if one.rule != TAKEN_BACK:
            left.append(one)
        elif left:
            left.pop()
    return left


def last(record: Record) -> RecordTransition | None:
    """The step that can be taken back: the last one, if it was entered as past and nothing followed it."""
    steps = course(record)
    return steps[-1] if steps and steps[-1].historic else None


def moved_here_on(record: Record) -> date | None:
    """The day on which somebody first moved the record on in the present; None where nobody did."""
    here = (one.day for one in course(record) if not one.historic and not one.automatic)
    return next(here, None)


def earliest(record: Record) -> date | None:
    """The day before which the next step cannot lie: that of the last one so far, or the record's own."""
    days = [one.day for one in entered(record)] + [day for day in (own_day(record),) if day is not None]
    return max(days, default=None)


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
        done = moving.enter_past(record, workflow, rule, Past(user, step.day, reason))
        _close_what_began_long_ago(record, workflow, step.day, user)
        return done


def take_back(user: Any, record_id: UUID, seen: str, reason: str) -> RecordTransition:
    """Take the last step back, as if it had not been entered. `seen`: the id of the step that the person had before them.

    Commits together: the state, the note of it with the reason, and the tasks: those that the step closed are open
    again, those that it made are needless. `NotVisible` for who does not manage the record, `Refused` otherwise.
    """
    with transaction.atomic():
        record = moving.locked_for_moving(get_record(user, record_id, Action.MANAGE))
        workflow, steps = workflow_of(record.type), course(record)
        if workflow is None or not steps or not steps[-1].historic or str(steps[-1].pk) != seen:
            raise Refused(_("Something followed this step in the meantime. Look at the record again."))
        reason = reason.strip()
        if not reason or len(reason) > REASON_LENGTH:
            raise Refused(_("Say why."))
        tasks.undo(steps[-1], user)
        day = steps[-2].day if len(steps) > 1 else steps[-1].day
        return moving.take_back_past(record, workflow, steps[-1], Past(user, day, reason))


def _refuse_day(record: Record, day: date) -> None:
    own, steps = own_day(record), entered(record)
    if day > latest(record):
        raise Refused(_("The day lies after the record was entered. What happens now is not its past."))
    if steps and day < steps[-1].day:
        raise Refused(_("The day lies before the step that was entered last."))
    if own is not None and day < own:
        raise Refused(
            _(
                "The day lies before %(day)s, the date that the record itself bears. If that date is wrong, correct it first."
            )
            % {"day": readers_day(own)}
        )


def _is_worked_with(record: Record) -> bool:
    """Whether somebody moved the record on in the present."""
    here = record.transitions.filter(historic=False, automatic=False).exclude(from_status="")
    return bool(here.exists())


def _close_what_began_long_ago(record: Record, workflow: Workflow, day: date, by: Any) -> None:
    """Tasks of a new record and of its answers that would have been due in the past, had it been entered in its time."""
    today = timezone.localdate()
    begun = [*workflow.at_start, *(rule for rule in workflow.on_change if not rule.below)]
    past = [rule.key for rule in begun if due_date(day, rule.days) < today]
    tasks.close(record, past, by)
