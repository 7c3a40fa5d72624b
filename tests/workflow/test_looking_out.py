"""Tasks that are counted from a day that a record below names, a sealed one too: made once, and moved along with it."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from registry.models import Record, RecordType, Task, Workflow
from registry.workflow import moving, tasks
from tests.factories.forms import ask, choices, document, page
from tests.factories.registry import change_record, fill_in, grant, make_type
from tests.factories.workflows import case_workflow, make_workflow, task
from tests.workflow.conftest import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stay")]

MONDAY = "2026-11-23T10:00:00+06:00"


@pytest.fixture(autouse=True)
def stay(world: World) -> RecordType:
    """Stays belong to cases; the day of leaving is sealed, that of the next visit is not."""
    form = document(
        page(
            "stay",
            ask("kind", "choose_one", choices=choices("day", "night")),
            ask("visit_on", "date"),
            ask("leaves_on", "date", sensitivity="R", compartment="location"),
            ask("room", "text"),
        )
    )
    made = make_type(form, key="stay", parent_type=world.case)
    grant(world.worker, made, scope="office")
    return made


def look_out_for(world: World, **rule: Any) -> None:
    leave = {"below": "stay", "when": "${kind} = 'night'", "after": "leaves_on", "by_sealed": True, **rule}
    make_workflow(
        f"stays_{Workflow.objects.count()}",
        {**case_workflow(), "on_change": [task("leave", **leave)]},
        world.case,
    )


def stay_of(world: World, case: Record, **answers: Any) -> Record:
    receipt = fill_in(world.worker, "registry.new", f"stay/{case.pk}", **answers)
    return Record.objects.get(reference=receipt.reference)


def change(world: World, record: Record, **answers: Any) -> Record:
    record.refresh_from_db()
    saved = change_record(record, world.worker, **answers)
    moving.changed(saved, world.worker)
    return saved


def due(case: Record) -> list[date]:
    return list(case.tasks.filter(rule="leave", done_at=None).values_list("due", flat=True))


def friday(day: int) -> date:
    return date(2026, 12, day)


@time_machine.travel(MONDAY, tick=False)
def test_a_task_is_due_on_the_very_day_that_a_record_below_names(world: World) -> None:
    look_out_for(world, every_day=True, escalate_after=3, escalate_to="supervisor", role="supervisor")
    case = world.new_case()
    stay_of(world, case, kind="night", leaves_on="2026-12-11")
    assert due(case) == [friday(11)]
    assert tasks.mine(world.supervisor).get(rule="leave").escalate_on == date(2026, 12, 15)


@time_machine.travel(MONDAY, tick=False)
def test_days_are_counted_on_from_it_to_a_working_day(world: World) -> None:
    look_out_for(world, days=2)
    case = world.new_case()
    stay_of(world, case, kind="night", leaves_on="2026-12-09")
    assert due(case) == [date(2026, 12, 13)]


@time_machine.travel(MONDAY, tick=False)
def test_the_open_task_goes_along_with_the_day_and_is_never_doubled(world: World) -> None:
    look_out_for(world, every_day=True, escalate_after=0, escalate_to="supervisor")
    case = world.new_case()
    there = stay_of(world, case, kind="night", leaves_on="2026-12-11")
    change(world, there, leaves_on="2026-12-18")
    assert due(case) == [friday(18)]
    moved = case.tasks.get(rule="leave")
    assert (moved.first_due, moved.escalate_on) == (friday(11), date(2026, 12, 19))
    stay_of(world, case, kind="night", leaves_on="2026-12-25")
    assert due(case) == [friday(25)], "the newest stay says when"
    assert Task.objects.filter(record=case, rule="leave").count() == 1


@time_machine.travel(MONDAY, tick=False)
def test_another_answer_leaves_a_task_where_it_was_put_off_to(world: World) -> None:
    look_out_for(world, every_day=True)
    case = world.new_case()
    there = stay_of(world, case, kind="night", leaves_on="2026-12-11")
    tasks.snooze(world.worker, case.tasks.get(rule="leave").pk, friday(25), "waiting")
    change(world, there, room="Example")
    assert due(case) == [friday(25)]


@time_machine.travel(MONDAY, tick=False)
def test_without_a_day_there_is_no_task_until_it_is_given(world: World) -> None:
    look_out_for(world, every_day=True)
    case = world.new_case()
    there = stay_of(world, case, kind="night")
    assert due(case) == []
    change(world, there, leaves_on="2026-12-11")
    assert due(case) == [friday(11)], "the rule looks out for its day as well"
    stay_of(world, case, kind="day", leaves_on="2026-12-25")
    assert due(case) == [friday(11)], "of a stay that does not fit, nothing follows"


@time_machine.travel(MONDAY, tick=False)
def test_a_rule_that_may_not_go_by_sealed_answers_is_not_counted_from_a_sealed_day(world: World) -> None:
    with pytest.raises(ValidationError, match=r"leaves_on.*not a date question"):
        look_out_for(world, by_sealed=False)
    look_out_for(world, by_sealed=False, after="visit_on", every_day=True)
    case = world.new_case()
    stay_of(world, case, kind="night", visit_on="2026-12-11", leaves_on="2026-12-18")
    assert due(case) == [friday(11)]


@time_machine.travel(MONDAY, tick=False)
def test_a_day_of_the_record_itself_counts_as_well(world: World) -> None:
    look_out_for(world, below="", by_sealed=False, when="${visits} > 1", after="met_on", every_day=True)
    case = world.new_case(district="dhaka", visits=2)
    assert due(case) == []
    change(world, case, met_on="2026-12-11")
    assert due(case) == [friday(11)]
