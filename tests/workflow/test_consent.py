"""What was agreed to decides what is shared: sending, overriding, withdrawing, coming of age."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from registry import adulthood, attempting, consent, contacts
from registry.models import Record, RecordType, Task
from registry.workflow.facts import Facts
from registry.workflow.moving import Move, Refused, added, changed, move
from registry.workflow.offers import offers
from tests.factories.forms import ask, choices, document, page
from tests.factories.registry import change_record, grant, make_record, make_type
from tests.factories.workflows import make_role, make_workflow, state, transition
from tests.workflow.conftest import World

pytestmark = pytest.mark.django_db

SECRET = {"sensitivity": "R", "compartment": "legal"}


@pytest.fixture
def agreement(world: World) -> RecordType:
    form = document(
        page(
            "agreement",
            ask("agreed", "yes_no", **SECRET),
            ask("share", "choose_many", choices=choices("health", "police"), **SECRET),
            ask("until", "date", **SECRET),
            ask("withdrawn", "date", **SECRET),
        )
    )
    config = {
        "holds_when": "${agreed} = 'yes' and ${withdrawn} = '' and ${until} >= today()",
        "withdrawn_when": "${withdrawn} != ''",
        "share": "share",
    }
    return make_type(form, key="agreement", parent_type=world.case, casework={"consent": config})


@pytest.fixture
def referral(world: World) -> RecordType:
    form = document(
        page(
            "referral",
            ask("domain", "choose_one", choices=choices("doctor", "court", "bank"), **SECRET),
            ask("provider"),
            ask("inside", "yes_no"),
        )
    )
    sharing = {
        "about": "domain",
        "kinds": {"doctor": ["health"], "court": ["police"]},
        "inside_when": "${inside} = 'yes'",
        "recipient": "provider",
        "unsent": ["draft"],
        "cancel": "cancel",
    }
    kind = make_type(form, key="referral", parent_type=world.case, casework={"sharing": sharing})
    content = {
        "states": [state("draft"), state("sent"), state("cancelled", end=True, locked=True)],
        "transitions": [
            transition("send", "draft", "sent", roles=["worker"], consent=True),
            transition(
                "override", "draft", "sent", roles=["supervisor"], reason="required", four_eyes=["creator"]
            ),
            transition("cancel", "draft sent", "cancelled", roles=["worker"]),
        ],
    }
    make_workflow("referral", content, kind)
    make_role("worker", world.worker)
    for person in (world.worker, world.supervisor):
        grant(person, kind, scope="office")
    return kind


def agree(world: World, agreement: RecordType, case: Record, **answers: Any) -> Record:
    given = {
        "agreed": "yes",
        "share": ["health"],
        "until": (timezone.localdate() + timedelta(days=90)).isoformat(),
        **answers,
    }
    record = make_record(agreement, given, by=world.worker, office=world.office, parent=case)
    added(record, world.worker)
    return record


def refer(world: World, referral: RecordType, case: Record, **answers: Any) -> Record:
    given = {"domain": "doctor", "provider": "clinic", **answers}
    record = make_record(referral, given, by=world.worker, office=world.office, parent=case)
    added(record, world.worker)
    record.refresh_from_db()
    return record


def send(world: World, record: Record) -> None:
    move(world.worker, record.pk, Move("send", "draft", language="en"))
    record.refresh_from_db()


def test_nothing_is_sent_without_consent(world: World, agreement: RecordType, referral: RecordType) -> None:
    record = refer(world, referral, world.new_case())
    with pytest.raises(Refused, match="no consent"):
        send(world, record)
    offered = next(one for one in offers(world.worker, record, "en") if one.transition.key == "send")
    assert "no consent" in offered.missing


def test_consent_covers_the_kinds_agreed_to_and_no_other(
    world: World, agreement: RecordType, referral: RecordType
) -> None:
    case = world.new_case()
    agree(world, agreement, case)
    assert consent.covers(refer(world, referral, case))
    assert not consent.covers(refer(world, referral, case, domain="court"))
    assert not consent.covers(refer(world, referral, case, domain="bank"))


def test_consent_that_ran_out_or_was_refused_covers_nothing(
    world: World, agreement: RecordType, referral: RecordType
) -> None:
    for answers in ({"until": "2020-01-01"}, {"agreed": "no"}):
        case = world.new_case()
        agree(world, agreement, case, **answers)
        assert not consent.covers(refer(world, referral, case)), answers


def test_help_of_our_own_needs_none(world: World, agreement: RecordType, referral: RecordType) -> None:
    assert consent.covers(refer(world, referral, world.new_case(), inside="yes"))


def test_a_supervisor_overrides_with_a_reason_and_never_their_own(
    world: World, agreement: RecordType, referral: RecordType
) -> None:
    record = refer(world, referral, world.new_case())
    with pytest.raises(Refused, match="Say why"):
        move(world.supervisor, record.pk, Move("override", "draft", language="en"))
    done = move(world.supervisor, record.pk, Move("override", "draft", "Example: life at risk", "en"))
    assert done.to_status == "sent"


def test_withdrawal_cancels_what_is_unsent_and_lists_who_was_told(
    world: World, agreement: RecordType, referral: RecordType
) -> None:
    case = world.new_case()
    given = agree(world, agreement, case)
    told, waiting = refer(world, referral, case), refer(world, referral, case)
    send(world, told)
    changed(change_record(given, world.worker, withdrawn=timezone.localdate().isoformat()), world.worker)
    waiting.refresh_from_db()
    told.refresh_from_db()
    assert (waiting.status, told.status) == ("cancelled", "sent")
    assert consent.standing_of(case).withdrawn
    assert [one.pk for one in consent.told(case, [referral.pk])] == [told.pk]
    assert consent.told(case, []) == []
    move(world.worker, told.pk, Move("cancel", "sent", language="en"))
    assert [one.pk for one in consent.told(case, [referral.pk])] == [told.pk], "telling cannot be taken back"


def test_a_newer_consent_takes_the_place_of_a_withdrawal(
    world: World, agreement: RecordType, referral: RecordType
) -> None:
    case = world.new_case()
    agree(world, agreement, case, withdrawn="2026-01-01")
    agree(world, agreement, case)
    assert consent.covers(refer(world, referral, case))


class TestTurningEighteen:
    @pytest.fixture(autouse=True)
    def enrolled(self, world: World, agreement: RecordType) -> None:
        form = document(page("enrol", ask("born", "date", sensitivity="R", compartment="identity")))
        config = {"born": "born", "adult_opens": "agreement"}
        self.world, self.case = world, world.new_case()
        self.kind = make_type(form, key="enrolment", parent_type=world.case, casework=config)

    def enrol(self, born: str) -> None:
        make_record(
            self.kind, {"born": born}, by=self.world.worker, office=self.world.office, parent=self.case
        )

    def made(self, day: date) -> int:
        return adulthood.make_tasks(day)

    def test_the_task_comes_on_the_day_once(self) -> None:
        self.enrol("2008-11-25")
        assert [
            self.made(date(2026, 11, 24)),
            self.made(date(2026, 11, 25)),
            self.made(date(2026, 11, 26)),
        ] == [0, 1, 0]
        task = Task.objects.get(rule="adult_consent")
        assert (task.assignee, task.opens, task.record) == (self.world.worker, "agreement", self.case)

    def test_nothing_tells_the_birthday_before(self) -> None:
        self.enrol("2010-02-28")
        self.made(date(2026, 11, 25))
        assert not Task.objects.filter(rule="adult_consent").exists()

    def test_whoever_was_born_on_a_leap_day_is_of_age_in_march(self) -> None:
        self.enrol("2008-02-29")
        assert [self.made(date(2026, 2, 28)), self.made(date(2026, 3, 1))] == [0, 1]

    def test_a_case_that_is_over_is_left_alone(self) -> None:
        self.enrol("2000-01-01")
        Record.objects.filter(pk=self.case.pk).update(status="closed")
        assert self.made(date(2026, 11, 25)) == 0


class TestAnEstimatedAge:
    """Nobody knows the date of birth; a child of 16 on the 1st of May could be 17 on the 2nd."""

    @pytest.fixture(autouse=True)
    def enrolled(self, world: World, agreement: RecordType) -> None:
        secret = {"sensitivity": "R", "compartment": "identity"}
        form = document(
            page("enrol", ask("born", "date", **secret), ask("age", "integer", **secret), ask("on", "date"))
        )
        config = {"born": "born", "age": "age", "age_on": "on", "adult_opens": "agreement"}
        self.world, self.case = world, world.new_case()
        self.kind = make_type(form, key="enrolment", parent_type=world.case, casework=config)

    def enrol(self, **answers: Any) -> Record:
        world = self.world
        given = {"age": 16, "on": "2025-05-01", **answers}
        return make_record(self.kind, given, by=world.worker, office=world.office, parent=self.case)

    def made(self, *days: date) -> list[int]:
        return [adulthood.make_tasks(day) for day in days]

    def test_the_task_comes_on_the_first_possible_day_and_says_that_it_is_an_estimate(self) -> None:
        self.enrol()
        assert self.made(date(2026, 5, 1), date(2026, 5, 2), date(2026, 5, 3)) == [0, 1, 0]
        task = Task.objects.get(record=self.case, rule="adult_consent_estimated")
        assert "estimated" in task.label["en"]
        assert task.opens == "agreement"

    def test_a_date_of_birth_counts_before_an_estimate(self) -> None:
        self.enrol(born="2010-01-01")
        assert self.made(date(2026, 5, 2)) == [0]

    def test_once_the_date_of_birth_is_known_the_real_day_takes_the_estimates_place(self) -> None:
        record = self.enrol()
        assert self.made(date(2026, 5, 2)) == [1]
        change_record(record, self.world.worker, born="2008-09-01")
        assert self.made(date(2026, 8, 31), date(2026, 9, 1)) == [0, 1]
        assert list(
            self.case.tasks.filter(done_at=None, rule__startswith="adult").values_list("rule", flat=True)
        ) == ["adult_consent"]

    def test_without_an_age_there_is_nothing_to_go_by(self) -> None:
        self.enrol(age=None)
        assert self.made(date(2040, 1, 1)) == [0]


class TestNotReached:
    def figures(self, record: Record) -> tuple[Any, Any]:
        found = Facts(record).rollups
        return found[contacts.DAYS], found[contacts.SPAN]

    def test_only_different_days_count_and_reaching_them_begins_anew(self, world: World) -> None:
        world.case.casework = {"attempts": True}
        world.case.save()
        record = world.new_case()
        for day in (1, 1, 9, 31):
            attempting.note(world.worker, record.pk, reached=False, day=date(2026, 10, day))
        assert self.figures(record) == (3, 30)
        assert Facts(record).holds("${attempt_days} >= 3 and ${attempt_span} >= 30")
        attempting.note(world.worker, record.pk, reached=True, day=date(2026, 11, 1))
        assert self.figures(record) == (0, 0)
        attempting.note(world.worker, record.pk, reached=False, day=date(2026, 11, 2))
        assert self.figures(record) == (1, 0)

    def test_a_record_below_that_says_nobody_was_reached_counts_by_its_day(self, world: World) -> None:
        told = {
            "record_type": "visit", "question": "level", "day": "seen_on", "vain": ["low"], "reached": ["high"]
        }  # fmt: skip
        world.case.casework = {"attempts": True, "attempts_below": [told]}
        world.case.save()
        record = world.new_case()
        for _time in range(3):
            world.visit_of(record, level="low", seen_on="2026-10-01")
        assert self.figures(record) == (1, 0)
        with time_machine.travel("2026-10-10T10:00:00+06:00"):
            attempting.note(world.worker, record.pk, reached=False)
        world.visit_of(record, level="low", seen_on="2026-10-31")
        world.visit_of(record, seen_on="2026-11-15")
        assert self.figures(record) == (3, 30)
        world.visit_of(record, level="high", seen_on="2026-10-10")
        assert self.figures(record) == (1, 0)
