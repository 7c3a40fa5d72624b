"""Tasks: for whom, until when, done once, put off with a reason, handed up when late."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from registry.models import Record, Task
from registry.workflow import tasks
from registry.workflow.moving import Move, move
from tests.factories.forms import make_user
from tests.factories.registry import fill_in, make_office, make_worker
from tests.factories.workflows import case_workflow, make_role, make_workflow, task
from tests.workflow.conftest import World


def enrolled(world: World) -> Record:
    record = world.new_case()
    world.visit_of(record, level="low")
    move(world.supervisor, record.pk, Move("enrol", "open", language="en"))
    return record


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
        tasks.finish(world.supervisor, assess.pk)


def test_a_task_is_done_once(world: World) -> None:
    enrolled(world)
    review = tasks.mine(world.supervisor).get()
    tasks.finish(world.supervisor, review.pk)
    with pytest.raises(tasks.AlreadyDone):
        tasks.finish(world.supervisor, review.pk)
    with pytest.raises(Task.DoesNotExist):
        tasks.finish(world.worker, review.pk)
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


def test_a_form_does_only_the_task_whose_condition_it_meets(world: World) -> None:
    content = case_workflow()
    steps = content["transitions"][0]["tasks"]
    steps[0] |= {"answered_when": "${level} = 'low'"}
    steps.append(task("later", days=200, opens="visit", answered_when="${level} = 'high'"))
    steps.append(task("whatever", days=300, opens="visit"))
    make_workflow("points", content, world.case)
    record = enrolled(world)
    waiting = Task.objects.filter(record=record, done_at=None, opens="visit").order_by("due")

    def left() -> list[str]:
        return list(waiting.values_list("rule", flat=True))

    assert left() == ["assess", "later", "whatever"]
    world.visit_of(record, level="high")
    assert left() == ["assess", "whatever"]
    world.visit_of(record, level="high")  # none waits for another such visit; one takes any
    assert left() == ["assess"]
    world.visit_of(record, level="high")
    assert left() == ["assess"]


def test_a_form_put_right_does_the_task_that_it_should_have_done_and_no_second_one(world: World) -> None:
    content = case_workflow()
    steps = content["transitions"][0]["tasks"]
    steps[0] |= {"answered_when": "${level} = 'low'"}
    steps.append(task("later", days=200, opens="visit", answered_when="${level} = 'high'"))
    make_workflow("points", content, world.case)
    record = enrolled(world)
    world.visit_of(record)
    visit = Record.objects.filter(parent=record).latest("created_at")
    fill_in(world.worker, "registry.edit", str(visit.pk), points=3, level=None)
    assert Task.objects.filter(record=record, done_at=None, opens="visit").count() == 2
    fill_in(world.worker, "registry.edit", str(visit.pk), level="high")
    assert Task.objects.get(record=record, rule="later").outcome == Task.Outcome.ANSWERED
    Task.objects.filter(record=record, rule="later").update(done_at=None)
    fill_in(world.worker, "registry.edit", str(visit.pk), points=4)
    assert Task.objects.get(record=record, rule="later").done_at is None


def test_a_condition_on_a_form_names_what_that_form_asks(world: World) -> None:
    content = case_workflow()
    content["transitions"][0]["tasks"][0] |= {"answered_when": "${no_such_question} = 'low'"}
    with pytest.raises(ValidationError, match="assess"):
        make_workflow("points", content, world.case)
