"""What a sent referral told stays as it was, whichever way somebody tries to change it."""

from typing import Any

import pytest
from django.urls import reverse

from registry import consent
from registry.events import Refused
from registry.importing.judging import Judge, Outcome
from registry.importing.mapping import REFERENCE
from registry.importing.undoing import take_back
from registry.models import DataImport, ImportedRecord, RecordType
from registry.restoring import restore
from tests.factories.registry import begin, fill_in, type_in
from tests.filling.browser import Browser
from tests.workflow.agreements import agree, refer, send
from tests.workflow.conftest import World
from tests.workflow.test_case_pages import as_person

pytestmark = pytest.mark.django_db


class TestWhatWasTold:
    @pytest.fixture(autouse=True)
    def a_referral(self, world: World, agreement: RecordType, referral: RecordType) -> None:
        self.world, self.client, case = world, as_person(world.worker), world.new_case()
        agree(world, agreement, case)
        self.record = refer(world, referral, case)

    def send(self) -> None:
        send(self.world, self.record)

    def change(self, **answers: Any) -> None:
        fill_in(self.world.worker, "registry.edit", str(self.record.pk), **answers)
        self.record.refresh_from_db()

    def test_may_be_changed_until_it_is_sent(self) -> None:
        self.change(provider="other_clinic", domain="court")
        assert self.record.data["provider"] == "other_clinic"

    def test_stays_and_the_form_says_so_beside_the_question(self) -> None:
        self.send()
        browser = Browser(self.client).begin("registry.edit", str(self.record.pk))
        browser.press("continue", needed="Something else", result="Example result")
        assert browser.step == "referral"
        assert any("sent already" in error for error in browser.errors())
        assert browser.values()["needed"] == "Something else", "nothing typed is lost"
        browser.press("continue", needed="Example need")
        assert browser.step == "check"
        browser.press()
        self.record.refresh_from_db()
        assert self.record.data["result"] == "Example result"

    def test_is_said_on_the_last_page_too(self) -> None:
        self.send()
        browser = Browser(self.client).begin("registry.edit", str(self.record.pk))
        address = browser.address.partition("?")[0].rstrip("/").rpartition("/")[0]
        browser.press("save", needed="Something else")
        browser.open(f"{address}/check/").press()
        assert any("sent already" in error for error in browser.errors())
        self.record.refresh_from_db()
        assert self.record.revision == 1

    @pytest.mark.parametrize(
        "change", [{"provider": "other_clinic"}, {"domain": "court"}, {"inside": "yes"}, {"needed": "More"}]
    )
    def test_stays_for_a_change_begun_before_it_was_sent(self, change: dict[str, str]) -> None:
        draft = begin(self.world.worker, "registry.edit", str(self.record.pk))
        type_in(draft, **change)
        self.send()
        browser = Browser(self.client).open(reverse("filling:page", args=[draft.pk, "check"]))
        browser.press()
        assert "sent already" in browser.text
        self.record.refresh_from_db()
        assert self.record.revision == 1

    def test_leaves_the_answer_of_the_provider_free(self) -> None:
        self.send()
        self.change(result="Example result")
        assert self.record.data["result"] == "Example result"

    def test_is_not_brought_back_from_an_earlier_state(self) -> None:
        self.change(provider="other_clinic")
        self.send()
        with pytest.raises(Refused, match="sent already"):
            restore(self.world.worker, self.record.pk, 1, 2, "Example: why not")

    def test_is_not_changed_by_an_import(self) -> None:
        self.send()
        batch = DataImport(
            record_type=self.record.type,
            by=self.world.worker,
            office=self.world.office,
            language="en",
            mode=DataImport.Mode.UPDATE,
            key=REFERENCE,
            mapping={"0": REFERENCE, "1": "needed", "2": "result"},
        )
        judge = Judge(batch)
        rows = [(2, [self.record.reference, "More", ""])]
        [bad] = judge.judge(rows)
        assert (bad.outcome, bad.wrong) == (Outcome.BAD, {"1": str(consent.SETTLED)})
        rows = [(2, [self.record.reference, "Example need", "Example result"])]
        [good] = Judge(batch).judge(rows)
        assert good.outcome is Outcome.UPDATE

    def test_is_not_undone_with_an_import(self) -> None:
        self.change(provider="other_clinic")
        batch = DataImport.objects.create(
            record_type=self.record.type, by=self.world.worker, wrapped_key=b"", sealed_head=b"", mapping={}
        )
        one = ImportedRecord.objects.create(batch=batch, record=self.record, created=False, revision=2)
        self.send()
        assert not take_back(one, self.world.worker)
        self.record.refresh_from_db()
        assert self.record.data["provider"] == "other_clinic"
