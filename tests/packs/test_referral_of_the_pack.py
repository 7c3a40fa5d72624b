"""A referral of the project's pack: each of its states, who leads into it, and what is asked for before and after."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from registry.models import Organisation, Record, Task
from registry.sealing import KeyRing, open_record
from registry.workflow import moving, tasks
from registry.workflow.calendar import due_date
from registry.workflow.configuring import workflow_of
from registry.workflow.offers import locked
from tests.factories.registry import change_record
from tests.factories.survivor import DHAKA, Journey

pytestmark = pytest.mark.django_db

BEGIN = datetime(2025, 1, 5, 10, 0, tzinfo=DHAKA)
ANOTHER = ("other_after_rejection", "other_after_silence", "other_after_no_show")


class Referrals:
    """One case with a consent that covers health services and nothing else."""

    def __init__(self, journey: Journey) -> None:
        self.journey = journey
        self.clinic = Organisation.objects.create(
            key="example_clinic", kind="provider", name_en="Example Clinic", name_bn="উদাহরণ ক্লিনিক"
        )
        self.reached: set[str] = set()

    def consent(self, *kinds: str) -> None:
        """A newer one than those before."""
        self.journey.clock.shift(timedelta(minutes=1))
        self.journey.consent(*kinds)

    def new(self, **answers: str) -> Record:
        given = {"domain": "health", "provider": str(self.clinic.pk), "urgency": "h24", **answers}
        made = self.journey.add("referral", **given)
        self.reached.add(made.status)
        return made

    def step(self, record: Record, rule: str, *, by_supervisor: bool = False, reason: str = "") -> None:
        record.refresh_from_db()
        by = self.journey.supervisor if by_supervisor else self.journey.worker
        moving.move(by, record.pk, moving.Move(rule, record.status, reason, "en"))
        record.refresh_from_db()
        self.reached.add(record.status)

    def refused(self, record: Record, rule: str, words: str, *, by_supervisor: bool = False) -> None:
        before = record.status
        with pytest.raises(moving.Refused, match=words):
            self.step(record, rule, by_supervisor=by_supervisor)
        record.refresh_from_db()
        assert record.status == before

    def sent(self, **answers: str) -> Record:
        record = self.new(**answers)
        self.step(record, "send")
        return record

    def open_tasks(self, record: Record) -> set[str]:
        return set(Task.objects.filter(record=record, done_at=None).values_list("rule", flat=True))


@pytest.fixture
def referrals(applied_pack: None) -> Iterator[Referrals]:
    with time_machine.travel(BEGIN, tick=False) as clock:
        yield Referrals(Journey(clock))


def test_a_referral_goes_through_every_state_that_the_pack_knows(referrals: Referrals) -> None:
    expect_it_to_need_a_provider_and_consent(referrals)
    expect_a_supervisor_to_answer_for_sending_without_consent(referrals)
    expect_a_completed_one_to_ask_for_its_result(referrals)
    expect_those_that_came_to_nothing_to_ask_for_another_provider(referrals)
    expect_it_to_be_cancelled_before_it_is_completed(referrals)
    expect_silence_to_be_handed_up(referrals)
    workflow = workflow_of(referrals.new().type)
    assert workflow is not None
    assert referrals.reached == {state.value for state in workflow.states}


def expect_it_to_need_a_provider_and_consent(referrals: Referrals) -> None:
    record = referrals.new()
    referrals.refused(record, "send", "no consent")
    referrals.consent("education")
    referrals.refused(record, "send", "no consent")
    referrals.consent("health")
    referrals.step(record, "send")
    assert record.status == "sent"
    nowhere = referrals.new(provider="")
    referrals.refused(nowhere, "send", "provider first")
    change_record(nowhere, referrals.journey.worker, provider=str(referrals.clinic.pk))
    referrals.step(nowhere, "send")


def expect_a_supervisor_to_answer_for_sending_without_consent(referrals: Referrals) -> None:
    record = referrals.new(domain="legal")
    referrals.refused(record, "send", "no consent")
    referrals.refused(record, "send_without_consent", "not for you")
    referrals.refused(record, "send_without_consent", "Say why", by_supervisor=True)
    referrals.step(record, "send_without_consent", by_supervisor=True, reason="Example: it cannot wait")
    assert (record.status, referrals.open_tasks(record)) == ("allowed", {"send_allowed"})
    assert locked(record)
    task = Task.objects.get(record=record, done_at=None)
    assert task.assignee == referrals.journey.worker
    assert said(record, "consent_ok", "override_why") == ["n", "Example: it cannot wait"]
    referrals.step(record, "send")
    assert (record.status, referrals.open_tasks(record)) == ("sent", {"reply_h24"})
    assert said(record, "status", "consent_ok", "sent_on") == ["sent", "n", "2025-01-05"]
    again = referrals.new(domain="legal")
    referrals.step(again, "send_without_consent", by_supervisor=True, reason="Example: it cannot wait")
    referrals.step(again, "back_to_draft")
    assert said(again, "consent_ok", "override_why") == [None, None]
    referrals.refused(again, "send", "no consent")


def said(record: Record, *keys: str) -> list[Any]:
    """What the form says, sealed or not."""
    record.refresh_from_db()
    answers = open_record(record, KeyRing.of(record))
    return [answers.get(key) for key in keys]


def expect_a_completed_one_to_ask_for_its_result(referrals: Referrals) -> None:
    record = referrals.sent()
    assert said(record, "status", "consent_ok") == ["sent", "y"]
    assert referrals.open_tasks(record) == {"reply_h24"}
    for rule, status, waiting in (
        ("accept", "accepted", {"service_started"}),
        ("begin", "in_service", set()),
        ("complete", "completed", {"record_result"}),
    ):
        referrals.step(record, rule)
        assert (record.status, referrals.open_tasks(record)) == (status, waiting)
        assert said(record, "status", "sent_on", "reply_on") == [status, "2025-01-05", "2025-01-05"]
    assert not locked(record), "the result is written once the service is over"
    for rule in ("cancel", "not_come", "reject"):
        referrals.refused(record, rule, "Look at it again")


def expect_those_that_came_to_nothing_to_ask_for_another_provider(referrals: Referrals) -> None:
    rejected, silent, missed, left = (referrals.sent() for _ in range(4))
    referrals.refused(rejected, "reject", "Say why")
    referrals.step(rejected, "reject", reason="Example: no place free")
    assert said(rejected, "status", "reject_why") == ["rejected", "Example: no place free"]
    referrals.step(silent, "expire", by_supervisor=True)
    for record, steps in ((missed, ["accept"]), (left, ["accept", "begin"])):
        for rule in steps:
            referrals.step(record, rule)
        referrals.step(record, "not_come", reason="Example: fell ill")
    found = [referrals.open_tasks(record) & set(ANOTHER) for record in (rejected, silent, missed, left)]
    assert found == [{ANOTHER[0]}, {ANOTHER[1]}, {ANOTHER[2]}, {ANOTHER[2]}]


def expect_it_to_be_cancelled_before_it_is_completed(referrals: Referrals) -> None:
    allowed = referrals.new()
    referrals.step(allowed, "send_without_consent", by_supervisor=True, reason="Example: it cannot wait")
    referrals.step(allowed, "cancel", reason="Example: the child moved away")
    for steps in ([], ["send"], ["send", "accept"], ["send", "accept", "begin"]):
        record = referrals.new()
        for rule in steps:
            referrals.step(record, rule)
        referrals.refused(record, "cancel", "Say why")
        referrals.step(record, "cancel", reason="Example: the child moved away")
        assert (record.status, referrals.open_tasks(record)) == ("cancelled", set())


def expect_silence_to_be_handed_up(referrals: Referrals) -> None:
    """By how urgent it is: the worker's task on its day, the supervisor's when that has passed."""
    limits = {"h24": (1, 0), "h72": (3, 0), "d7": (7, 3), "d30": (30, 7)}
    waiting = {urgency: referrals.sent(urgency=urgency) for urgency in limits}
    today = timezone.localdate()
    for urgency, (days, later) in limits.items():
        task = Task.objects.get(record=waiting[urgency], done_at=None)
        assert (task.rule, task.due) == (f"reply_{urgency}", due_date(today, days))
        referrals.journey.to(task.escalate_on or today)
        tasks.escalate_late()
        task.refresh_from_db()
        assert task.escalated_at is not None
        assert (task.escalate_on or today) >= task.due + timedelta(days=later)
        assert task in tasks.mine(referrals.journey.supervisor)
