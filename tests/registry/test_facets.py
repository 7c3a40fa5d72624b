"""Counts of values beside other filters, and of pairs of values; those that no form knows any more are counted too."""

from typing import Any

import pytest

from registry.indexing import slots_of
from registry.models import RecordIndex, RecordType
from registry.query import NotFilterable, Op, RecordQuery
from tests.factories.registry import make_record
from tests.support.queries import at_most

pytestmark = pytest.mark.django_db


@pytest.fixture
def query(worker: Any, record_type: RecordType) -> RecordQuery:
    for district, risk in (("dhaka", "high"), ("dhaka", "low"), ("dhaka", "high"), ("khulna", "high")):
        make_record(record_type, {"district": district, "risk": risk, "visits": 2})
    make_record(record_type, {"district": "dhaka"})
    make_record(record_type, {"risk": "low", "visits": 2})
    return RecordQuery(worker, record_type)


def forget_a_choice(record_type: RecordType, key: str, value: str) -> None:
    """Records of an older form, whose choice is not there any more."""
    column = slots_of(record_type)[key]
    RecordIndex.objects.filter(type=record_type, **{column: value}).update(**{column: "of_old"})


class TestBesideAFilter:
    def test_values_are_counted_most_frequent_first_without_those_of_nobody(self, query: RecordQuery) -> None:
        narrowed = query.where("district", Op.EQUAL, "dhaka")
        assert list(narrowed.facet("risk").items()) == [("high", 2), ("low", 1)]
        assert query.where("district", Op.EQUAL, "jashore").facet("risk") == {}

    def test_a_value_that_no_form_knows_is_counted(self, query: RecordQuery) -> None:
        forget_a_choice(query.record_type, "risk", "low")
        narrowed = query.where("visits", Op.EQUAL, 2)
        found = narrowed.facets(["risk", "district", "_status"])
        assert found["risk"] == {"high": 3, "of_old": 2}
        assert found["district"] == {"dhaka": 3, "khulna": 1}
        assert found["_status"] == {"open": 5}

    def test_of_no_record_nothing_is_counted(self, query: RecordQuery) -> None:
        assert query.picked([]).facets(["risk", "topics"]) == {"risk": {}, "topics": {}}

    def test_any_number_of_facets_costs_one_query(self, query: RecordQuery) -> None:
        narrowed = query.where("district", Op.EQUAL, "dhaka").where("visits", Op.FILLED)
        names = ["risk", "district", "topics", "_status", "_office", "visits"]
        narrowed.facets(names)
        with at_most(1):
            found = narrowed.facets(names)
        assert found["district"] == {"dhaka": 3, "khulna": 1}
        assert list(found["visits"].values()) == [3]
        with at_most(1):
            assert narrowed.facets(["risk", "_status"]) == {
                "risk": {"high": 2, "low": 1},
                "_status": {"open": 3},
            }


class TestPairs:
    def test_are_counted_within_the_filters(self, query: RecordQuery) -> None:
        every = {("dhaka", "high"): 2, ("dhaka", "low"): 1, ("khulna", "high"): 1}
        assert query.crossed("district", "risk") == every
        assert query.where("risk", Op.EQUAL, "low").crossed("district", "risk") == {("dhaka", "low"): 1}

    def test_a_value_that_no_form_knows_is_counted(self, query: RecordQuery) -> None:
        forget_a_choice(query.record_type, "risk", "low")
        found = query.crossed("district", "risk")
        assert found == {("dhaka", "high"): 2, ("dhaka", "of_old"): 1, ("khulna", "high"): 1}

    def test_of_a_status_with_a_choice_and_of_a_number(self, query: RecordQuery) -> None:
        assert query.crossed("_status", "risk") == {("open", "high"): 3, ("open", "low"): 2}
        visits = query.crossed("district", "visits")
        assert {(district, float(number)) for district, number in visits} == {("dhaka", 2), ("khulna", 2)}
        assert sum(visits.values()) == 4

    def test_of_several_answers_cannot_be_counted(self, query: RecordQuery) -> None:
        with pytest.raises(NotFilterable):
            query.crossed("district", "topics")
