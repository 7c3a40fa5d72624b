"""Statements of lists are kept, rows never: what changed is seen, and nobody goes by another's rights."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry import statements
from registry.models import Grant, Scope
from registry.query import Op, RecordQuery
from tests.factories.registry import make_office, make_record, make_type, make_worker

pytestmark = pytest.mark.django_db


def test_a_list_asked_again_shows_what_was_added_meanwhile() -> None:
    record_type = make_type()
    worker = make_worker(record_type)
    query = RecordQuery(worker, record_type)
    assert (query.page().rows, query.count().number) == ([], 0)
    made = make_record(record_type)
    assert [row.record.pk for row in query.page().rows] == [made.pk]
    assert query.count().number == 1


def test_two_people_with_the_same_filters_each_see_their_own_office() -> None:
    record_type = make_type()
    for office in (make_office(), make_office()):
        mine = make_record(record_type, office=office)
        worker = make_worker(record_type, office, scope=Scope.OFFICE)
        found = RecordQuery(worker, record_type).where("_status", Op.EQUAL, "open")
        assert [row.record.pk for row in found.page().rows] == [mine.pk]
        assert found.count().number == 1


def test_narrower_rights_count_at_once() -> None:
    record_type = make_type()
    worker = make_worker(record_type, make_office())
    make_record(record_type, office=make_office())
    assert RecordQuery(worker, record_type).count().number == 1
    Grant.objects.update(scope=Scope.OFFICE)
    again = type(worker).objects.get(pk=worker.pk)
    assert RecordQuery(again, record_type).count().number == 0


def test_the_least_used_statement_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "MOST", 2)
    record_type = make_type()
    query = RecordQuery(make_worker(record_type), record_type)
    for status in ("open", "closed", "gone"):
        query.where("_status", Op.EQUAL, status).count()
    assert len(statements._kept) == 2


def test_all_pages_of_a_list_go_by_one_statement() -> None:
    record_type = make_type()
    for _number in range(60):
        make_record(record_type)
    query = RecordQuery(make_worker(record_type), record_type)
    first = query.page()
    second = query.page(after=first.next_token)
    kept = len(statements._kept)
    third = query.page(after=second.next_token)
    assert len(statements._kept) == kept
    found = [row.record.pk for page in (first, second, third) for row in page.rows]
    assert len(set(found)) == 60


def test_a_list_without_answers_reads_no_record() -> None:
    record_type = make_type()
    make_record(record_type)
    query = RecordQuery(make_worker(record_type), record_type)
    with CaptureQueriesContext(connection) as asked:
        query.page(columns=["_created_at"])
    assert not any('FROM "registry_record"' in one["sql"] for one in asked.captured_queries)


def test_moments_of_a_list_are_moments_whatever_it_is_sorted_by() -> None:
    """Read as text from either database, to the microsecond, and the place of the next page with them."""
    record_type = make_type()
    made = make_record(record_type)
    query = RecordQuery(make_worker(record_type), record_type)
    for order in ("-_created_at", "_updated_at", "_reference"):
        (row,) = query.sorted_by(order).page().rows
        assert (row.record.created_at, row.record.updated_at) == (made.created_at, made.updated_at)
        assert row.record.created_at.utcoffset() is not None
