"""Who looked at a record is found by the record, whatever else was looked at in between."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry import watching
from registry.audit import AccessKind, reading
from registry.models import AccessedRecord, AccessEvent, Action
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


def test_files_in_which_it_left_are_told_and_leave_no_row_for_each_record() -> None:
    record_type = make_type()
    worker = make_worker(record_type)
    made = [make_record(record_type) for _number in range(3)]
    outside = make_record(make_type())
    assert list(RecordQuery(worker, record_type, Action.EXPORT).stream(len, purpose="one")) == [[3]]
    assert not AccessedRecord.objects.exists()
    assert [[one.action for one in watching.looks_at(record)] for record in made] == [["export"]] * 3
    assert watching.looks_at(outside) == []
    opened(worker, made[0])
    assert [one.action for one in watching.looks_at(made[0])] == ["view", "export"]
    with time_machine.travel(timezone.now() + timedelta(days=watching.DAYS + 1)):
        assert watching.looks_at(made[0]) == []


def test_files_are_found_by_their_index_and_no_other_event_is_read() -> None:
    record = make_record(make_type())
    with CaptureQueriesContext(connection) as asked:
        watching.looks_at(record)
    (sql,) = [one["sql"] for one in asked.captured_queries if "export" in one["sql"]]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"{'EXPLAIN' if connection.vendor == 'postgresql' else 'EXPLAIN QUERY PLAN'} {sql}")
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    assert "registry_access_export" in plan


def test_old_looks_are_forgotten_and_their_events_stay() -> None:
    record_type = make_type()
    worker, record = make_worker(record_type), make_record(record_type)
    opened(worker, record)
    watching.forget_old_looks.call()
    assert watching.looks_at(record)
    with time_machine.travel(timezone.now() + timedelta(days=watching.DAYS + 1)):
        watching.forget_old_looks.call()
    assert not AccessedRecord.objects.exists()
    assert AccessEvent.objects.count() == 1


def test_an_event_about_something_else_than_records_is_written_all_the_same() -> None:
    worker = make_worker(make_type())
    with reading(worker, AccessKind.SEARCH, "visit") as seen:
        seen.add(["not an id"])
    assert not AccessedRecord.objects.exists()
