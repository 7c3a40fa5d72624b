"""Consent in the project's pack: what a case needs to be enrolled or transferred, what a referral needs, who was told."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from registry import consent, directory
from registry.models import Organisation, Record, RecordType, Task
from registry.packs.checking import check_pack
from registry.packs.loading import load_pack
from registry.workflow import moving
from tests.factories.registry import change_record, make_record
from tests.factories.survivor import DHAKA, Journey
from tests.packs.conftest import change, put

pytestmark = pytest.mark.django_db

BEGIN = datetime(2025, 1, 5, 10, 0, tzinfo=DHAKA)


@pytest.fixture
def journey(applied_pack: None) -> Iterator[Journey]:
    with time_machine.travel(BEGIN, tick=False) as clock:
        made = Journey(clock)
        Organisation.objects.create(key="clinic", kind="provider", name_en="Example Clinic", name_bn="ক্লিনিক")
        Organisation.objects.create(key="home", kind="provider", name_en="Example Home", name_bn="নিবাস")
        yield made


def step(record: Record, rule: str, by: Any, reason: str = "") -> None:
    record.refresh_from_db()
    moving.move(by, record.pk, moving.Move(rule, record.status, reason, "en"))
    record.refresh_from_db()


def refused(record: Record, rule: str, by: Any, words: str, reason: str = "Example") -> None:
    with pytest.raises(moving.Refused, match=words):
        step(record, rule, by, reason)


def refer(journey: Journey, **answers: str) -> Record:
    given = {"domain": "health", "provider": "clinic", "provider_kind": "ngo", "urgency": "h24", **answers}
    return journey.add("referral", **given)


def test_enrolment_needs_a_consent_that_is_given(journey: Journey) -> None:
    supervisor, case = journey.supervisor, journey.case
    journey.move("screen", journey.worker)
    journey.approved("enrolment")
    refused(case, "enrol", supervisor, "consent form")
    for answers in ({"child_assent": "n"}, {"c_service": "n"}, {"valid_to": "2025-01-04"}):
        journey.consent(**answers)
        refused(case, "enrol", supervisor, "consent form")
        journey.clock.shift(timedelta(days=1))
    decided = journey.consent(consent_by="none", bi_reason="Example: no safe adult")
    refused(case, "enrol", supervisor, "consent form")
    step(decided, "submit", journey.worker)
    step(decided, "approve", supervisor)
    step(case, "enrol", supervisor)
    assert case.status == "enrolled"


def test_a_referral_may_go_only_where_every_kind_was_agreed_to(journey: Journey) -> None:
    worker, supervisor = journey.worker, journey.supervisor
    journey.consent("legal")
    refused(refer(journey, domain="legal"), "send", worker, "no consent")
    journey.clock.shift(timedelta(days=1))
    journey.consent("legal", "police")
    step(refer(journey, domain="legal"), "send", worker)
    inside = refer(journey, domain="shelter", provider_kind="dam", provider="clinic")
    refused(inside, "send", worker, "no consent")
    provider = RecordType.objects.select_related("form__live_version").get(key="provider")
    answers = {"name": "Example centre", "kind": "dam", "date_rec": "2025-01-05"}
    entry = make_record(provider, answers, by=supervisor, office=journey.office)
    change_record(inside, worker, provider=directory.key_of(entry))
    step(inside, "send", worker)


def test_an_approved_consent_is_withdrawn_in_one_step_and_everybody_told_is_named(journey: Journey) -> None:
    worker, supervisor, case = journey.worker, journey.supervisor, journey.case
    given = journey.consent("health")
    sent, waiting, allowed = (refer(journey) for _ in range(3))
    step(sent, "send", worker)
    step(given, "submit", worker)
    step(given, "approve", supervisor)
    step(allowed, "send_without_consent", supervisor, "Example: it cannot wait")
    closure = journey.add("case_closure", reason="transfer", to_org="home", to_ok="2025-01-05", risk="low")
    assert closure.parent_id == case.pk
    step(case, "transfer", supervisor, "Example: moves to another town")
    journey.clock.shift(timedelta(days=2))
    refused(given, "withdraw_consent", worker, "Say why", reason="")
    step(given, "withdraw_consent", worker, "Example: the mother called")
    for one in (waiting, allowed):
        one.refresh_from_db()
        assert one.status == "cancelled"
        assert not Task.objects.filter(record=one, done_at=None).exists()
    assert consent.standing_of(case).withdrawn_on == timezone.localdate()
    text = page_of(worker, case)
    assert "Consent was withdrawn" in text
    for words in (
        f"Example Clinic, 05/01/2025, {sent.reference} Sent",
        f"Example Home, 05/01/2025, {closure.reference}",
    ):
        assert words in text, words
    assert "The child or family withdraws consent" not in page_of(worker, given)
    seen_by_officer = page_of(journey.person("me_officer"), case)
    assert "Example Home" not in seen_by_officer


def test_a_transfer_asks_for_consent_or_a_supervisor_who_answers_for_it(journey: Journey) -> None:
    supervisor, case = journey.supervisor, journey.case
    journey.add("case_closure", reason="transfer", to_org="home", to_ok="2025-01-05", risk="low")
    refused(case, "transfer", supervisor, "consent form")
    journey.consent(withdrawn_on="2025-01-05")
    refused(case, "transfer", supervisor, "withdrawn")
    refused(case, "transfer_without_consent", supervisor, "Say why", reason="")
    refused(case, "transfer_without_consent", journey.worker, "not for you")
    step(case, "transfer_without_consent", supervisor, "Example: a threat to life")
    assert case.status == "transferred"


def page_of(person: Any, record: Record) -> str:
    client = Client()
    client.force_login(person)
    client.cookies["django_language"] = "en"
    text = client.get(f"/workspace/records/{record.type.key}/{record.pk}/").content.decode()
    return " ".join(BeautifulSoup(text, "html.parser").get_text().split())


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("unsent: [draft, allowed]", "unsent: [drafts, allowed]", "There is no state 'drafts'."),
        ("cancel: cancel", "cancel: cancell", "There is no transition 'cancell'."),
        ("withdrawn_in: [withdrawn]", "withdrawn_in: [gone]", "There is no state 'gone'."),
        ("states: [transferred]", "states: [moved]", "There is no state 'moved' above."),
    ],
)
def test_a_slip_in_what_consent_goes_by_is_found(
    project_pack: Path, tmp_path: Path, before: str, after: str, words: str
) -> None:
    copied = Path(copytree(project_pack, tmp_path / "pack"))
    change(copied, "record_types.yaml", before, after)
    assert any(words in str(problem) for problem in check_pack(load_pack(copied)).problems)


def test_a_step_that_asks_for_consent_that_nothing_records_is_found(small_pack: Path) -> None:
    put(
        small_pack,
        "workflows.yaml",
        """
        - key: visit
          bn: সাক্ষাৎ
          en: Visit
          states:
            - {value: open, label: {bn: খোলা, en: Open}}
            - {value: told, label: {bn: জানানো, en: Told}, end: true}
          transitions:
            - {key: tell, label: {bn: জানান, en: Tell}, sources: [open], to: told, roles: [nurse], consent: true}
        """,
    )
    change(
        small_pack, "record_types.yaml", "statuses: [{value: open, bn: চলমান, en: Open}]", "workflow: visit"
    )
    problems = [str(problem) for problem in check_pack(load_pack(small_pack)).problems]
    assert [one for one in problems if "nothing says what was agreed to" in one]
