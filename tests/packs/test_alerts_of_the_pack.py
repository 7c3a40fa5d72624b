"""Alerts of the project's pack reach somebody who may see what they are about, never whoever is accused, and in time."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import translation

from registry import access
from registry.models import Action, Office, Record, RecordType, Role, Task, Workflow
from registry.packs.applying import apply_pack
from registry.packs.checking import check_pack
from registry.packs.demo import DEMO_PACK
from registry.packs.loading import load_pack
from registry.packs.report import Report
from registry.packs.states import bring_to
from registry.packs.type_kinds import RecordTypes, Workflows
from registry.workflow import moving, tasks
from tests.factories.forms import make_user
from tests.factories.registry import change_record, make_record, work_in
from tests.factories.survivor import DHAKA

pytestmark = pytest.mark.django_db

FRIDAY = date(2025, 1, 10)


class Staff:
    """One person a role, and what they do on a Friday."""

    def __init__(self, clock: time_machine.Traveller) -> None:
        self.clock, self.office = clock, Office.objects.get(key="dhaka")
        self.people: dict[str, Any] = {}

    def __getattr__(self, role: str) -> Any:
        key = {"focal": "safeguarding_focal", "alternate": "safeguarding_alternate"}.get(role, role)
        if key not in self.people:
            self.people[key] = make_user()
            self.people[key].groups.add(Role.objects.get(key=key).group)
            work_in(self.people[key], self.office)
        return self.people[key]

    def add(self, kind: str, by: Any, above: Record | None = None, /, **answers: Any) -> Record:
        record_type = RecordType.objects.select_related("form__live_version").get(key=kind)
        made = make_record(record_type, answers, by=by, office=self.office, parent=above)
        moving.added(made, by)
        return made

    def change(self, record: Record, by: Any, **answers: Any) -> Record:
        saved = change_record(record, by, **answers)
        moving.changed(saved, by)
        return saved

    def move(self, rule: str, by: Any, record: Record) -> None:
        record.refresh_from_db()
        moving.move(by, record.pk, moving.Move(rule, record.status, "Example reason", "en"))

    def has(self, person: Any, record: Record) -> set[str]:
        """Rules of the open tasks about a record that a person has."""
        access.forget(person)
        return set(tasks.mine(person).filter(record=record).values_list("rule", flat=True))

    def next_morning(self) -> None:
        self.clock.shift(timedelta(days=1))
        tasks.escalate_late()


@pytest.fixture
def staff(applied_pack: None) -> Iterator[Staff]:
    begin = datetime(FRIDAY.year, FRIDAY.month, FRIDAY.day, 10, tzinfo=DHAKA)
    with translation.override("en"), time_machine.travel(begin, tick=False) as clock:
        made = Staff(clock)
        assert all((made.focal, made.alternate, made.case_supervisor))
        yield made


def test_no_task_of_the_pack_is_for_a_role_that_may_not_see_the_record() -> None:
    told = [str(one) for one in check_pack(load_pack(DEMO_PACK)).warnings]
    assert [one for one in told if one.startswith("workflows.yaml")] == []


def test_a_task_for_a_role_without_a_right_is_told(tmp_path: Any) -> None:
    pack = load_pack(DEMO_PACK)
    part = next(one for one in pack.workflows if one.key == "incident")
    wrong = part.model_copy(
        update={"at_start": (part.at_start[0].model_copy(update={"escalate_to": "programme_lead"}),)}
    )
    pack.workflows[pack.workflows.index(part)] = wrong.model_copy(update={"otherwise": ()})
    told = " ".join(str(one) for one in check_pack(pack).warnings)
    assert "handed up to “programme_lead”, who may not see" in told
    assert "Of guarded records it is handed up to nobody" in told


def test_an_incident_nobody_answers_on_a_friday_goes_to_the_alternate_on_saturday(staff: Staff) -> None:
    for involved in ("y", "n"):
        record = staff.add("incident", staff.case_worker, staff_inv=involved)
        task = Task.objects.get(record=record)
        assert (task.due, staff.has(staff.focal, record)) == (FRIDAY, {"incident_respond"})
        assert staff.has(staff.alternate, record) == set()
    tasks.escalate_late()
    assert not Task.objects.exclude(escalated_at=None).exists(), "not on its very day"
    staff.next_morning()
    for record in Record.objects.filter(type__key="incident"):
        assert staff.has(staff.alternate, record) == {"incident_respond"}
        assert staff.has(staff.focal, record) == {"incident_respond"}
    ordinary = Record.objects.filter(type__key="incident", guarded__held=False)
    assert [access.can(staff.case_supervisor, Action.VIEW, one) for one in ordinary] == [True]
    changed = staff.change(ordinary.get(), staff.focal, lesson="Example")
    assert staff.has(staff.alternate, changed) == {"incident_respond"}, "a change does not take it away again"


def test_the_focal_named_after_the_acknowledgement_is_followed_by_the_alternate(staff: Staff) -> None:
    record = staff.add("incident", staff.case_worker, staff_inv="y")
    staff.move("acknowledge", staff.focal, record)
    assert staff.has(staff.focal, record) == {"settle_incident"}
    staff.change(record, staff.focal, accused=str(staff.focal.pk))
    assert staff.has(staff.focal, record) == set()
    assert staff.has(staff.alternate, record) == {"settle_incident", "incident_respond"}
    assert Task.objects.get(record=record, rule="incident_respond", done_at=None).due == FRIDAY
    staff.move("work_on", staff.alternate, record)
    assert staff.has(staff.alternate, record) == {"settle_incident"}
    staff.move("close", staff.alternate, record)


def test_a_guarded_complaint_keeps_its_answer_in_ten_days_for_whoever_deals_with_it(staff: Staff) -> None:
    plain = staff.add("complaint", staff.case_worker, sensitive="n")
    guarded = staff.add("complaint", staff.case_worker, sensitive="y")
    against = staff.add("complaint", staff.case_worker, sensitive="y", about_staff=str(staff.focal.pk))
    dealing = {plain: staff.case_supervisor, guarded: staff.focal, against: staff.alternate}
    for record, person in dealing.items():
        assert staff.has(person, record) == {"acknowledge_it"}
        staff.move("acknowledge", person, record)
        assert staff.has(person, record) == {"answer_it"}
        others = [other for other in dealing.values() if other != person]
        assert [staff.has(other, record) for other in others] == [set(), set()]
    staff.change(plain, staff.case_supervisor, sensitive="y")
    assert staff.has(staff.case_supervisor, plain) == set()
    assert staff.has(staff.focal, plain) == {"answer_it", "acknowledge_it"}


@pytest.mark.parametrize("involved", ["y", "n"])
def test_what_the_only_focal_reported_is_decided_by_the_alternate(staff: Staff, involved: str) -> None:
    record = staff.add("incident", staff.focal, staff_inv=involved)
    for step in ("acknowledge", "work_on"):
        staff.move(step, staff.alternate, record)
    with pytest.raises(moving.Refused, match="somebody else has to decide"):
        staff.move("close", staff.focal, record)
    assert access.can(staff.case_supervisor, Action.VIEW, record) == (involved == "n")
    staff.move("close", staff.alternate, record)
    complaint = staff.add("complaint", staff.focal, sensitive=involved)
    staff.move("acknowledge", staff.focal, complaint)
    staff.move("dismiss", staff.alternate, complaint)


def test_with_a_second_focal_the_alternate_learns_nothing_of_what_the_first_reported(staff: Staff) -> None:
    second = make_user()
    second.groups.add(Role.objects.get(key="safeguarding_focal").group)
    record = staff.add("incident", staff.focal, staff_inv="y")
    assert not access.can(staff.alternate, Action.VIEW, record)
    assert access.can(second, Action.VIEW, record)


def test_a_child_that_a_field_officer_reports_waits_for_the_supervisor(staff: Staff) -> None:
    case = staff.add("identification", staff.field_officer, risk="low")
    assert staff.has(staff.case_supervisor, case) == {"decide_enrolment"}
    assert staff.has(staff.field_officer, case) == set()
    assert Task.objects.get(record=case).escalate_to == "safeguarding_focal"


def test_a_risk_that_has_become_high_is_told_at_once_and_once(staff: Staff) -> None:
    case = staff.add("identification", staff.case_worker, risk="low")
    assert staff.has(staff.case_supervisor, case) == set()
    staff.change(case, staff.case_worker, risk="high")
    alert = Task.objects.get(record=case, rule="high_risk")
    assert (alert.due, staff.has(staff.case_supervisor, case)) == (FRIDAY, {"high_risk"})
    case.refresh_from_db()
    staff.change(case, staff.case_worker, alias="Example")
    tasks.finish(staff.case_supervisor, alert.pk)
    case.refresh_from_db()
    staff.change(case, staff.case_worker, alias="Another")
    assert staff.has(staff.case_supervisor, case) == set(), "nothing was said of the risk"
    assert staff.has(staff.case_supervisor, staff.add("identification", staff.case_worker, risk="high")) == {
        "high_risk"
    }


def test_a_follow_up_that_went_badly_asks_for_a_conference_and_does_not_say_why(staff: Staff) -> None:
    case = staff.add("identification", staff.case_worker, risk="low")
    staff.add("follow_up", staff.case_worker, case, point="w2", result="seen", risk="low", reexploited="n")
    assert staff.has(staff.case_supervisor, case) == set()
    for _twice in range(2):
        staff.add(
            "follow_up", staff.case_worker, case, point="m1", result="seen", risk="low", reexploited="y"
        )
    task = Task.objects.get(record=case, rule="follow_up_conference")
    assert (task.due, task.opens) == (FRIDAY + timedelta(days=3), "case_conference")
    assert staff.has(staff.case_supervisor, case) == {"follow_up_conference"}
    assert task.label["en"] == "A follow-up needs a case conference within three days"
    staff.add("case_conference", staff.case_supervisor, case, reason="review")
    assert staff.has(staff.case_supervisor, case) == set()


DANGER = {"community_alert": "urgent", "helpline_call": "danger"}
"""Kind of record → its question about danger, sealed in both."""


@pytest.mark.parametrize("kind", DANGER)
def test_danger_that_is_told_waits_for_no_working_day_and_is_handed_up_the_morning_after(
    staff: Staff, kind: str
) -> None:
    record = staff.add(kind, staff.field_officer, **{DANGER[kind]: "y"})
    task = Task.objects.get(record=record, rule="danger_now")
    assert (task.due, task.label["en"]) == (FRIDAY, "Danger now was reported – respond today")
    assert staff.has(staff.case_supervisor, record) == {"danger_now", "acknowledge_it"}
    assert staff.has(staff.focal, record) == set()
    tasks.escalate_late()
    assert staff.has(staff.focal, record) == set(), "not on its very day"
    staff.next_morning()
    assert "danger_now" in staff.has(staff.focal, record)
    staff.move("acknowledge", staff.case_supervisor, record)
    assert staff.has(staff.case_supervisor, record) == {"answer_it"}
    assert staff.has(staff.focal, record) == set()


@pytest.mark.parametrize("kind", DANGER)
def test_where_no_danger_is_told_nothing_says_so_until_it_is(staff: Staff, kind: str) -> None:
    record = staff.add(kind, staff.field_officer, **{DANGER[kind]: "n"})
    staff.move("acknowledge", staff.case_supervisor, record)
    assert not Task.objects.filter(rule="danger_now").exists()
    record.refresh_from_db()
    staff.change(record, staff.case_supervisor, **{DANGER[kind]: "y"})
    assert staff.has(staff.case_supervisor, record) == {"answer_it", "danger_now"}
    staff.move("work_on", staff.case_supervisor, record)
    assert staff.has(staff.case_supervisor, record) == {"answer_it"}


def as_it_was(kinds: set[str]) -> None:
    """An installation that was set up when both kinds followed one workflow, which looked out for nothing."""
    pack = load_pack(DEMO_PACK)
    part = next(one for one in pack.workflows if one.key == "community_alert")
    steps = tuple(
        one.model_copy(update={"closes": tuple(key for key in one.closes if key != "danger_now")})
        for one in part.transitions
    )
    shared = part.model_copy(update={"key": "intake", "on_change": (), "transitions": steps})
    followers = [
        one.model_copy(update={"workflow": "intake"}) for one in pack.record_types if one.key in kinds
    ]
    for kind in (Workflows([shared]), RecordTypes(followers)):
        bring_to(kind, pack.about.key, Report(), overwrite=True)


def test_alerts_and_calls_of_before_keep_their_state_and_go_on(staff: Staff) -> None:
    as_it_was(set(DANGER))
    waiting = {kind: staff.add(kind, staff.field_officer, **{DANGER[kind]: "n"}) for kind in DANGER}
    taken_up = {kind: staff.add(kind, staff.field_officer) for kind in DANGER}
    for record in taken_up.values():
        staff.move("acknowledge", staff.case_supervisor, record)
    _pack, report = apply_pack(DEMO_PACK)
    assert report.left_alone == []
    for kind, question in DANGER.items():
        old, new = taken_up[kind], Record.objects.get(pk=waiting[kind].pk)
        assert RecordType.objects.get(key=kind).workflow == Workflow.objects.get(key=kind)
        assert staff.has(staff.case_supervisor, old) == {"answer_it"}
        staff.move("resolve", staff.case_supervisor, old)
        staff.change(new, staff.case_supervisor, **{question: "y"})
        assert staff.has(staff.case_supervisor, new) == {"acknowledge_it", "danger_now"}
        staff.move("acknowledge", staff.case_supervisor, new)
        assert staff.has(staff.case_supervisor, new) == {"answer_it"}


def test_an_approval_that_waits_is_handed_up_to_somebody_who_sees_that_it_waits(staff: Staff) -> None:
    case = staff.add("identification", staff.case_worker, risk="low")
    for kind in ("enrolment", "case_plan", "case_closure", "home_assessment"):
        record = staff.add(kind, staff.case_worker, case)
        staff.move("submit", staff.case_worker, record)
        late = Task.objects.get(record=record, rule="approve_it")
        tasks.escalate_late(late.escalate_on)
        assert staff.has(staff.focal, record) == {"approve_it"}, kind


def test_after_a_hand_over_what_is_to_be_corrected_is_for_the_new_worker(staff: Staff) -> None:
    case = staff.add("identification", staff.case_worker, risk="low")
    record = staff.add("case_plan", staff.case_worker, case)
    staff.move("submit", staff.case_worker, record)
    colleague = make_user()
    colleague.groups.add(Role.objects.get(key="case_worker").group)
    work_in(colleague, case.office)
    Record.objects.filter(pk=case.pk).update(owner=colleague)
    staff.move("send_back", staff.case_supervisor, record)
    assert staff.has(colleague, record) == {"correct_it"}
