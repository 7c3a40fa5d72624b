"""Who changed what, as far as the reader may see it; and whether the history is whole."""

import pytest
from django.db import connection

from forms_builder import insert_only
from forms_builder.insert_only import WrittenOnce
from registry.history import revisions, verify_chain
from registry.models import AccessEvent, Record, RecordRevision
from tests.factories.forms import make_user
from tests.factories.registry import ANSWERS, change_record, make_record, make_type, make_worker
from tests.support.queries import at_most

pytestmark = pytest.mark.django_db


@pytest.fixture
def record() -> Record:
    """A record with three revisions."""
    record = make_record(make_type())
    rows = [{**ANSWERS["contacts"][0], "contact_name": "Other Aunt"}, ANSWERS["contacts"][1]]
    record = change_record(
        record, make_user(full_name="First Editor"), "Heard more", venue="School", alias="New"
    )
    return change_record(record, make_user(full_name="Second Editor"), contacts=rows, topics=None)


def test_the_history_tells_who_changed_what_and_why(record: Record) -> None:
    newest, middle, first = revisions(make_worker(record.type), record)
    assert (newest.by.full_name, newest.number, middle.reason) == ("Second Editor", 3, "Heard more")
    told = {change.key: (change.before, change.after) for change in middle.changes}
    assert told == {"venue": ("Community hall", "School"), "alias": ("Example Alias", "New")}
    assert {(change.key, change.row) for change in newest.changes} == {("topics", 0), ("contact_name", 1)}
    assert {change.key for change in first.changes} >= {"district", "diagnosis", "contact_name"}
    assert all(change.before is None for change in first.changes)


def test_answers_one_may_not_see_are_counted_and_not_shown(record: Record) -> None:
    newest, middle, first = revisions(make_worker(record.type, tier="I"), record)
    assert [change.key for change in middle.changes] == ["venue"]
    assert (newest.withheld, middle.withheld) == (1, 1)
    assert "Example" not in str([change.after for change in first.changes])


def test_looking_at_the_history_is_written_down(record: Record) -> None:
    worker = make_worker(record.type, tier="C", compartments=["identity"])
    revisions(worker, record, address="192.0.2.1")
    event = AccessEvent.objects.get()
    assert (event.action, event.user, event.records) == ("history", worker, [str(record.pk)])
    assert event.tiers == "IC"


def test_the_history_costs_the_same_however_long_it_is(record: Record) -> None:
    worker = make_worker(record.type)
    with at_most(8):
        revisions(worker, record)


class TestTheChain:
    def test_holds_for_what_was_written_here(self, record: Record) -> None:
        assert verify_chain(record) is None

    def test_no_revision_can_be_changed_or_deleted(self, record: Record) -> None:
        with pytest.raises(WrittenOnce):
            record.revisions.update(reason="")
        with pytest.raises(WrittenOnce):
            record.revisions.first().delete()

    def test_shows_where_somebody_with_the_database_changed_a_payload(self, record: Record) -> None:
        with insert_only.lifted(connection), connection.cursor() as cursor:
            table = RecordRevision._meta.db_table
            cursor.execute(f"UPDATE {table} SET sealed = %s WHERE number = 2", [b"other"])  # noqa: S608
        assert verify_chain(record) == 2

    def test_shows_where_somebody_took_a_revision_out(self, record: Record) -> None:
        for gone, expected in ((3, 3), (2, 2), (1, 1)):
            with insert_only.lifted(connection), connection.cursor() as cursor:
                table = RecordRevision._meta.db_table
                cursor.execute(f"DELETE FROM {table} WHERE number = %s", [gone])  # noqa: S608
            assert verify_chain(record) == expected
