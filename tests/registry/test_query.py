"""Lists: what can be asked for, by whom, and what it costs."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from forms_builder.schema import Sensitivity
from registry.models import Action, Record, RecordType, Scope
from registry.query import BadValue, NotFilterable, NotVisible, Op, RecordQuery
from tests.factories.forms import document, make_user, page, publish
from tests.factories.registry import (
    case_form,
    make_office,
    make_record,
    make_worker,
    numbers,
)

pytestmark = pytest.mark.django_db


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
        assert "".join(numbers(found)) == expected
        assert found.count().number == len(expected)

    def test_narrow_each_other(self, worker: Any, record_type: RecordType) -> None:
        query = RecordQuery(worker, record_type).where("topics", Op.EQUAL, "law")
        assert numbers(query.where("visits", Op.BETWEEN, (2, 20))) == ["3"]
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
        assert not hasattr(row.record, "sealed")

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
        assert [row.record.pk for row in query.page().rows] == [near.pk]
        assert (query.count().number, query.facet("district")) == (1, {"dhaka": 1})
        assert query.facet("topics") == {"health": 1, "law": 1}

    def test_an_export_needs_its_own_grant(self, record_type: RecordType) -> None:
        worker = make_worker(record_type, actions=[Action.VIEW])
        with pytest.raises(NotVisible):
            RecordQuery(worker, record_type, Action.EXPORT)

    def test_a_question_that_became_more_secret_is_no_filter_any_more(self, record_type: RecordType) -> None:
        make_record(record_type)
        items = [
            item.model_copy(update={"sensitivity": Sensitivity.CONFIDENTIAL, "filterable": False})
            if item.key == "venue"
            else item
            for item in case_form().pages[0].items
        ]
        publish(document(page("about", *items)), record_type.form.key)
        fresh = RecordType.objects.get(pk=record_type.pk)
        query = RecordQuery(make_worker(fresh), fresh)
        assert "venue" not in query.filterable
        assert "venue" not in query.page().rows[0].answers
