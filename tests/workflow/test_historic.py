"""What happened before a record came here: entered by a supervisor, on its real days, without a flood of tasks."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from registry.models import Task
from registry.opening import NotVisible
from registry.workflow import historic, moving
from registry.workflow.historic import Step
from tests.factories.registry import make_worker
from tests.workflow.conftest import World
from tests.workflow.test_task_pages import as_person
from tests.workflow.test_task_pages import page as page_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=ZoneInfo("Asia/Dhaka"))
LAST_YEAR = date(2025, 9, 1)
PAPER = "Paper file of the first office"


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_case_of_last_year_arrives_with_its_days_and_without_last_years_tasks(world: World) -> None:
    case = world.new_case()
    historic.enter(world.supervisor, case.pk, Step("enrol", "open", LAST_YEAR, PAPER))
    case.refresh_from_db()
    assert case.status == "enrolled"
    done = case.transitions.get(rule="enrol")
    assert (done.day, done.historic, done.by) == (LAST_YEAR, True, world.supervisor)
    assert not Task.objects.filter(record=case, done_at=None).exists()


def test_what_is_due_from_today_on_does_become_a_task(world: World) -> None:
    case = world.new_case()
    historic.enter(world.supervisor, case.pk, Step("enrol", "open", date(2026, 10, 1), PAPER))
    assert list(Task.objects.filter(record=case, done_at=None).values_list("rule", flat=True)) == ["review"]


def test_step_by_step_on_the_page_with_both_scripts(world: World) -> None:
    case = world.new_case()
    address = f"/workspace/records/case/{case.pk}/past/"
    client = as_person(world.supervisor)
    assert "Enter its past" in page_of(world.supervisor, f"/workspace/records/case/{case.pk}/")
    text = client.post(address, {"seen": "open", "transition": "enrol", "day": "৩১/৩২", "reason": PAPER})
    assert "Error:" in text.content.decode()
    assert PAPER in text.content.decode()
    given = {"seen": "open", "transition": "enrol", "day": "০১/০৯/২০২৫", "reason": PAPER}
    text = client.post(address, given, follow=True).content.decode()
    assert "01/09/2025" in text
    given = {"seen": "enrolled", "transition": "close", "day": "31/08/2025", "reason": PAPER}
    assert "before the step that was entered last" in client.post(address, given).content.decode()
    text = client.post(address, {**given, "day": "01/06/2026"}, follow=True).content.decode()
    assert "Nothing more can be entered" in text
    shown = page_of(world.supervisor, f"/workspace/records/case/{case.pk}/")
    assert "on 01/06/2026 (entered later)" in shown
    assert PAPER in shown


def test_a_day_after_the_record_was_entered_is_no_past(world: World) -> None:
    case = world.new_case()
    with pytest.raises(moving.Refused, match="after the record was entered"):
        historic.enter(world.supervisor, case.pk, Step("enrol", "open", date(2026, 11, 23), PAPER))
    with pytest.raises(moving.Refused, match="on what paper"):
        historic.enter(world.supervisor, case.pk, Step("enrol", "open", LAST_YEAR, "  "))


def test_nobody_answers_for_their_own_record_where_two_are_needed(world: World) -> None:
    case = world.new_case()
    with pytest.raises(moving.Refused, match="somebody else has to decide"):
        historic.enter(world.worker, case.pk, Step("enrol", "open", LAST_YEAR, PAPER))


def test_who_does_not_manage_records_enters_no_past(world: World) -> None:
    case = world.new_case()
    worker = make_worker(world.case, world.office, scope="office", actions=["view", "edit"])
    with pytest.raises(NotVisible):
        historic.enter(worker, case.pk, Step("enrol", "open", LAST_YEAR, PAPER))
    assert as_person(worker).get(f"/workspace/records/case/{case.pk}/past/").status_code == 404


def test_a_record_that_was_moved_on_here_has_no_past_to_enter(world: World) -> None:
    case = world.new_case()
    world.visit_of(case, level="low")
    moving.move(world.supervisor, case.pk, moving.Move("enrol", "open", "", "en"))
    with pytest.raises(moving.Refused, match="cannot have happened next"):
        historic.enter(world.supervisor, case.pk, Step("close", "enrolled", LAST_YEAR, PAPER))
