"""One child of the project's pack, carried from identification to closure, with the clock going on.

`carry_to_closure` says what has to happen on which day; `Journey` does it through the use cases, and a journey in a
browser does the same by clicking.
"""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from registry import access
from registry.models import Office, Record, RecordType, Role, Task
from registry.workflow import moving, tasks
from registry.workflow.calendar import due_date
from tests.factories.forms import make_user
from tests.factories.registry import make_record, work_in

DHAKA = ZoneInfo("Asia/Dhaka")
POINTS = {"w2": 14, "m1": 30, "m3": 91, "m6": 182, "m9": 273, "m12": 365}


class Journey:
    """One child, one worker, one supervisor, and whoever runs the shelter."""

    def __init__(self, clock: time_machine.Traveller) -> None:
        self.clock = clock
        self.office = Office.objects.get(key="dhaka")
        self.worker, self.supervisor = self.person("case_worker"), self.person("case_supervisor")
        self.manager = self.person("shelter_manager")
        given = {
            "risk": "low",
            "dup_check": "y",
            "elig": "enrol",
            "category": "survivor",
            "sex": "f",
            "age_est": 14,
        }
        self.case = self.add("identification", **given)

    def person(self, role: str) -> Any:
        user = make_user()
        user.groups.add(Role.objects.get(key=role).group)
        work_in(user, self.office)
        return user

    def add(self, kind: str, /, **answers: Any) -> Record:
        return self.add_by(self.worker, kind, **answers)

    def add_by(self, person: Any, kind: str, /, **answers: Any) -> Record:
        record_type = RecordType.objects.select_related("form__live_version").get(key=kind)
        above = None if kind == "identification" else self.case
        given = {"office": "dhaka", "date_rec": timezone.localdate().isoformat(), **answers}
        if above is not None:
            given["case_ref"] = str(above.pk)
        record = make_record(record_type, given, by=person, office=self.office, parent=above)
        moving.added(record, person)
        if above is not None:
            above.refresh_from_db()
        return record

    def admit(self, days: int, bed: str = "y") -> Record:
        """The manager takes the child into the shelter, to stay for so many days."""
        leaving = timezone.localdate() + timedelta(days=days)
        return self.add_by(
            self.manager, "shelter_admission", capacity_ok=bed, exit_target=leaving.isoformat()
        )

    def has(self, person: Any) -> set[str]:
        """Rules of the open tasks that a person has."""
        access.forget(person)
        return set(tasks.mine(person).values_list("rule", flat=True))

    def consent(self, *kinds: str, **answers: Any) -> Record:
        """The child and the mother agree, and let these kinds of providers know."""
        until = (timezone.localdate() + timedelta(days=300)).isoformat()
        agreed = {"child_assent": "y", "consent_by": "mother", "c_service": "y", "valid_to": until}
        return self.add("consent", **{**agreed, "c_share": list(kinds), **answers})

    def approved(self, kind: str, /, **answers: Any) -> None:
        record = self.add(kind, **answers)
        self.move("submit", self.worker, record)
        self.move("approve", self.supervisor, record)

    def put_in(self, status: str) -> None:
        """The case stands in a state, whichever way it came there."""
        Record.objects.filter(pk=self.case.pk).update(status=status)
        self.case.refresh_from_db()

    def move(self, rule: str, by: Any, record: Record | None = None, reason: str = "") -> str:
        """The record's status after the transition. Raises `moving.Refused` where something is missing."""
        record = record or self.case
        record.refresh_from_db()
        moving.move(by, record.pk, moving.Move(rule, record.status, reason, "en"))
        record.refresh_from_db()
        return record.status

    def refused(self, rule: str, words: str) -> None:
        """The supervisor cannot do it now, and is told why."""
        with pytest.raises(moving.Refused, match=words):
            self.move(rule, self.supervisor)

    def due(self) -> set[str]:
        """Rules of the worker's tasks that are due by today."""
        access.forget(self.worker)
        return set(
            tasks.mine(self.worker).filter(due__lte=timezone.localdate()).values_list("rule", flat=True)
        )

    def follow_up(self, point: str) -> None:
        """The child was visited on this day, and is well."""
        self.add("follow_up", point=point, result="seen", risk="low")

    def to(self, day: date) -> None:
        self.clock.move_to(datetime(day.year, day.month, day.day, 10, tzinfo=DHAKA))


def carry_to_closure(journey: Journey) -> None:
    """Every state of the main road, what is refused on the way, and each task on its day."""
    worker, supervisor, begin = journey.worker, journey.supervisor, timezone.localdate()
    assert journey.case.status == "identified"
    assert journey.move("screen", worker) == "screened"
    journey.refused("enrol", "consent form")
    journey.approved("enrolment")
    journey.refused("enrol", "consent form")
    journey.consent()
    assert journey.move("enrol", supervisor) == "enrolled"
    assert journey.due() == set()

    journey.to(begin + timedelta(days=7))
    assert "assess_needs" in journey.due()
    journey.approved("needs_assessment", round=1)
    assert journey.due() == set()
    assert journey.move("assess", supervisor) == "assessed"
    journey.approved("case_plan", plan_ver=1)
    assert journey.move("plan", supervisor) == "planned"
    journey.add("referral", domain="health")
    assert journey.case.status == "in_service"
    journey.admit(days=60)
    assert journey.case.status == "sheltered"

    journey.refused("prepare", "home assessment")
    journey.add("home_assessment", rec="suitable")
    journey.add("case_conference", reason="reintegration")
    assert journey.move("prepare", supervisor) == "pre_reintegration"
    journey.approved("reintegration_plan", handover=(timezone.localdate() + timedelta(days=2)).isoformat())
    journey.refused("reintegrate", "hand-over date has come")
    journey.to(timezone.localdate() + timedelta(days=2))
    assert journey.move("reintegrate", supervisor) == "reintegrated"
    assert journey.has(journey.manager) == {"planned_exit"}
    journey.add_by(journey.manager, "shelter_stay", kind="y", disch_at=timezone.localdate().isoformat())
    assert journey.has(journey.manager) == set()
    follow_up_for_a_year(journey)

    journey.refused("close", "closure form")
    journey.approved("case_closure", reason="goals", risk="low")
    assert journey.move("close", supervisor) == "closed"
    assert not Task.objects.filter(record=journey.case, done_at=None).exists()
    steps = set(journey.case.transitions.values_list("to_status", flat=True))
    begun = {"screened", "enrolled", "assessed", "planned", "in_service", "sheltered"}
    assert begun | {"pre_reintegration", "reintegrated", "follow_up", "closed"} <= steps


def follow_up_for_a_year(journey: Journey) -> None:
    """Six visits: a task the day it is due, none the day before."""
    home = timezone.localdate()
    planned = Task.objects.filter(record=journey.case, opens="follow_up").values_list("due", flat=True)
    assert sorted(planned) == [due_date(home, days) for days in POINTS.values()]
    for point, days in POINTS.items():
        day = due_date(home, days)
        journey.to(day - timedelta(days=1))
        assert not any(rule.startswith("follow_") for rule in journey.due()), point
        journey.to(day)
        assert len([rule for rule in journey.due() if rule.startswith("follow_")]) == 1, point
        journey.follow_up(point)
        journey.case.refresh_from_db()
        assert journey.case.status == "follow_up"
