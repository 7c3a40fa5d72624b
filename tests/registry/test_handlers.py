"""From a form that was sent to a record, and from a record to a change of it."""

from typing import Any

import pytest
from django.utils import timezone, translation

from forms_builder.filling import handlers
from forms_builder.filling.handlers import Refused
from forms_builder.filling.payload import unseal
from forms_builder.filling.sending import Overtaken, Sender, send
from forms_builder.models import FormVersion, Submission
from forms_builder.schema import Prefill
from registry import access
from registry.models import AccessEvent, Action, Record, RecordType, Scope
from registry.sealing import KeyRing, open_record
from tests.factories.forms import ask, choices, document, early_version, make_user, page, publish, repeat
from tests.factories.registry import (
    ANSWERS,
    begin,
    change_record,
    fill_in,
    grant,
    make_office,
    make_record,
    make_type,
    make_worker,
    type_in,
    work_in,
)

pytestmark = pytest.mark.django_db

NEW, EDIT = "registry.new", "registry.edit"


def assignment(user: Any, purpose: str, target: object) -> Any:
    return handlers.get(purpose).assignment(user, str(target))


def answers_of(record: Record) -> dict[str, Any]:
    stored = Record.objects.get(pk=record.pk)
    return open_record(stored, KeyRing.of(stored))


class TestANewRecord:
    def test_is_nobodys_to_add_without_a_grant(self, record_type: RecordType) -> None:
        viewer = make_worker(record_type, make_office(), actions=[Action.VIEW, Action.EDIT])
        assert assignment(viewer, NEW, record_type.key) is None
        assert assignment(make_user(is_superuser=True), NEW, record_type.key) is None
        assert assignment(viewer, NEW, "no_such_type") is None

    def test_is_made_once_from_what_was_sent(self, record_type: RecordType) -> None:
        worker = make_worker(record_type, make_office("DHK"))
        draft = begin(worker, NEW, record_type.key)
        type_in(draft, **ANSWERS)
        receipt = send(draft.pk, Sender(worker, "en"))
        again = send(draft.pk, Sender(worker, "en"))
        record = Record.objects.get()
        assert receipt == again
        assert receipt.reference == record.reference
        assert receipt.url.endswith(f"/{record_type.key}/{record.pk}/")
        assert answers_of(record) == ANSWERS
        assert record.submission == Submission.objects.get()
        assert (record.owner, record.office.code) == (worker, "DHK")

    def test_of_somebody_who_may_only_add_leads_home(self, record_type: RecordType) -> None:
        worker = make_worker(record_type, make_office(), actions=[Action.CREATE])
        receipt = fill_in(worker, NEW, record_type.key, district="dhaka")
        assert receipt.url == "/workspace/"

    def test_has_office_person_and_day_filled_in(self) -> None:
        office = make_office("JAS")
        record_type = make_type(
            document(
                page(
                    "p",
                    ask("site", "choose_one", choices=choices("jas", "dhk"), prefill=Prefill.OFFICE),
                    ask("who", "text", prefill=Prefill.USER),
                    ask("worker", "staff", prefill=Prefill.USER),
                    ask("day", "date", prefill=Prefill.TODAY),
                )
            )
        )
        worker = make_worker(record_type, office)
        assert assignment(worker, NEW, record_type.key).answers == {
            "site": "jas",
            "who": worker.full_name,
            "worker": str(worker.pk),
            "day": timezone.localdate().isoformat(),
        }

    def test_says_its_name_in_the_readers_language(self, record_type: RecordType) -> None:
        worker = make_worker(record_type)
        with translation.override("en"):
            assert assignment(worker, NEW, record_type.key).title == record_type.name_en
        with translation.override("bn"):
            assert assignment(worker, NEW, record_type.key).title == record_type.name_bn

    def test_of_a_form_that_takes_no_answers_is_refused(self) -> None:
        record_type = make_type(early_version(document(page("p", ask("a")))))
        worker = make_worker(record_type, make_office())
        with pytest.raises(Refused):
            fill_in(worker, NEW, record_type.key, a="x")
        assert not Record.objects.exists()

    def test_is_refused_when_the_grant_is_gone_by_the_time_it_is_sent(self, record_type: RecordType) -> None:
        worker = make_worker(record_type, make_office())
        draft = begin(worker, NEW, record_type.key)
        type_in(draft, district="dhaka")
        worker.groups.clear()
        access.forget(worker)
        with pytest.raises(Refused):
            send(draft.pk, Sender(worker, "en"))
        assert not Submission.objects.exists()


class TestTheOfficeOfANewRecord:
    @pytest.fixture
    def record_type(self) -> RecordType:
        site = ask("site", "choose_one", choices=choices("dhk", "jas", "other"), prefill=Prefill.OFFICE)
        return make_type(document(page("p", site, ask("a"))))

    def test_is_the_one_the_form_names(self, record_type: RecordType) -> None:
        worker = make_worker(record_type, make_office("DHK"), make_office("JAS"))
        fill_in(worker, NEW, record_type.key, site="jas")
        assert Record.objects.get().office.code == "JAS"

    def test_is_refused_where_one_does_not_work(self, record_type: RecordType) -> None:
        make_office("JAS")
        worker = make_worker(record_type, make_office("DHK"), scope=Scope.OFFICE)
        with pytest.raises(Refused, match="JAS"):
            fill_in(worker, NEW, record_type.key, site="jas")
        assert not Submission.objects.exists()

    def test_may_be_any_for_somebody_with_a_grant_for_all(self, record_type: RecordType) -> None:
        make_office("JAS")
        worker = make_worker(record_type, make_office("DHK"))
        fill_in(worker, NEW, record_type.key, site="jas")
        assert Record.objects.get().office.code == "JAS"

    def test_is_asked_for_when_nothing_tells_it(self, record_type: RecordType) -> None:
        worker = make_worker(record_type, make_office("DHK"), make_office("JAS"))
        with pytest.raises(Refused, match="office"), translation.override("en"):
            fill_in(worker, NEW, record_type.key, site="other")


class TestAChange:
    def test_is_nobodys_to_make_without_a_grant(self, record_type: RecordType) -> None:
        record = make_record(record_type)
        viewer = make_worker(record_type, actions=[Action.VIEW])
        assert assignment(viewer, EDIT, record.pk) is None
        assert assignment(make_user(), EDIT, record.pk) is None
        assert assignment(make_worker(record_type), EDIT, "nonsense") is None

    def test_begins_with_what_is_known_and_is_written_down(self, record_type: RecordType) -> None:
        record = make_record(record_type)
        worker = make_worker(record_type)
        found = assignment(worker, EDIT, record.pk)
        assert (dict(found.answers), found.base_revision, found.withheld) == (ANSWERS, 1, frozenset())
        assert record.reference in found.title
        event = AccessEvent.objects.get()
        assert (event.action, event.tiers, event.user) == ("edit", "ICR", worker)

    def test_makes_a_revision(self, record_type: RecordType) -> None:
        record = make_record(record_type)
        worker = make_worker(record_type)
        receipt = fill_in(worker, EDIT, str(record.pk), venue="School", alias=None)
        assert receipt.reference == record.reference
        expected = {key: answer for key, answer in ANSWERS.items() if key != "alias"}
        assert answers_of(record) == {**expected, "venue": "School"}
        assert record.revisions.last().by == worker

    def test_is_made_with_the_form_that_is_live(self, record_type: RecordType) -> None:
        record = make_record(record_type)
        old = record.version.parsed
        new = publish(document(*old.pages, page("more", ask("extra"))), record_type.form.key)
        fill_in(make_worker(record_type), EDIT, str(record.pk), extra="More")
        assert Record.objects.get().version == new

    def test_of_a_record_changed_meanwhile_waits_for_both_to_be_put_together(
        self, record_type: RecordType
    ) -> None:
        record = make_record(record_type)
        worker, other = make_worker(record_type), make_user(full_name="Example Colleague")
        draft = begin(worker, EDIT, str(record.pk))
        type_in(draft, venue="Market")
        change_record(record, other, venue="School")
        with pytest.raises(Overtaken):
            send(draft.pk, Sender(worker, "en"))
        with translation.override("en"):
            assert "Example Colleague" in assignment(worker, EDIT, record.pk).last_change
        draft.refresh_from_db()
        assert unseal(draft).answers["venue"] == "Market"
        assert answers_of(record)["venue"] == "School"

    def test_of_a_record_that_one_may_not_see_any_more_is_refused(self, record_type: RecordType) -> None:
        record = make_record(record_type)
        worker = make_worker(record_type)
        draft = begin(worker, EDIT, str(record.pk))
        type_in(draft, venue="Market")
        worker.groups.clear()
        access.forget(worker)
        with pytest.raises(Refused):
            send(draft.pk, Sender(worker, "en"))
        assert answers_of(record) == ANSWERS


class TestWhatAnEditorMayNotSee:
    def test_survives_the_edit_in_rows_too(self, record_type: RecordType) -> None:
        record = make_record(record_type)
        worker = make_worker(record_type, tier="I", compartments=[])
        found = assignment(worker, EDIT, record.pk)
        assert {"alias", "diagnosis", "full_name", "remarks", "risk", "contact_name"} == found.withheld
        assert not found.withheld & found.answers.keys()
        rows = [{**found.answers["contacts"][0], "relation": "teacher"}, {"_id": "00000000000a"}]
        fill_in(worker, EDIT, str(record.pk), venue="School", contacts=rows)
        expected = [
            {"_id": "000000000001", "relation": "teacher", "contact_name": "Example Aunt"},
            {"_id": "00000000000a"},
        ]
        assert answers_of(record) == {**ANSWERS, "venue": "School", "contacts": expected}

    def test_cannot_be_overwritten_by_sending_it_anyway(self, record_type: RecordType) -> None:
        record = make_record(record_type)
        worker = make_worker(record_type, tier="I", compartments=[])
        fill_in(worker, EDIT, str(record.pk), venue="School", alias="Forged", risk="low")
        assert answers_of(record) == {**ANSWERS, "venue": "School"}

    def test_still_decides_what_is_shown_and_calculated(self) -> None:
        record_type = make_type(
            document(
                page(
                    "p",
                    ask("secret", sensitivity="R", compartment="legal"),
                    ask("follow_up", show_if="${secret} = 'yes'"),
                    ask("always"),
                    ask("shout", "calculated", calculate="concat(${secret}, '!')", sensitivity="R"),
                    repeat("visits", ask("note"), show_if="${secret} = 'yes'"),
                )
            )
        )
        said = {"secret": "yes", "follow_up": "Call", "visits": [{"_id": "000000000001", "note": "n"}]}
        record = make_record(record_type, said)
        before = {**said, "shout": "yes!"}
        assert answers_of(record) == before
        worker = make_worker(record_type, tier="I")
        fill_in(worker, EDIT, str(record.pk), always="x")
        assert answers_of(record) == {**before, "always": "x"}

    def test_and_what_one_may_see_but_not_change_survives_too(self, record_type: RecordType) -> None:
        record = make_record(record_type)
        worker = make_worker(record_type, record.office, actions=[Action.VIEW])
        grant(worker, record_type, actions=[Action.EDIT], tier="I", scope=Scope.OWN, compartments=[])
        Record.objects.filter(pk=record.pk).update(owner=worker)
        fill_in(worker, EDIT, str(record.pk), venue="School", full_name="Forged")
        assert answers_of(record) == {**ANSWERS, "venue": "School"}


def test_a_version_of_another_form_is_refused(record_type: RecordType) -> None:
    worker = make_worker(record_type, make_office())
    draft = begin(worker, NEW, record_type.key)
    type_in(draft, district="dhaka")
    other: FormVersion = publish(document(page("p", ask("a"))))
    RecordType.objects.filter(pk=record_type.pk).update(form=other.definition)
    with pytest.raises(Refused):
        send(draft.pk, Sender(worker, "en"))


def test_filling_in_for_an_office_one_just_joined_works_without_signing_in_again() -> None:
    record_type = make_type()
    worker = make_worker(record_type, scope=Scope.OFFICE)
    with pytest.raises(Refused):
        fill_in(worker, NEW, record_type.key, district="dhaka")
    work_in(worker, make_office())
    again = type(worker).objects.get(pk=worker.pk)
    draft = begin(again, NEW, record_type.key)
    type_in(draft, district="dhaka")
    assert send(draft.pk, Sender(again, "en")).reference
