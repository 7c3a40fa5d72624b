"""A child in a shelter: the state follows the admission and its bed, and the day of leaving is somebody's task."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone, translation

from registry import access
from registry.models import Office, Record, Role, Task
from registry.workflow import moving, tasks
from registry.workflow.offers import offers
from tests.factories.forms import make_user
from tests.factories.registry import change_record, work_in
from tests.factories.survivor import DHAKA, Journey

pytestmark = pytest.mark.django_db

BEGIN = datetime(2025, 1, 5, 10, 0, tzinfo=DHAKA)
"""A Sunday, so that nineteen days later is a Friday."""
FRIDAY = date(2025, 1, 24)


@pytest.fixture
def journey(applied_pack: None) -> Iterator[Journey]:
    with translation.override("en"), time_machine.travel(BEGIN, tick=False) as clock:
        yield Journey(clock)


def change(record: Record, by: Any, **answers: Any) -> None:
    record.refresh_from_db()
    moving.changed(change_record(record, by, **answers), by)


def somebody(role: str, office: str) -> Any:
    user = make_user()
    user.groups.add(Role.objects.get(key=role).group)
    work_in(user, Office.objects.get(key=office))
    return user


def exit_task(journey: Journey) -> Task:
    return Task.objects.get(record=journey.case, rule="planned_exit")


def test_an_admission_with_a_bed_brings_the_case_into_the_shelter(journey: Journey) -> None:
    journey.put_in("planned")
    journey.admit(days=19)
    steps = journey.case.transitions.exclude(from_status="").order_by("at")
    assert list(steps.values_list("rule", "automatic")) == [("serve", True), ("shelter", True)]
    assert journey.case.status == "sheltered"
    assert journey.has(journey.manager) == {"planned_exit"}


def test_before_the_plan_an_admission_moves_nothing_and_after_it_the_shelter_follows(
    journey: Journey,
) -> None:
    journey.put_in("assessed")
    journey.admit(days=19)
    assert journey.case.status == "assessed"
    journey.approved("case_plan", plan_ver=1)
    assert journey.move("plan", journey.supervisor) == "sheltered"


def test_over_capacity_a_supervisor_decides_today_with_a_reason(journey: Journey) -> None:
    focal = journey.person("safeguarding_focal")
    journey.put_in("in_service")
    journey.refused("shelter_over_capacity", "found no bed within its capacity")
    journey.to(FRIDAY)
    journey.admit(days=30, bed="n")
    assert journey.case.status == "in_service"
    task = Task.objects.get(record=journey.case, rule="over_capacity")
    assert (task.due, "over_capacity" in journey.has(journey.supervisor)) == (FRIDAY, True)
    tasks.escalate_late()
    assert "over_capacity" not in journey.has(focal)
    journey.to(FRIDAY + timedelta(days=1))
    tasks.escalate_late()
    assert "over_capacity" in journey.has(focal), "on the morning after, a day off or not"
    with pytest.raises(moving.Refused, match="Say why"):
        journey.move("shelter_over_capacity", journey.supervisor)
    assert journey.move("shelter_over_capacity", journey.supervisor, reason="Example reason") == "sheltered"
    assert "over_capacity" not in journey.has(focal) | journey.has(journey.supervisor)


def test_a_bed_found_after_all_needs_no_decision_any_more(journey: Journey) -> None:
    journey.put_in("in_service")
    admission = journey.admit(days=19, bed="n")
    change(admission, journey.manager, capacity_ok="y")
    journey.case.refresh_from_db()
    assert journey.case.status == "sheltered"
    assert "over_capacity" not in journey.has(journey.supervisor)


def test_a_child_leaves_the_shelter_once_the_discharge_is_approved(journey: Journey) -> None:
    journey.put_in("in_service")
    journey.admit(days=19)
    journey.refused("leave_shelter", "approved discharge is needed")
    journey.approved("shelter_stay", kind="n")
    journey.refused("leave_shelter", "approved discharge is needed")
    assert journey.has(journey.manager) == {"planned_exit"}, "a review of the stay is no discharge"
    journey.approved("shelter_stay", kind="y", disch_at=timezone.localdate().isoformat())
    assert journey.has(journey.manager) == set()
    assert journey.move("leave_shelter", journey.supervisor) == "in_service", "and does not go back by itself"
    journey.admit(days=40)
    assert journey.case.status == "sheltered", "another admission counts anew"


def test_from_one_shelter_to_the_next_there_is_one_task_on_the_newer_day(journey: Journey) -> None:
    journey.put_in("in_service")
    journey.admit(days=19)
    journey.admit(days=26)
    assert exit_task(journey).due == FRIDAY + timedelta(days=7)
    journey.approved("shelter_stay", kind="y", disch_at=timezone.localdate().isoformat())
    journey.refused("leave_shelter", "for each admission")


def test_the_planned_exit_is_due_on_its_very_day_and_goes_along_with_it(journey: Journey) -> None:
    journey.put_in("in_service")
    admission = journey.admit(days=19)
    task = exit_task(journey)
    assert (task.due, task.opens, task.escalate_to) == (FRIDAY, "shelter_stay", "case_supervisor")
    change(admission, journey.manager, exit_target=(FRIDAY + timedelta(days=14)).isoformat())
    moved = exit_task(journey)
    assert (moved.pk, moved.due, moved.first_due) == (task.pk, FRIDAY + timedelta(days=14), FRIDAY)
    journey.to(moved.due + timedelta(days=3))
    tasks.escalate_late()
    assert "planned_exit" not in journey.has(journey.supervisor)
    journey.to(moved.due + timedelta(days=4))
    tasks.escalate_late()
    assert "planned_exit" in journey.has(journey.supervisor)
    change(admission, journey.manager, belong="Example")
    assert exit_task(journey).due == moved.due, "nothing was said of the day"


def test_only_who_sees_the_case_learns_of_the_planned_exit_and_only_its_day(journey: Journey) -> None:
    journey.put_in("in_service")
    journey.admit(days=19)
    elsewhere = [somebody(role, "jashore") for role in ("shelter_manager", "case_worker", "case_supervisor")]
    for person in (*elsewhere, journey.person("case_worker")):
        access.forget(person)
        assert not tasks.tasks_for(person).exists()
    client = Client()
    client.force_login(journey.manager)
    page = client.get("/workspace/tasks/").content.decode()
    assert exit_task(journey).label["en"] in page
    assert f"shelter_stay/{journey.case.pk}" in page, "the form is filled in from the task"


def test_a_case_in_service_with_an_older_admission_moves_on_when_it_is_saved_next(journey: Journey) -> None:
    journey.put_in("pre_reintegration")
    journey.admit(days=19)
    Task.objects.filter(record=journey.case).delete()
    journey.put_in("in_service")
    offered = {one.transition.key for one in offers(journey.supervisor, journey.case, "en")}
    assert {"prepare", "shelter_over_capacity"} <= offered
    change(journey.case, journey.worker, alias="Example Child")
    journey.case.refresh_from_db()
    assert journey.case.status == "sheltered"
