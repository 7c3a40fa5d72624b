"""Tasks: for whom, until when, done once, put off with a reason, handed up when late."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from forms_builder.filling import handlers
from registry.models import Action, Record, Task, Workflow
from registry.workflow import tasks
from registry.workflow.moving import Move, Refused, move
from registry.workflow.offers import offers, takes
from tests.factories.forms import make_user
from tests.factories.registry import fill_in, make_office, make_worker
from tests.factories.workflows import case_workflow, make_role, make_workflow, task
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


def follow(world: World, content: dict[str, Any]) -> None:
    """Cases go by another workflow from now on."""
    make_workflow(f"case_{Workflow.objects.count()}", content, world.case)


def rules(found: object) -> set[str]:
    return {one.rule for one in found}  # type: ignore[attr-defined]


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


@time_machine.travel("2026-11-22T10:00:00+06:00", tick=False)
def test_what_is_put_off_is_handed_up_as_long_after_its_new_day(world: World) -> None:
    enrolled(world)
    assess = tasks.mine(world.worker).get()
    assert (assess.due, assess.escalate_on) == (date(2026, 12, 6), date(2026, 12, 10))
    put_off = tasks.snooze(world.worker, assess.pk, date(2026, 12, 20), "not_reached")
    assert put_off.escalate_on == date(2026, 12, 24)
    assert tasks.escalate_late(date(2026, 12, 23)) == 0
    assert tasks.escalate_late(date(2026, 12, 24)) == 1


@time_machine.travel("2026-11-27T10:00:00+06:00", tick=False)  # a Friday
def test_an_urgent_task_waits_for_no_working_day_and_is_handed_up_the_morning_after(world: World) -> None:
    now = {"role": "supervisor", "escalate_after": 0, "escalate_to": "worker"}
    content = case_workflow()
    content["at_start"] = [task("now", every_day=True, **now), task("soon", **now)]
    content["transitions"][0]["closes"] = []
    follow(world, content)
    record = world.new_case()
    due = {one.rule: (one.due.day, one.escalate_on.day) for one in record.tasks.all()}
    assert due == {"now": (27, 28), "soon": (29, 30)}
    assert [tasks.escalate_late(date(2026, 11, day)) for day in (27, 28, 29, 30)] == [0, 1, 0, 1]
    urgent = record.tasks.get(rule="now")
    later = tasks.snooze(world.supervisor, urgent.pk, date(2026, 12, 4), "waiting")  # a Friday too
    assert (later.due, later.escalate_on) == (date(2026, 12, 4), date(2026, 12, 5))


def test_a_day_that_the_record_names_anew_is_the_task_s(world: World) -> None:
    content = case_workflow()
    content["transitions"][0] |= {"when": "", "moves": {"call_back": "met_on"}, "closes": []}
    follow(world, content)
    record = world.new_case(district="dhaka", met_on="2030-01-02")
    move(world.supervisor, record.pk, Move("enrol", "open", language="en"))
    assert record.tasks.get(rule="call_back").due == date(2030, 1, 2)


def test_who_manages_a_record_does_the_tasks_of_others(world: World) -> None:
    enrolled(world)
    review = tasks.mine(world.supervisor).get()
    manager = make_worker(world.case, world.office, scope="office")
    tasks.snooze(manager, review.pk, timezone.localdate() + timedelta(days=3), "waiting")
    assert tasks.finish(manager, review.pk).done_by == manager


def test_a_step_waits_for_what_is_due_and_for_what_has_to_be_filled_in_now(world: World) -> None:
    content = case_workflow()
    content["transitions"][2] |= {"waits_for": ["review"], "needs": ["visit"]}
    follow(world, content)
    record = enrolled(world)
    record.refresh_from_db()
    close = Move("close", "enrolled", "Example", "en")
    with pytest.raises(Refused, match="First do what is due: Review"):
        move(world.supervisor, record.pk, close)
    tasks.finish(world.supervisor, record.tasks.get(rule="review").pk)
    with pytest.raises(Refused, match=f"First fill in: {world.visit}"):  # the visit before does not count
        move(world.supervisor, record.pk, close)
    (offer,) = offers(world.supervisor, record, "en")
    assert offer.fill_in == world.visit
    world.visit_of(record, level="low")
    move(world.supervisor, record.pk, close)


def test_a_closed_record_takes_what_its_state_is_open_for(world: World) -> None:
    content = case_workflow()
    for open_for, added in ([], False), (["visit"], True):
        content["states"][3]["open_for"] = open_for
        follow(world, content)
        record = enrolled(world)
        move(world.supervisor, record.pk, Move("close", "enrolled", "Example", "en"))
        record.refresh_from_db()
        assert takes(record, world.visit) is added
        offered = handlers.get("registry.new").assignment(world.worker, f"visit/{record.pk}")
        assert (offered is not None) is added


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
