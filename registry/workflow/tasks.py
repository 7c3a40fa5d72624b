"""What has to be done about records: made by transitions, done by people or by filling in a form, put off with a reason.

Who sees a task sees its record: `tasks_for` begins at `visible_to`.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks import task as job

from forms_builder import expressions
from registry import access
from registry.models import Action, Record, RecordTransition, Role, Task
from registry.workflow.calendar import due_date, working_day
from registry.workflow.checking import tasks_of
from registry.workflow.configuring import workflow_of
from registry.workflow.document import TaskRule
from registry.workflow.facts import Facts
from registry.workflow.routing import Sight, let_stand_ins_see

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
    if not wanted:
        return []
    workflow = workflow_of(record.type)
    sight = Sight(record, workflow.otherwise if workflow else ())
    made = (_task(rule, facts, cause, day, sight) for rule in wanted)
    return Task.objects.bulk_create(one for one in made if not_before is None or one.due >= not_before)


def _task(rule: TaskRule, facts: Facts, cause: RecordTransition | None, day: date, sight: Sight) -> Task:
    start = (facts.day(rule.after) if rule.after else None) or day
    due, aim = due_date(start, rule.days, every_day=rule.every_day), sight.aim(rule)
    return Task(
        record=facts.record,
        rule=rule.key,
        label=rule.label,
        transition=cause,
        assignee=aim.assignee,
        role=aim.role,
        opens=rule.opens,
        due=due,
        first_due=due,
        escalate_on=_handed_up_on(rule, due),
        escalate_to=aim.escalate_to,
    )


def _handed_up_on(rule: TaskRule, due: date) -> date | None:
    """The first day on which it has been late for longer than the rule allows."""
    if rule.escalate_after is None:
        return None
    return due_date(due, rule.escalate_after + 1, every_day=rule.every_day)


def move_due(facts: Facts, moves: Mapping[str, str]) -> None:
    """Open tasks whose day the record itself names anew; they are handed up as long after it as before."""
    for one in facts.record.tasks.filter(done_at=None, rule__in=moves):
        day = facts.day(moves[one.rule])
        if day is not None:
            _put_on(one, _day_for(one, day))
            one.save(update_fields=["due", "escalate_on"])


def count_anew(record: Record, rule: TaskRule, day: date) -> None:
    """The open task of a rule is counted from another day, and handed up as long after it as the rule says."""
    due = due_date(day, rule.days, every_day=rule.every_day)
    record.tasks.filter(done_at=None, rule=rule.key).update(due=due, escalate_on=_handed_up_on(rule, due))


def _day_for(found: Task, day: date) -> date:
    """`day`, or the next working day where its rule does not say that it is due on days off too."""
    workflow = workflow_of(found.record.type)
    rules = (rule for _where, rule in (tasks_of(workflow) if workflow else ()) if rule.key == found.rule)
    return day if any(rule.every_day for rule in rules) else working_day(day)


def _put_on(found: Task, day: date) -> None:
    """Another due day; the day on which it is handed up keeps its distance."""
    if found.escalate_on is not None:
        found.escalate_on = _day_for(found, day + (found.escalate_on - found.due))
    found.due = day


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


def may_do(user: Any, found: Collection[Task]) -> set[UUID]:
    """Which of these tasks, about records that somebody may see, are theirs to do or to put off: their own, those of
    their roles, and those of whoever works on records that they manage. One query where none of the records is guarded.
    """
    roles = roles_of(user)
    mine = {one.pk for one in found if _is_of(user, roles, one)}
    others = [one for one in found if one.pk not in mine]
    types = {one.record.type_id for one in others}
    managed = {pk for pk in types if access.rights_of(user).on_type(pk).can(Action.MANAGE)}
    return mine | {
        one.pk
        for one in others
        if one.record.type_id in managed and access.can(user, Action.MANAGE, one.record)
    }


def _is_of(user: Any, roles: Collection[str], one: Task) -> bool:
    """What `_of` asks the database, of a task that is here."""
    late = one.escalated_at is not None and one.escalate_to in roles
    return one.assignee_id == user.pk or one.role in roles or late


def find(user: Any, task_id: UUID) -> Task:
    """A task that is this person's to do; `Task.DoesNotExist` when it is not theirs, `AlreadyDone` when it is not open."""
    found = _in_sight(user).select_related("record__type").get(pk=task_id)
    if not may_do(user, [found]):
        raise Task.DoesNotExist
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
    """Put a task off to a later day, with a reason; the first due date stays on record. It is handed up later as well."""
    today = timezone.localdate()
    if not today < until <= today + timedelta(days=SNOOZE_DAYS) or reason not in Task.Snooze.values:
        raise NotPossible
    with transaction.atomic():
        found = _locked(user, task_id)
        found.snoozed, found.snoozes = reason, found.snoozes + 1
        _put_on(found, _day_for(found, until))
        found.save(update_fields=["due", "snoozed", "snoozes", "escalate_on"])
    return found


def escalate_late(today: date | None = None) -> int:
    """Hand up every open task that is past its day for that, never on its very day. Gives how many.

    Commits together: that they are handed up, and that whoever stands in may see guarded records among theirs.
    """
    day = today or timezone.localdate()
    late = Task.objects.filter(done_at=None, escalated_at=None, escalate_on__lte=day, due__lt=day)
    with transaction.atomic():
        guarded = late.exclude(record__type__guard={}).select_related("record")
        let_stand_ins_see(guarded)
        return late.update(escalated_at=timezone.now())


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
