"""Tasks: for whom, until when, done once, put off with a reason, handed up when late."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from registry.models import Action, Record, Task
from registry.workflow import tasks
from registry.workflow.moving import Move, move
from tests.factories.forms import make_user
from tests.factories.registry import make_office, make_worker
from tests.factories.workflows import make_role
from tests.workflow.conftest import World


def enrolled(world: World) -> Record:
    record = world.new_case()
    world.visit_of(record, level="low")
    move(world.supervisor, record.pk, Move("enrol", "open", language="en"))
    return record


def colleague(world: World) -> Any:
    """Somebody who sees and changes the records of the office, and manages none."""
    rights = [Action.VIEW, Action.EDIT]
    return make_worker(world.case, world.office, scope="office", actions=rights)


def rules(found: object) -> set[str]:
    return {task.rule for task in found}  # type: ignore[attr-defined]


def test_a_task_is_for_the_owner_or_for_a_role(world: World) -> None:
    enrolled(world)
    assert rules(tasks.mine(world.worker)) == {"assess"}
    assert rules(tasks.mine(world.supervisor)) == {"review"}
    assert rules(tasks.tasks_for(world.supervisor)) == {"assess", "review"}


def test_nobody_has_tasks_of_records_they_do_not_see(world: World) -> None:
    enrolled(world)
    elsewhere = make_worker(world.case, make_office("JSR"), scope="office")
    make_role("supervisor", elsewhere)
    assert rules(tasks.tasks_for(elsewhere)) == set()


def test_a_task_that_a_form_does_is_not_done_by_a_press(world: World) -> None:
    enrolled(world)
    assess = tasks.mine(world.worker).get()
    with pytest.raises(tasks.NotPossible):
        tasks.finish(world.worker, assess.pk)
    with pytest.raises(Task.DoesNotExist):
        tasks.finish(colleague(world), assess.pk)


def test_a_task_is_done_once(world: World) -> None:
    enrolled(world)
    review = tasks.mine(world.supervisor).get()
    tasks.finish(world.supervisor, review.pk)
    with pytest.raises(tasks.AlreadyDone):
        tasks.finish(world.supervisor, review.pk)
    with pytest.raises(Task.DoesNotExist):
        tasks.finish(colleague(world), review.pk)
    review.refresh_from_db()
    assert (review.outcome, review.done_by) == (Task.Outcome.DONE, world.supervisor)


@time_machine.travel("2026-11-22T10:00:00+06:00", tick=False)
def test_putting_off_keeps_the_first_day_and_lands_on_a_working_day(world: World) -> None:
    enrolled(world)
    assess = tasks.mine(world.worker).get()
    put_off = tasks.snooze(world.worker, assess.pk, date(2026, 12, 11), "not_reached")  # a Friday
    assert (put_off.due, put_off.first_due, put_off.snoozes) == (date(2026, 12, 13), date(2026, 12, 6), 1)
    for until in (timezone.localdate(), timezone.localdate() + timedelta(days=200)):
        with pytest.raises(tasks.NotPossible):
            tasks.snooze(world.worker, assess.pk, until, "not_reached")
    with pytest.raises(tasks.NotPossible):
        tasks.snooze(world.worker, assess.pk, date(2026, 12, 20), "because")


def test_a_late_task_is_handed_up_once(world: World) -> None:
    enrolled(world)
    assess = Task.objects.get(rule="assess")
    assert tasks.escalate_late(assess.escalate_on - timedelta(days=1)) == 0
    assert tasks.escalate_late(assess.escalate_on) == 1
    assert tasks.escalate_late(assess.escalate_on) == 0
    assert rules(tasks.mine(world.supervisor)) == {"assess", "review"}


def test_who_has_no_account_has_no_task(world: World) -> None:
    enrolled(world)
    assert rules(tasks.mine(make_user())) == set()
