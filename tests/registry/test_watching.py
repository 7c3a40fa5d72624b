"""Who looked at a record is found by the record, whatever else was looked at in between."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry import watching
from registry.audit import AccessKind, reading
from registry.models import AccessedRecord
from registry.opening import opened
from registry.query import RecordQuery
from tests.factories.registry import make_record, make_type, make_worker

pytestmark = pytest.mark.django_db


def test_openings_and_lists_are_told_and_nothing_of_other_records() -> None:
    record_type = make_type()
    worker = make_worker(record_type)
    mine, other = make_record(record_type), make_record(record_type)
    RecordQuery(worker, record_type).page()
    opened(worker, mine)
    opened(worker, other)
    assert [one.action for one in watching.looks_at(mine)] == ["view", "list"]


def test_it_is_found_by_an_index_and_not_by_reading_events() -> None:
    record = make_record(make_type())
    with CaptureQueriesContext(connection) as asked:
        watching.looks_at(record)
    assert "LIKE" not in asked.captured_queries[-1]["sql"]


def test_an_event_about_something_else_than_records_is_written_all_the_same() -> None:
    worker = make_worker(make_type())
    with reading(worker, AccessKind.SEARCH, "visit") as seen:
        seen.add(["not an id"])
    assert not AccessedRecord.objects.exists()
