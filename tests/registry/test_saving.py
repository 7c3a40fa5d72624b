"""Writing records: what is stored together, what an edit keeps, and what a failure leaves behind."""

from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import timezone

from registry.models import Record, RecordIndex, RecordRevision, RecordValue, ReferenceCounter
from registry.saving import Conflict, Entry, save_record
from registry.sealing import KeyRing, open_record, open_revision
from tests.factories.forms import ask, document, make_user, page, publish
from tests.factories.registry import ANSWERS, case_form, change_record, make_office, make_record, make_type
from tests.support.queries import at_most

pytestmark = pytest.mark.django_db


def answers_of(record: Record) -> dict[str, Any]:
    stored = Record.objects.get(pk=record.pk)
    return open_record(stored, KeyRing.of(stored))


class TestANewRecord:
    def test_gets_a_reference_from_the_pattern_of_its_type(self) -> None:
        record_type = make_type(id_pattern="S-{office}-{yyyy}-{counter:04}")
        office = make_office("JAS")
        year = timezone.localdate().year
        assert make_record(record_type, office=office).reference == f"S-JAS-{year}-0001"
        assert make_record(record_type, office=office).reference == f"S-JAS-{year}-0002"

    def test_begins_in_the_first_status_and_belongs_to_who_wrote_it(self) -> None:
        writer = make_user()
        record = make_record(make_type(initial_status="new"), by=writer)
        assert (record.status, record.owner, record.revision) == ("new", writer, 1)

    def test_has_its_filterable_answers_in_the_index(self) -> None:
        record = make_record(make_type())
        slots = dict(record.type.slots.values_list("key", "slot"))
        row = RecordIndex.objects.get(record=record)
        assert {key: str(getattr(row, slot)) for key, slot in slots.items()} == {
            "district": "dhaka",
            "visits": "3.0000" if "." in str(row.n1) else "3",
            "met_on": "2026-03-05",
            "venue": "Community hall",
            "risk": "high",
        }
        assert (row.reference, row.status, row.office_id) == (record.reference, "open", record.office_id)

    def test_has_a_value_row_for_each_of_several_values(self) -> None:
        record = make_record(make_type())
        found = RecordValue.objects.filter(record=record).values_list("key", "text")
        assert set(found) == {
            ("topics", "law"),
            ("topics", "health"),
            ("relation", "aunt"),
            ("relation", "teacher"),
        }

    def test_has_a_first_revision_that_holds_everything_sealed(self) -> None:
        record = make_record(make_type())
        revision = RecordRevision.objects.get(record=record)
        assert open_revision(revision, KeyRing.of(record)) == ANSWERS
        assert b"Community" not in bytes(revision.sealed)
        assert "Community hall" not in str(revision.changed_keys)

    def test_costs_at_most_a_dozen_queries(self) -> None:
        record_type, writer, office = make_type(), make_user(), make_office()
        make_record(record_type, by=writer, office=office)
        record_type.form.live_version.program  # noqa: B018 - compiled once in the life of a process
        with at_most(12):
            make_record(record_type, by=writer, office=office)

    def test_gives_rows_without_an_id_one_of_their_own(self) -> None:
        record = make_record(make_type(), {"contacts": [{"relation": "aunt"}, {"relation": "aunt"}]})
        first, second = answers_of(record)["contacts"]
        assert first["_id"] != second["_id"]

    def test_that_fails_takes_its_number_back(self, monkeypatch: pytest.MonkeyPatch) -> None:
        record_type, office = make_type(), make_office()
        make_record(record_type, office=office)
        writer = make_user()
        lost = make_user()
        lost.pk = 999_999_999
        with pytest.raises(IntegrityError):
            _save_and_check(record_type, office, lost)
        assert make_record(record_type, office=office, by=writer).reference.endswith("0002")
        assert ReferenceCounter.objects.get().last == 2

    def test_without_an_office_is_a_mistake_of_the_program(self) -> None:
        record_type = make_type()
        entry = Entry(
            record_type=record_type, version=record_type.form.live_version, answers={}, by=make_user()
        )
        with pytest.raises(ValueError, match="office"):
            save_record(entry)


def _save_and_check(record_type: Any, office: Any, by: Any) -> None:
    """Save inside a savepoint and look at foreign keys before it ends, as a commit would."""
    from django.db import connection, transaction

    with transaction.atomic():
        make_record(record_type, office=office, by=by)
        connection.check_constraints()


class TestAnEdit:
    def test_changes_answers_index_and_history_together(self) -> None:
        record = make_record(make_type())
        changed = change_record(record, make_user(), "Heard more", district="khulna", topics=["school"])
        assert answers_of(changed) == {**ANSWERS, "district": "khulna", "topics": ["school"]}
        assert RecordIndex.objects.get(record=record, t1="khulna")
        assert [row.text for row in record.values.filter(key="topics")] == ["school"]
        revision = record.revisions.last()
        assert (revision.number, revision.reason) == (2, "Heard more")
        assert revision.changed_keys == ["district", "topics"]

    def test_that_changes_nothing_writes_nothing(self) -> None:
        record = make_record(make_type())
        before = Record.objects.values().get(pk=record.pk)
        again = change_record(record, make_user())
        assert again.revision == 1
        assert Record.objects.values().get(pk=record.pk) == before
        assert record.revisions.count() == 1

    def test_from_a_stale_page_is_refused_with_what_is_newer(self) -> None:
        record = make_record(make_type())
        stale = Record.objects.get(pk=record.pk)
        other = make_user()
        change_record(record, other, venue="School")
        with pytest.raises(Conflict) as conflict:
            change_record(stale, make_user(), venue="Market")
        assert [revision.by for revision in conflict.value.newer] == [other]
        assert answers_of(record)["venue"] == "School"

    def test_leaves_what_others_changed_before_in_the_history(self) -> None:
        record = make_record(make_type())
        change_record(change_record(record, make_user(), alias="One"), make_user(), alias="Two")
        ring = KeyRing.of(record)
        told = [open_revision(revision, ring)["alias"] for revision in record.revisions.all()]
        assert told == ["Example Alias", "One", "Two"]

    def test_opens_a_compartment_that_was_empty_before(self) -> None:
        record = make_record(make_type(), {"district": "dhaka"})
        assert set(record.keys.values_list("compartment", flat=True)) == {"general"}
        change_record(record, make_user(), diagnosis="Something")
        assert answers_of(record) == {"district": "dhaka", "diagnosis": "Something"}

    def test_moves_a_record_to_the_version_it_was_made_with(self) -> None:
        record_type = make_type()
        record = make_record(record_type)
        old = record.version
        new = publish(document(*case_form().pages, page("more", ask("extra"))), record_type.form.key)
        record_type.form.refresh_from_db()
        assert Record.objects.get(pk=record.pk).version == old
        record.type.form.live_version = new
        assert change_record(record, make_user(), extra="More").version == new

    def test_keeps_answers_to_questions_that_the_form_dropped(self) -> None:
        record_type = make_type()
        record = make_record(record_type)
        kept = [item for item in case_form().pages[0].items if item.key not in ("diagnosis", "venue")]
        new = publish(document(page("about", *kept)), record_type.form.key)
        record.type.form.live_version = new
        changed = change_record(record, make_user(), district="khulna")
        assert changed.version == new
        assert answers_of(changed) == {**ANSWERS, "district": "khulna"}
        assert "diagnosis" not in changed.data

    def test_costs_at_most_sixteen_queries(self) -> None:
        record, writer = make_record(make_type()), make_user()
        with at_most(16):
            change_record(record, writer, venue="School")
