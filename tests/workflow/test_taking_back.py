"""A step of the past that was a slip is taken back; forms of the past of a closed case are still added; days are possible ones."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from forms_builder.filling import handlers
from forms_builder.filling.handlers import Refused as NotSent
from forms_builder.filling.sending import Sender, send
from registry.models import Record, RecordEvent, Task
from registry.opening import NotVisible
from registry.timeline import happenings, kinds_of
from registry.workflow import historic, lifting, moving
from registry.workflow.historic import Step
from tests.factories.forms import ask, choices, document, page, repeat
from tests.factories.registry import (
    begin,
    change_record,
    fill_in,
    grant,
    make_record,
    make_type,
    make_worker,
    type_in,
)
from tests.factories.workflows import case_workflow, make_workflow, state, task
from tests.workflow.conftest import World
from tests.workflow.test_conferences import CONFERENCE
from tests.workflow.test_task_pages import as_person
from tests.workflow.test_task_pages import page as page_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=ZoneInfo("Asia/Dhaka"))
PAPER = "Paper file of the first office"
SUMMER = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW) as traveller:
        yield traveller


def enter(world: World, case: Record, rule: str, day: date) -> None:
    historic.enter(world.supervisor, case.pk, Step(rule, case.status, day, PAPER))
    case.refresh_from_db()


def take_back(world: World, case: Record, reason: str = "The wrong case") -> None:
    step = historic.last(case)
    assert step is not None
    historic.take_back(world.supervisor, case.pk, str(step.pk), reason)
    case.refresh_from_db()


def open_tasks(case: Record) -> set[str]:
    return set(case.tasks.filter(done_at=None).values_list("rule", flat=True))


class TestDays:
    def test_no_step_lies_before_the_day_that_the_record_bears(self, world: World) -> None:
        world.case.sort = "-met_on"
        world.case.save()
        case = world.new_case(district="dhaka", visits=3, met_on="2025-03-05")
        for day in (date(1900, 1, 1), date(2025, 3, 4)):
            with pytest.raises(moving.Refused, match="before 05/03/2025"):
                enter(world, case, "enrol", day)
        assert "between 05/03/2025 and 22/11/2026" in page_of(
            world.supervisor, f"/workspace/records/case/{case.pk}/past/"
        )
        enter(world, case, "enrol", date(2025, 3, 5))
        assert case.status == "enrolled"

    def test_a_wrong_date_of_the_record_can_be_put_right_first(self, world: World) -> None:
        world.case.sort = "-met_on"
        world.case.save()
        case = world.new_case(district="dhaka", visits=3, met_on="2026-11-22")
        with pytest.raises(moving.Refused, match="correct it first"):
            enter(world, case, "enrol", SUMMER)
        change_record(case, world.worker, met_on="2026-05-30")
        case.refresh_from_db()
        enter(world, case, "enrol", SUMMER)


class TestTakingBack:
    def test_a_case_closed_by_a_slip_is_as_it_was_and_both_stand_in_its_history(self, world: World) -> None:
        case = world.new_case()
        due = open_tasks(case)
        enter(world, case, "close", SUMMER)
        assert (case.status, open_tasks(case)) == ("closed", set())
        address = f"/workspace/records/case/{case.pk}/"
        client = as_person(world.supervisor)
        assert f"{address}past/back/" in client.get(f"{address}past/").content.decode()
        asked = client.get(f"{address}past/back/")
        given = {"step": asked.context["form"].initial["step"], "reason": "MARKslip"}
        done = client.post(f"{address}past/back/", given, follow=True).content.decode()
        assert "Taken back." in done
        case.refresh_from_db()
        assert (case.status, open_tasks(case)) == ("open", due)
        shown = page_of(world.supervisor, address)
        assert "on 01/06/2026 (entered later)" in shown
        assert "Taken back: Open → Closed" in shown
        assert "MARKslip" in shown
        kinds = kinds_of(world.supervisor, case)
        assert not [one for one in happenings(world.supervisor, case, kinds) if one.moved]

    def test_what_the_step_made_is_needless_and_the_next_one_counts_from_before(self, world: World) -> None:
        case = world.new_case()
        enter(world, case, "enrol", date(2026, 11, 1))
        assert open_tasks(case) == {"review"}
        take_back(world, case)
        assert (case.status, open_tasks(case)) == ("open", {"call_back"})
        enter(world, case, "enrol", SUMMER)
        assert [one.day for one in historic.entered(case)] == [SUMMER]
        enter(world, case, "close", date(2026, 7, 1))
        take_back(world, case)
        take_back(world, case)
        assert (case.status, historic.entered(case)) == ("open", [])

    def test_it_needs_a_reason_the_right_and_that_nothing_followed(self, world: World) -> None:
        case = world.new_case()
        enter(world, case, "enrol", SUMMER)
        step = historic.last(case)
        assert step is not None
        with pytest.raises(moving.Refused, match="Say why"):
            take_back(world, case, "  ")
        worker = make_worker(world.case, world.office, scope="office", actions=["view", "edit"])
        with pytest.raises(NotVisible):
            historic.take_back(worker, case.pk, str(step.pk), PAPER)
        assert as_person(worker).get(f"/workspace/records/case/{case.pk}/past/back/").status_code == 404
        moving.move(world.supervisor, case.pk, moving.Move("close", "enrolled", "Over", "en"))
        case.refresh_from_db()
        assert historic.last(case) is None
        with pytest.raises(moving.Refused, match="followed this step"):
            historic.take_back(world.supervisor, case.pk, str(step.pk), PAPER)
        text = as_person(world.supervisor).get(f"/workspace/records/case/{case.pk}/past/back/", follow=True)
        assert "There is no step that could be taken back." in text.content.decode()

    def test_a_record_moved_on_here_says_why_its_past_is_not_entered(self, world: World) -> None:
        case = world.new_case()
        world.visit_of(case, level="low")
        moving.move(world.supervisor, case.pk, moving.Move("enrol", "open", "", "en"))
        text = page_of(world.supervisor, f"/workspace/records/case/{case.pk}/past/")
        assert "This record was moved on here on 22/11/2026." in text
        assert "Enter this step" not in text


class TestFormsOfThePast:
    @pytest.fixture(autouse=True)
    def closed_case(self, world: World) -> None:
        self.world = world
        world.visit.sort = "-seen_on"
        world.visit.save()
        make_workflow("visits", {"states": [state("open")], "at_start": [task("look", days=3)]}, world.visit)
        self.case = world.new_case()
        enter(world, self.case, "close", SUMMER)
        self.address = f"/workspace/records/case/{self.case.pk}/"

    def may_begin(self) -> bool:
        wanted = handlers.get("registry.new").assignment(self.world.worker, f"visit/{self.case.pk}")
        return wanted is not None

    def lift(self) -> None:
        lifting.lift(self.world.supervisor, self.case.pk, PAPER)

    def test_a_supervisor_opens_it_with_a_reason_and_forms_of_its_time_are_added_without_tasks(self) -> None:
        assert not self.may_begin()
        client = as_person(self.world.supervisor)
        assert "Add forms of its past" in client.get(f"{self.address}past/").content.decode()
        assert "Error:" in client.post(f"{self.address}past/lift/", {"reason": " "}).content.decode()
        client.post(f"{self.address}past/lift/", {"reason": "MARKwhy"})
        shown = page_of(self.world.supervisor, self.address)
        assert "can be added to it until 29/11/2026" in shown
        assert "MARKwhy" in shown
        assert f"/registry.new/visit/{self.case.pk}/" in shown
        self.world.visit_of(self.case, seen_on="2026-05-30", level="high")
        assert Record.objects.filter(parent=self.case).count() == 1
        assert not Task.objects.filter(done_at=None).exists()
        assert self.case.status == "closed"

    def test_what_is_dated_after_the_end_is_no_past_of_it(self) -> None:
        self.lift()
        with pytest.raises(NotSent, match="ended on 01/06/2026"):
            fill_in(self.world.worker, "registry.new", f"visit/{self.case.pk}", seen_on="2026-06-02")

    def test_it_closes_by_hand_by_itself_and_by_a_change_of_the_state(
        self, clock: time_machine.Traveller
    ) -> None:
        self.lift()
        assert self.may_begin()
        as_person(self.world.supervisor).post(f"{self.address}past/lock/")
        assert not self.may_begin()
        self.lift()
        draft = begin(self.world.worker, "registry.new", f"visit/{self.case.pk}")
        clock.move_to(NOW + timedelta(days=8))
        assert not self.may_begin()
        type_in(draft, seen_on="2026-05-30")
        with pytest.raises(NotSent, match="Your draft is kept"):
            send(draft.pk, Sender(self.world.worker, "en"))
        kinds = RecordEvent.objects.filter(record=self.case).values_list("kind", flat=True)
        assert list(kinds) == ["lifted", "locked_again", "lifted"]

    def test_only_who_manages_a_closed_record_opens_it(self) -> None:
        worker = make_worker(self.world.case, self.world.office, scope="office", actions=["view", "edit"])
        with pytest.raises(NotVisible):
            lifting.lift(worker, self.case.pk, PAPER)
        for way in ("lift", "lock"):
            assert as_person(worker).post(f"{self.address}past/{way}/").status_code == 404
        fresh = self.world.new_case()
        with pytest.raises(moving.Refused, match="not closed"):
            lifting.lift(self.world.supervisor, fresh.pk, PAPER)

    def test_what_a_conference_of_the_past_agreed_reminds_nobody(self) -> None:
        action = repeat(
            "action",
            ask("who", "staff", sensitivity="C"),
            ask("due", "date", sensitivity="C"),
            ask("how_far", "choose_one", choices=choices("todo", "done", "dropped"), sensitivity="C"),
        )
        kind = make_type(
            document(page("p", action)),
            key="conference",
            parent_type=self.world.case,
            casework={"conference": CONFERENCE},
        )
        grant(self.world.worker, kind, scope="office")
        self.lift()
        row = {"_id": "row1", "due": "2026-05-01", "how_far": "todo"}
        made = make_record(
            kind, {"action": [row]}, by=self.world.worker, office=self.world.office, parent=self.case
        )
        moving.added(made, self.world.worker)
        assert not Task.objects.filter(done_at=None).exists()


def test_a_workflow_cannot_call_a_step_as_a_step_taken_back_is_called() -> None:
    content = case_workflow()
    content["transitions"][0]["key"] = moving.TAKEN_BACK
    with pytest.raises(Exception, match="transitions"):
        make_workflow("case", content)
