"""The letter of a referral: made only while it may be told, and what was told stays as it was."""

from typing import Any

import pytest
from django.test import Client

from registry import consent
from registry.models import Record, RecordType
from registry.workflow.moving import changed
from tests.factories.forms import ask, choices, document, page
from tests.factories.registry import change_record, grant, make_record, make_type
from tests.support.pdf_text import Pdf
from tests.workflow.agreements import agree, allow, day, refer, send, step
from tests.workflow.conftest import World
from tests.workflow.test_case_pages import as_person

pytestmark = pytest.mark.django_db


def test_a_letter_says_the_least_and_the_name_only_if_it_is_shared(
    world: World, agreement: RecordType
) -> None:
    form = document(
        page(
            "referral",
            ask("need", "long_text"),
            ask("remark", "long_text"),
            ask("named", "choose_one", choices=choices("yes", "no")),
        )
    )
    sharing = {
        "about": "need",
        "recipient": "need",
        "kinds": {"A doctor": ["health"]},
        "unsent": ["open"],
        "letter": ["need"],
        "identity_when": "${named} = 'yes'",
        "identity": ["full_name"],
    }
    kind = make_type(form, key="short_referral", parent_type=world.case, casework={"sharing": sharing})
    grant(world.worker, kind, scope="office")
    case = make_record(world.case, {"full_name": "Example Child"}, by=world.worker, office=world.office)
    agree(world, agreement, case)
    for named in ("no", "yes"):
        answers = {"need": "A doctor", "remark": "Inside only", "named": named}
        one = make_record(kind, answers, by=world.worker, office=world.office, parent=case)
        response = as_person(world.worker).get(f"/workspace/records/short_referral/{one.pk}/letter/")
        text = Pdf(response.content).text
        assert "A doctor" in text
        assert "Inside only" not in text
        assert ("Example Child" in text) is (named == "yes")


class Letters:
    """One case, its consent and its referrals, as the worker sees their pages."""

    def __init__(self, world: World, agreement: RecordType, referral: RecordType) -> None:
        self.world, self.agreement, self.kind = world, agreement, referral
        self.case = world.new_case()
        self.client: Client = as_person(world.worker)

    def refer(self, **answers: Any) -> Record:
        return refer(self.world, self.kind, self.case, **answers)

    def agree(self, **answers: Any) -> Record:
        return agree(self.world, self.agreement, self.case, **answers)

    def made(self, record: Record) -> bool:
        """Whether the letter is made, and the page offers it then and only then."""
        address = f"/workspace/records/referral/{record.pk}/"
        answer = self.client.get(f"{address}letter/")
        made = answer.headers["Content-Type"] == "application/pdf"
        assert (f"{address}letter/" in self.client.get(address).content.decode()) is made
        return made

    def refusal(self, record: Record) -> str:
        assert not self.made(record)
        address = f"/workspace/records/referral/{record.pk}/letter/"
        text = self.client.get(address, follow=True).content.decode()
        why = consent.no_letter(record)
        assert why
        assert why in text
        return why


@pytest.fixture
def letters(world: World, agreement: RecordType, referral: RecordType) -> Letters:
    return Letters(world, agreement, referral)


def test_an_unsent_letter_needs_what_sending_needs(letters: Letters) -> None:
    record = letters.refer()
    assert "no consent" in letters.refusal(record)
    allow(letters.world, record)
    assert letters.made(record)
    letters.agree()
    assert letters.made(letters.refer())


def test_a_sent_letter_can_be_made_until_it_is_over(letters: Letters) -> None:
    letters.agree()
    record = letters.refer()
    send(letters.world, record)
    assert letters.made(record)
    step(letters.world.worker, record, "finish")
    assert "ended" in letters.refusal(record)


def test_withdrawing_consent_unlocks_no_letter(letters: Letters) -> None:
    given = letters.agree(share=[])
    refused = letters.refer()
    assert "no consent" in letters.refusal(refused)
    changed(change_record(given, letters.world.worker, withdrawn=day(0)), letters.world.worker)
    refused.refresh_from_db()
    assert refused.status == "cancelled"
    assert "ended" in letters.refusal(refused)


def test_a_withdrawal_ends_the_letters_of_what_was_sent(letters: Letters) -> None:
    given, record = letters.agree(), letters.refer()
    send(letters.world, record)
    changed(change_record(given, letters.world.worker, withdrawn=day(0)), letters.world.worker)
    assert "withdrawn" in letters.refusal(record)


def test_what_never_was_sent_has_no_letter(letters: Letters) -> None:
    record = letters.refer()
    Record.objects.filter(pk=record.pk).update(status="sent")
    record.refresh_from_db()
    assert "never sent" in letters.refusal(record)
