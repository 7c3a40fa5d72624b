"""What has to be done about records: made by transitions, done by people or by filling in a form, put off with a reason.

Who sees a task sees its record: `tasks_for` begins at `visible_to`.
"""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django_tasks import task as job

from forms_builder import expressions
from registry.models import Record, RecordTransition, Role, Task
from registry.workflow.calendar import due_date, working_day
from registry.workflow.checking import tasks_of
from registry.workflow.configuring import workflow_of
from registry.workflow.document import TaskRule
from registry.workflow.facts import Facts

SNOOZE_DAYS = 92
"""The farthest that a task can be put off at once."""


class NotPossible(Exception):
    """The task is done by filling in its form, or the day does not do. Nothing was changed."""


class AlreadyDone(Exception):
    """Somebody did it before. Nothing was changed."""


def make(
    rules: Iterable[TaskRule],
    facts: Facts,
    cause: RecordTransition | None,
    day: date,
    *,
    not_before: date | None = None,
) -> list[Task]:
    """Make the tasks whose condition holds, counted from `day`; one that is still open is not made twice.

    Runs inside the transaction of the transition. A day that has passed long ago stays as it is: it is overdue.
    `not_before`: tasks that would have been due earlier are left out, for what is entered long after it happened.
    """
    record = facts.record
    still_open = set(record.tasks.filter(done_at=None).values_list("rule", flat=True))
    wanted = [rule for rule in rules if rule.key not in still_open and facts.holds(rule.when)]
    made = (_task(rule, facts, cause, day) for rule in wanted)
    return Task.objects.bulk_create(one for one in made if not_before is None or one.due >= not_before)


def _task(rule: TaskRule, facts: Facts, cause: RecordTransition | None, day: date) -> Task:
    due = due_date((facts.day(rule.after) if rule.after else None) or day, rule.days)
    late = None if rule.escalate_after is None else working_day(due + timedelta(days=rule.escalate_after))
    return Task(
        record=facts.record,
        rule=rule.key,
        label=rule.label,
        transition=cause,
        assignee=None if rule.role else facts.record.owner,
        role=rule.role,
        opens=rule.opens,
        due=due,
        first_due=due,
        escalate_on=late,
        escalate_to=rule.escalate_to,
    )


def close(record: Record, keys: Collection[str], by: Any) -> int:
    """Note open tasks of a record as needless: those named, or all for `*`."""
    found = record.tasks.filter(done_at=None)
    if "*" not in keys:
        found = found.filter(rule__in=keys)
    return found.update(done_at=timezone.now(), done_by=by, outcome=Task.Outcome.NEEDLESS)


def undo(step: RecordTransition, by: Any) -> None:
    """A transition is taken back: what it closed is open again, what it made is needless. In that transaction."""
    record = step.record
    made_before = Q(transition=None) | Q(transition__at__lt=step.at)
    closed = record.tasks.filter(made_before, outcome=Task.Outcome.NEEDLESS, done_at__gte=step.at)
    closed.update(done_at=None, done_by=None, outcome="")
    made = record.tasks.filter(transition=step, done_at=None)
    made.update(done_at=timezone.now(), done_by=by, outcome=Task.Outcome.NEEDLESS)


def answer(parent: Record, child: Record, by: Any, changed: Collection[str] | None = None) -> bool:
    """A record was added below `parent`: the earliest open task that waited for just such a record is done.

    `changed`: keys of the answers that changed, of a record that was there before. Then it does a task only if the
    task's condition asks for one of them: what it said before it has done already.
    """
    waiting = list(parent.tasks.filter(done_at=None, opens=child.type.key).order_by("due", "created_at"))
    if not waiting:
        return False
    conditions, facts = _conditions(parent), Facts(child)
    for one in waiting:
        condition = conditions.get(one.rule, "")
        if (changed is None or _asks_for(condition, changed)) and facts.holds(condition):
            _finish(one, by, Task.Outcome.ANSWERED)
            return True
    return False


def _asks_for(condition: str, keys: Collection[str]) -> bool:
    return bool(condition.strip()) and not expressions.parse(condition).references.isdisjoint(keys)


def _conditions(record: Record) -> dict[str, str]:
    """Task rule → what a record has to say to do the task, as the record's workflow has it now."""
    workflow = workflow_of(record.type)
    return {rule.key: rule.answered_when for _where, rule in tasks_of(workflow)} if workflow else {}


def tasks_for(user: Any) -> QuerySet[Task]:
    """The open tasks about records that somebody may see, the most urgent first."""
    return _in_sight(user).filter(done_at=None).order_by("due", "pk")


def mine(user: Any) -> QuerySet[Task]:
    """Those for the person or one of their roles, and late ones that were handed up to a role of theirs."""
    return _of(user, tasks_for(user))


def roles_of(user: Any) -> list[str]:
    """Keys of a person's roles."""
    return list(Role.objects.filter(group__user=user.pk).values_list("key", flat=True))


def is_of(task: Task, user: Any, roles: Collection[str]) -> bool:
    """Whether an open task is this person's to do or to put off. `roles`: theirs."""
    handed_up = task.escalated_at is not None and task.escalate_to in roles
    return task.assignee_id == user.pk or (task.role != "" and task.role in roles) or handed_up


def find(user: Any, task_id: UUID) -> Task:
    """A task that is this person's to do; `Task.DoesNotExist` when it is not theirs, `AlreadyDone` when it is not open."""
    found = _of(user, _in_sight(user)).select_related("record__type").get(pk=task_id)
    if found.done_at is not None:
        raise AlreadyDone
    return found


def finish(user: Any, task_id: UUID) -> Task:
    """Mark a task as done. Errors of `find`, and `NotPossible` when a form has to be filled in."""
    with transaction.atomic():
        found = _locked(user, task_id)
        if found.opens:
            raise NotPossible
        _finish(found, user, Task.Outcome.DONE)
    return found


def finish_for(found: Task, by: Any) -> None:
    """Note an open task as done because what it asked for was done elsewhere. Inside that transaction."""
    _finish(found, by, Task.Outcome.ANSWERED)


def snooze(user: Any, task_id: UUID, until: date, reason: str) -> Task:
    """Put a task off to a later day, with a reason; the first due date stays on record."""
    today = timezone.localdate()
    if not today < until <= today + timedelta(days=SNOOZE_DAYS) or reason not in Task.Snooze.values:
        raise NotPossible
    with transaction.atomic():
        found = _locked(user, task_id)
        found.due, found.snoozed, found.snoozes = working_day(until), reason, found.snoozes + 1
        found.save(update_fields=["due", "snoozed", "snoozes"])
    return found


def escalate_late(today: date | None = None) -> int:
    """Hand up every open task that is past its day for that. Gives how many."""
    late = Task.objects.filter(
        done_at=None, escalated_at=None, escalate_on__lte=today or timezone.localdate()
    )
    return late.filter(due__lte=F("escalate_on")).update(escalated_at=timezone.now())


@job()
def escalate_late_tasks() -> None:
    """The daily job."""
    escalate_late()


def _in_sight(user: Any) -> QuerySet[Task]:
    """Tasks, done ones too, about records that somebody may see."""
    visible = Record.objects.visible_to(user).values("pk")
    return Task.objects.filter(record__in=visible, record__is_test=False)


def _of(user: Any, found: QuerySet[Task]) -> QuerySet[Task]:
    roles = roles_of(user)
    late = Q(escalated_at__isnull=False, escalate_to__in=roles)
    return found.filter(Q(assignee_id=user.pk) | Q(role__in=roles) | late)


def _locked(user: Any, task_id: UUID) -> Task:
    found = Task.objects.select_for_update().get(pk=find(user, task_id).pk)
    if found.done_at is not None:
        raise AlreadyDone
    return found


def _finish(found: Task, by: Any, outcome: Task.Outcome) -> None:
    found.done_at, found.done_by, found.outcome = timezone.now(), by, outcome
    found.save(update_fields=["done_at", "done_by", "outcome"])
