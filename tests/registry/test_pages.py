"""Pages of a list: nothing twice, nothing left out, every look written down; and what they cost."""

from typing import Any

import pytest
from django.core import signing
from django.db import OperationalError, connection

from registry import query as query_module
from registry.models import AccessEvent, Action, RecordIndex, RecordType
from registry.query import BadToken, Op, RecordQuery
from tests.factories.forms import ask, document, make_user, page, publish
from tests.factories.registry import (
    case_form,
    make_office,
    make_record,
    numbers,
)
from tests.support.queries import at_most

pytestmark = pytest.mark.django_db


def disk_full(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """A database that cannot take another access event."""
    if sql.startswith('INSERT INTO "registry_accessevent"'):
        raise OperationalError("database or disk is full")
    return execute(sql, params, many, context)


class TestPages:
    @pytest.mark.parametrize(
        "spec", ["visits", "-visits", "district", "-met_on", "_reference", "-_updated_at", ""]
    )
    def test_show_every_record_once_whatever_the_order(
        self, worker: Any, record_type: RecordType, spec: str
    ) -> None:
        office, writer = make_office(), make_user()
        for number in range(60):
            answers = {"visits": number % 7, "district": "dhaka"} if number % 3 else {"met_on": "2026-01-01"}
            make_record(record_type, answers, office=office, by=writer)
        query, token, seen, pages = RecordQuery(worker, record_type).sorted_by(spec), "", [], 0
        while True:
            found = query.page(after=token)
            seen += [row.record.pk for row in found.rows]
            pages += 1
            token = found.next_token
            if not token:
                break
        assert pages == 3
        assert len(seen) == len(set(seen)) == 60

    @pytest.mark.parametrize(("spec", "expected"), [("visits", "2143"), ("-visits", "4123")])
    def test_have_those_without_a_value_last_both_ways(
        self, worker: Any, record_type: RecordType, spec: str, expected: str
    ) -> None:
        for visits in (4, 1, None, 9):
            make_record(record_type, {"visits": visits} if visits else {"district": "dhaka"})
        assert "".join(numbers(RecordQuery(worker, record_type).sorted_by(spec))) == expected

    def test_begin_with_the_newest_by_default(self, worker: Any, record_type: RecordType) -> None:
        for _ in range(3):
            make_record(record_type)
        assert numbers(RecordQuery(worker, record_type)) == ["3", "2", "1"]

    def test_go_on_where_they_stopped_when_something_was_added_before(
        self, worker: Any, record_type: RecordType
    ) -> None:
        for _ in range(30):
            make_record(record_type, {"visits": 1})
        query = RecordQuery(worker, record_type)
        first = query.page()
        make_record(record_type, {"visits": 1})
        assert len(query.page(after=first.next_token).rows) == 5

    def test_refuse_a_token_that_is_forged_or_of_another_list(
        self, worker: Any, record_type: RecordType
    ) -> None:
        for _ in range(26):
            make_record(record_type, {"visits": 1})
        query = RecordQuery(worker, record_type)
        token = query.page().next_token
        for other in (query.sorted_by("visits"), query.where("visits", Op.EQUAL, 1)):
            with pytest.raises(BadToken):
                other.page(after=token)
        forged = signing.dumps(["x", True, ["text", "a"], "b"], salt="elsewhere")
        for wrong in ("nonsense", token[:-2], forged):
            with pytest.raises(BadToken):
                query.page(after=wrong)

    def test_cost_the_same_however_many_rows(self, worker: Any, record_type: RecordType) -> None:
        for _ in range(3):
            make_record(record_type)
        query = RecordQuery(worker, record_type).where("district", Op.EQUAL, "dhaka").sorted_by("visits")
        query.page()
        with at_most(5):
            query.page()
        for _ in range(30):
            make_record(record_type)
        with at_most(4):
            query.page()

    def test_from_nothing_cost_few_queries(self, worker: Any, record_type: RecordType) -> None:
        make_record(record_type)
        person = type(worker).objects.get(pk=worker.pk)
        fresh = RecordType.objects.select_related("form__live_version").get(pk=record_type.pk)
        with at_most(9):
            query = RecordQuery(person, fresh).where("district", Op.EQUAL, "dhaka")
            query.page()
            query.count()
            query.facet("district")


class TestCounts:
    def test_stop_at_ten_thousand(
        self, worker: Any, record_type: RecordType, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for _ in range(4):
            make_record(record_type, {"visits": 1})
        query = RecordQuery(worker, record_type)
        assert str(query.count()) == "4"
        monkeypatch.setattr(query_module, "COUNT_LIMIT", 3)
        assert query.count().capped
        assert str(query.count()) == "3+"

    def test_of_facets_leave_out_their_own_filter(self, worker: Any, record_type: RecordType) -> None:
        for district in ("dhaka", "dhaka", "khulna"):
            make_record(record_type, {"district": district, "topics": ["law"]})
        query = RecordQuery(worker, record_type).where("district", Op.EQUAL, "khulna")
        assert query.facet("district") == {"dhaka": 2, "khulna": 1}
        assert query.facet("topics") == {"law": 1}
        assert query.facet("_status") == {"open": 1}


class TestEvents:
    def test_a_page_is_written_down_with_what_it_showed(self, worker: Any, record_type: RecordType) -> None:
        record = make_record(record_type)
        RecordQuery(worker, record_type).page(columns=["district", "risk"], address="192.0.2.7")
        event = AccessEvent.objects.get()
        assert (event.user, event.action, event.records) == (worker, "list", [str(record.pk)])
        assert (event.tiers, event.record_type, event.address) == ("IC", record_type.key, "192.0.2.7")

    def test_a_page_whose_event_cannot_be_written_is_not_shown(
        self, worker: Any, record_type: RecordType
    ) -> None:
        make_record(record_type)
        with connection.execute_wrapper(disk_full), pytest.raises(OperationalError):
            RecordQuery(worker, record_type).page()


def test_an_export_has_the_answers_to_questions_long_gone(worker: Any, record_type: RecordType) -> None:
    make_record(record_type)
    kept = [item for item in case_form().pages[0].items if item.key != "venue"]
    publish(document(page("about", *kept, ask("new_one"))), record_type.form.key)
    fresh = RecordType.objects.get(pk=record_type.pk)
    query = RecordQuery(worker, fresh, Action.EXPORT)
    [[[row]]] = list(query.stream(list))
    assert row.answers["venue"] == "Community hall"
    assert "venue" not in query.page().rows[0].answers
    assert "venue" in query.filterable


def test_reading_a_list_touches_no_record_that_is_not_on_the_page(
    worker: Any, record_type: RecordType
) -> None:
    for _ in range(30):
        make_record(record_type, {"visits": 1})
    with at_most(6) as captured:
        RecordQuery(worker, record_type).page()
    statements = [
        str(one["sql"]) for one in captured.captured_queries if 'FROM "registry_record" ' in one["sql"]
    ]
    assert len(statements) == 1
    assert " IN (" in statements[0] or "id = wanted.pk" in statements[0]
    assert RecordIndex.objects.count() == 30
