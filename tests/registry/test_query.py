"""Lists: what can be asked for, by whom, and what it costs."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.utils import timezone

from registry import query as query_module
from registry.models import AccessEvent, Action, Record, RecordIndex, RecordType, Scope
from registry.query import BadToken, BadValue, NotFilterable, NotVisible, Op, RecordQuery
from tests.factories.forms import ask, document, make_user, page, publish
from tests.factories.registry import (
    case_form,
    grant,
    make_office,
    make_record,
    make_type,
    make_worker,
)
from tests.support.queries import at_most

pytestmark = pytest.mark.django_db


@pytest.fixture
def record_type() -> RecordType:
    return make_type()


@pytest.fixture
def worker(record_type: RecordType) -> Any:
    return make_worker(record_type)


def references(query: RecordQuery, **how: Any) -> list[str]:
    """Numbers of the records on the first page, as they end: 0001 → 1."""
    return [str(int(row.record.reference[-4:])) for row in query.page(**how).rows]


class TestFilters:
    @pytest.fixture(autouse=True)
    def _records(self, record_type: RecordType) -> None:
        office = make_office("A")
        for answers in (
            {
                "district": "dhaka",
                "visits": 1,
                "met_on": "2026-01-31",
                "venue": "Blue school",
                "topics": ["law"],
            },
            {"district": "jashore", "visits": 5, "met_on": "2026-02-01", "venue": "Red market"},
            {"district": "khulna", "visits": 12, "topics": ["law", "health"], "risk": "high"},
            {"venue": "100% blue_hall", "contacts": [{"relation": "aunt"}]},
        ):
            make_record(record_type, answers, office=office)

    @pytest.mark.parametrize(
        ("name", "op", "value", "expected"),
        [
            ("district", Op.EQUAL, "dhaka", "1"),
            ("district", Op.IN, ["dhaka", "khulna"], "13"),
            ("district", Op.EMPTY, None, "4"),
            ("district", Op.FILLED, None, "123"),
            ("visits", Op.EQUAL, "৫", "2"),
            ("visits", Op.BETWEEN, (2, None), "23"),
            ("visits", Op.BETWEEN, ("1", "5"), "12"),
            ("met_on", Op.BETWEEN, ("2026-02-01", ""), "2"),
            ("met_on", Op.EQUAL, "২০২৬-০১-৩১", "1"),
            ("venue", Op.CONTAINS, "BLUE", "14"),
            ("venue", Op.CONTAINS, "100%", "4"),
            ("venue", Op.CONTAINS, "e_h", "4"),
            ("topics", Op.EQUAL, "health", "3"),
            ("topics", Op.IN, ["health", "law"], "13"),
            ("topics", Op.EMPTY, None, "24"),
            ("relation", Op.EQUAL, "aunt", "4"),
            ("_status", Op.EQUAL, "open", "1234"),
            ("_reference", Op.CONTAINS, "-0003", "3"),
        ],
    )
    def test_find_what_they_say(
        self, worker: Any, record_type: RecordType, name: str, op: Op, value: Any, expected: str
    ) -> None:
        found = RecordQuery(worker, record_type).where(name, op, value).sorted_by("_reference")
        assert "".join(references(found)) == expected
        assert found.count().number == len(expected)

    def test_narrow_each_other(self, worker: Any, record_type: RecordType) -> None:
        query = RecordQuery(worker, record_type).where("topics", Op.EQUAL, "law")
        assert references(query.where("visits", Op.BETWEEN, (2, 20))) == ["3"]
        assert query.count().number == 2

    def test_know_the_local_day(self, worker: Any, record_type: RecordType) -> None:
        query = RecordQuery(worker, record_type)
        today = timezone.localdate()
        assert query.where("_created_at", Op.EQUAL, today).count().number == 4
        tomorrow = today + timedelta(days=1)
        assert query.where("_created_at", Op.BETWEEN, (tomorrow, None)).count().number == 0

    def test_by_office_and_owner_take_their_keys(self, worker: Any, record_type: RecordType) -> None:
        first = Record.objects.first()
        assert first is not None
        query = RecordQuery(worker, record_type)
        assert query.where("_office", Op.EQUAL, first.office_id).count().number == 4
        assert query.where("_owner", Op.IN, [str(first.owner_id)]).count().number == 1

    @pytest.mark.parametrize(
        ("name", "op", "value"),
        [
            ("visits", Op.EQUAL, "many"),
            ("visits", Op.BETWEEN, ("1e99", None)),
            ("met_on", Op.EQUAL, "31/12/2026"),
            ("met_on", Op.EQUAL, "0001-01-01"),
            ("district", Op.IN, []),
            ("district", Op.EQUAL, " \x00 "),
            ("_office", Op.EQUAL, "dhaka"),
            ("_created_at", Op.EQUAL, "yesterday"),
        ],
    )
    def test_say_when_a_value_does_not_suit(
        self, worker: Any, record_type: RecordType, name: str, op: Op, value: Any
    ) -> None:
        with pytest.raises(BadValue):
            RecordQuery(worker, record_type).where(name, op, value)

    @pytest.mark.parametrize("op", [Op.CONTAINS, Op.BETWEEN])
    def test_refuse_what_a_column_cannot_do(self, worker: Any, record_type: RecordType, op: Op) -> None:
        with pytest.raises(NotFilterable):
            RecordQuery(worker, record_type).where("topics", op, "law")


class TestWhatIsNotOnes:
    def test_a_list_without_a_grant_is_not_there(self, record_type: RecordType) -> None:
        with pytest.raises(NotVisible):
            RecordQuery(make_user(is_superuser=True), record_type)

    @pytest.mark.parametrize(
        "key", ["full_name", "alias", "diagnosis", "remarks", "nothing", "data", "type__key"]
    )
    def test_sealed_and_unknown_questions_are_no_filter(
        self, worker: Any, record_type: RecordType, key: str
    ) -> None:
        query = RecordQuery(worker, record_type)
        with pytest.raises(NotFilterable):
            query.where(key, Op.EQUAL, "x")
        with pytest.raises(NotFilterable):
            query.sorted_by(key)
        with pytest.raises(NotFilterable):
            query.facet(key)

    def test_a_question_above_the_tier_can_neither_be_filtered_nor_seen(
        self, record_type: RecordType
    ) -> None:
        make_record(record_type)
        worker = make_worker(record_type, tier="I")
        query = RecordQuery(worker, record_type)
        for ask_for in (lambda: query.where("risk", Op.EQUAL, "high"), lambda: query.sorted_by("-risk")):
            with pytest.raises(NotFilterable):
                ask_for()
        with pytest.raises(NotFilterable):
            query.facet("risk")
        [row] = query.page().rows
        assert "risk" not in row.answers
        assert "risk" not in query.filterable

    def test_a_type_sorted_by_something_secret_falls_back_to_newest_first(
        self, record_type: RecordType
    ) -> None:
        record_type.sort = "risk"
        query = RecordQuery(make_worker(record_type, tier="I"), record_type)
        assert query.order == "-_created_at"

    def test_rows_show_no_sealed_answer_whatever_the_tier(self, worker: Any, record_type: RecordType) -> None:
        make_record(record_type)
        [row] = RecordQuery(worker, record_type).page().rows
        assert row.answers["contacts"][0] == {"_id": "000000000001", "relation": "aunt"}
        assert not {"full_name", "alias", "diagnosis", "remarks"} & row.answers.keys()
        assert "sealed" in row.record.get_deferred_fields()

    def test_only_the_columns_asked_for_are_shown(self, worker: Any, record_type: RecordType) -> None:
        make_record(record_type)
        [row] = RecordQuery(worker, record_type).page(columns=["district", "full_name", "_status"]).rows
        assert row.answers == {"district": "dhaka"}

    def test_lists_stop_at_the_scope(self, record_type: RecordType) -> None:
        office = make_office()
        worker = make_worker(record_type, office, scope=Scope.OFFICE)
        near = make_record(record_type, office=office)
        make_record(record_type, office=make_office())
        query = RecordQuery(worker, record_type)
        assert [row.record for row in query.page().rows] == [near]
        assert (query.count().number, query.facet("district")) == (1, {"dhaka": 1})
        assert query.facet("topics") == {"health": 1, "law": 1}

    def test_an_export_needs_its_own_grant(self, record_type: RecordType) -> None:
        worker = make_worker(record_type, actions=[Action.VIEW])
        with pytest.raises(NotVisible):
            RecordQuery(worker, record_type, Action.EXPORT)

    def test_a_question_that_became_more_secret_is_no_filter_any_more(self, record_type: RecordType) -> None:
        make_record(record_type)
        items = [
            item.model_copy(update={"sensitivity": "C", "filterable": False}) if item.key == "venue" else item
            for item in case_form().pages[0].items
        ]
        publish(document(page("about", *items)), record_type.form.key)
        fresh = RecordType.objects.get(pk=record_type.pk)
        query = RecordQuery(make_worker(fresh), fresh)
        assert "venue" not in query.filterable
        assert "venue" not in query.page().rows[0].answers


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
        assert "".join(references(RecordQuery(worker, record_type).sorted_by(spec))) == expected

    def test_begin_with_the_newest_by_default(self, worker: Any, record_type: RecordType) -> None:
        for _ in range(3):
            make_record(record_type)
        assert references(RecordQuery(worker, record_type)) == ["3", "2", "1"]

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
        with at_most(4):
            query.page()
        for _ in range(30):
            make_record(record_type)
        with at_most(3):
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
        with pytest.raises(ValueError, match="address"):
            RecordQuery(worker, record_type).page(address="not an address")

    def test_an_export_is_written_down_chunk_by_chunk(
        self, worker: Any, record_type: RecordType, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(query_module, "CHUNK", 2)
        for _ in range(5):
            make_record(record_type)
        grant(worker, record_type)
        chunks = RecordQuery(worker, record_type, Action.EXPORT).stream(purpose="Monthly report")
        assert [len(rows) for rows in chunks] == [2, 2, 1]
        assert set(AccessEvent.objects.values_list("action", "purpose")) == {("export", "Monthly report")}


def test_an_export_has_the_answers_to_questions_long_gone(worker: Any, record_type: RecordType) -> None:
    make_record(record_type)
    kept = [item for item in case_form().pages[0].items if item.key != "venue"]
    publish(document(page("about", *kept, ask("new_one"))), record_type.form.key)
    fresh = RecordType.objects.get(pk=record_type.pk)
    query = RecordQuery(worker, fresh, Action.EXPORT)
    [[row]] = list(query.stream())
    assert row.answers["venue"] == "Community hall"
    assert "venue" not in query.page().rows[0].answers
    assert "venue" in query.filterable


def test_reading_a_list_touches_no_record_that_is_not_on_the_page(
    worker: Any, record_type: RecordType
) -> None:
    for _ in range(30):
        make_record(record_type, {"visits": 1})
    with at_most(5) as captured:
        RecordQuery(worker, record_type).page()
    statements = [
        str(one["sql"]) for one in captured.captured_queries if 'FROM "registry_record" ' in one["sql"]
    ]
    assert len(statements) == 1
    assert " IN (" in statements[0]
    assert RecordIndex.objects.count() == 30
