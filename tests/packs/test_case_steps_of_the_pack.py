"""What the states of the project's cases and action points ask for before and after: the second round, and the ways out."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone, translation

from forms_builder.filling import handlers
from registry.models import RecordType, Task
from registry.workflow import moving, tasks
from registry.workflow.calendar import due_date
from registry.workflow.offers import offers
from tests.factories.registry import change_record, make_record
from tests.factories.survivor import DHAKA, Journey

pytestmark = pytest.mark.django_db

BEGIN = datetime(2025, 1, 5, 10, 0, tzinfo=DHAKA)


@pytest.fixture
def journey(applied_pack: None) -> Iterator[Journey]:
    with translation.override("en"), time_machine.travel(BEGIN, tick=False) as clock:
        yield Journey(clock)


def later(journey: Journey, days: int) -> None:
    journey.to(timezone.localdate() + timedelta(days=days))


def test_a_second_reintegration_begins_its_follow_ups_anew(journey: Journey) -> None:
    journey.put_in("pre_reintegration")
    journey.refused("reintegrate", "reintegration plan")
    today = timezone.localdate().isoformat()
    journey.approved("reintegration_plan")
    journey.refused("reintegrate", "discharge")
    journey.approved("shelter_stay", kind="n")
    journey.refused("reintegrate", "discharge")
    journey.approved("shelter_stay", kind="y", disch_at=today)
    journey.move("reintegrate", journey.supervisor, reason="Example reason")
    journey.follow_up("m12")
    journey.case.refresh_from_db()
    assert journey.case.status == "follow_up"
    journey.move("back_to_service", journey.supervisor, reason="Example reason")
    assert not Task.objects.filter(record=journey.case, done_at=None, opens="follow_up").exists()
    later(journey, 40)
    journey.put_in("pre_reintegration")
    journey.move("reintegrate", journey.supervisor, reason="Example reason")
    assert journey.case.status == "reintegrated", "the follow-ups of the first round are not of this one"
    planned = Task.objects.filter(record=journey.case, done_at=None, opens="follow_up")
    assert [one.due for one in planned.order_by("due")][:1] == [due_date(timezone.localdate(), 14)]
    assert planned.count() == 6


def test_a_case_is_not_closed_while_the_risk_is_high_or_nobody_was_found(journey: Journey) -> None:
    journey.put_in("follow_up")
    journey.approved("case_closure", reason="goals", risk="high")
    journey.add("follow_up", point="m12", result="lost", risk="low", reexploited="n")
    journey.refused("close", "12-month follow-up, at which somebody was reached")
    journey.add("follow_up", point="m12", result="seen", risk="high", reexploited="n")
    journey.refused("close", "risk must not be high")
    later(journey, 1)
    journey.approved("case_closure", reason="goals", risk="low")
    journey.refused("close", "First do what is due: A follow-up needs a case conference")
    journey.add("case_conference", reason="review")
    journey.move("close", journey.supervisor, reason="Example reason")
    assert journey.case.status == "closed"


def test_a_closure_of_an_earlier_round_closes_no_case_again(journey: Journey) -> None:
    journey.approved("case_closure", reason="goals", risk="low")
    later(journey, 1)
    journey.put_in("pre_reintegration")
    journey.approved("reintegration_plan", handover=timezone.localdate().isoformat())
    journey.move("reintegrate", journey.supervisor, reason="Example reason")
    journey.add("follow_up", point="m12", result="seen", risk="low", reexploited="n")
    journey.refused("close", "First fill in: Case transfer")
    offered = {one.transition.key: one for one in offers(journey.supervisor, journey.case, "en")}
    assert offered["close"].fill_in == RecordType.objects.get(key="case_closure")


def test_a_declined_case_takes_a_referral_and_nothing_else_and_may_be_considered_again(
    journey: Journey,
) -> None:
    journey.put_in("screened")
    journey.move("decline", journey.supervisor, reason="Example reason")
    begin = handlers.get("registry.new").assignment
    assert begin(journey.worker, f"referral/{journey.case.pk}") is not None
    assert begin(journey.worker, f"case_plan/{journey.case.pk}") is None
    assert begin(journey.supervisor, f"registry.edit/{journey.case.pk}") is None
    journey.move("reconsider", journey.supervisor, reason="Example reason")
    assert journey.case.status == "screened"
    assert Task.objects.filter(record=journey.case, done_at=None, rule="decide_again").exists()


def test_nobody_marks_a_case_as_a_duplicate_of_nothing(journey: Journey) -> None:
    with pytest.raises(moving.Refused, match="not for you"):
        journey.move("mark_duplicate", journey.supervisor, reason="Example reason")


def test_a_point_that_goes_on_is_due_on_its_new_day(journey: Journey) -> None:
    officer = journey.person("field_officer")
    kind = RecordType.objects.select_related("form__live_version").get(key="action_point")
    given = {"office": "dhaka", "date_rec": timezone.localdate().isoformat(), "status": "open"}
    point = make_record(kind, {**given, "ap_ref": "Example"}, by=officer, office=journey.office)
    moving.added(point, officer)
    for rule in ("accept", "begin", "block"):
        point.refresh_from_db()
        moving.move(officer, point.pk, moving.Move(rule, point.status, "Example reason", "en"))
    with pytest.raises(moving.Refused, match="new due date"):
        moving.move(officer, point.pk, moving.Move("resume", "blocked", "", "en"))
    point.refresh_from_db()
    change_record(point, officer, new_due="2025-06-11")  # its own status was left alone
    moving.move(officer, point.pk, moving.Move("resume", "blocked", "", "en"))
    assert tasks.mine(officer).get(record=point, rule="carry_out").due.isoformat() == "2025-06-11"
