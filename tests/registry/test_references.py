"""Patterns of references: which can work, and what comes out."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction

from registry.models import Record
from registry.references import PatternError, check_pattern, next_reference, same_numbers
from registry.saving import Entry, add_records
from tests.factories.forms import make_user
from tests.factories.registry import make_office, make_record, make_type


@pytest.mark.parametrize(
    "pattern", ["", "S-{yy}", "{counter}{counter}", "{name}-{counter}", "{counter", "x" * 21 + "{counter}"]
)
def test_a_pattern_that_cannot_work_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        check_pattern(pattern)


@pytest.mark.parametrize("pattern", ["{counter}", "S-{office}-{yy}-{counter:04}", "{yyyy}/{mm}/{counter:03}"])
def test_a_pattern_with_one_counter_is_taken(pattern: str) -> None:
    check_pattern(pattern)


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ("{office}-{yy}-{counter:04}", "DHK-{yy}-{counter:04}", True),
        ("{office}-{yy}-{counter:04}", "CON-{yy}-{counter:04}", False),
        ("{office}-{yy}-{counter:04}", "CON-{office}-{yy}-{counter:04}", False),
        ("a-{counter:04}", "A-{counter}", True),
        ("a-{counter}", "b-{counter}", False),
        ("N{yy}{counter:03}", "N{yyyy}{counter}", True),
        ("N-{yy}-{counter}", "N-{yyyy}-{counter}", False),
        ("N-{mm}-{counter}", "N-{yy}-{counter}", True),
        ("N-{counter:04}", "N-20{yy}", True),
        ("N-{counter:05}", "N-20{yy}", False),
        ("{office}{counter}", "DHK1{counter}", True),
    ],
)
def test_patterns_that_could_give_one_number_are_told(one: str, other: str, meet: bool) -> None:
    assert same_numbers(one, other, ["DHK", "JAS"]) is meet
    assert same_numbers(other, one, ["DHK", "JAS"]) is meet


def test_offices_meet_although_none_is_there_yet() -> None:
    assert same_numbers("{office}-{counter}", "{office}-{counter:04}")


@pytest.mark.django_db
class TestNumbers:
    def test_count_apart_for_each_office_year_and_type(self) -> None:
        pattern, day = "{office}-{yy}-{counter:03}", date(2026, 12, 31)
        given = [
            next_reference("a", pattern, "DHK", day),
            next_reference("a", pattern, "DHK", day),
            next_reference("a", pattern, "JAS", day),
            next_reference("a", pattern, "DHK", date(2027, 1, 1)),
        ]
        assert given == ["DHK-26-001", "DHK-26-002", "JAS-26-001", "DHK-27-001"]

    def test_are_taken_back_with_their_transaction(self) -> None:
        day = date(2026, 1, 1)

        def lose() -> None:
            with transaction.atomic():
                assert next_reference("a", "{counter}", "", day) == "1"
                raise LookupError

        with pytest.raises(LookupError):
            lose()
        assert next_reference("a", "{counter}", "", day) == "1"

    def test_of_two_types_may_not_be_the_same(self) -> None:
        make_type(id_pattern="S-{office}-{counter:04}")
        other = make_type(id_pattern="T-{counter}")
        other.id_pattern = "s-{office}-{counter}"
        with pytest.raises(ValidationError) as refused:
            other.full_clean()
        assert "id_pattern" in refused.value.message_dict
        other.id_pattern = "T-{counter:02}"
        other.full_clean()


@pytest.mark.django_db
def test_a_number_that_another_record_bears_is_passed_over() -> None:
    """As after a change of patterns, which no check of today's patterns sees."""
    office = make_office("DHK")
    first = make_type(id_pattern="DHK-{counter}")
    other = make_type(id_pattern="X-{counter}")
    taken = [make_record(first, office=office).reference for _ in range(2)]
    other.id_pattern = "{office}-{counter}"
    assert taken == ["DHK-1", "DHK-2"]
    assert make_record(other, office=office).reference == "DHK-3"
    assert make_record(other, office=office).reference == "DHK-4"
    assert Record.objects.count() == 4


@pytest.mark.django_db
def test_a_type_whose_numbers_meet_those_of_another_is_refused_and_told_which() -> None:
    make_office("DHK")
    make_type(id_pattern="{office}-{counter:04}", name_bn="কেস")
    other = make_type(id_pattern="T-{counter}")
    other.id_pattern = "dhk-{counter}"
    with pytest.raises(ValidationError) as refused:
        other.full_clean()
    assert "কেস" in str(refused.value)


@pytest.mark.django_db(transaction=True)
def test_a_number_outside_a_transaction_is_a_mistake() -> None:
    with pytest.raises(RuntimeError):
        next_reference("a", "{counter}", "", date(2026, 1, 1))


@pytest.mark.django_db
class TestYears:
    def numbers(self, sort: str, pattern: str, *days: str) -> list[str]:
        kind = make_type(key="visit", sort=sort, id_pattern=pattern)
        version, office, by = kind.form.live_version, make_office("DHK"), make_user()
        wanted = [
            Entry(record_type=kind, version=version, answers={"met_on": day}, by=by, office=office)
            for day in days
        ]
        with time_machine.travel("2026-11-22T10:00:00+06:00", tick=False):
            return [record.reference for record in add_records(wanted)]

    def test_a_record_is_numbered_in_the_year_that_it_bears_itself(self) -> None:
        days = ("2025-06-01", "2026-11-22", "2025-12-31", "2026-01-01", "", "2027-03-01")
        assert self.numbers("-met_on", "{office}-{yy}-{counter:02}", *days) == [
            "DHK-25-01",
            "DHK-26-01",
            "DHK-25-02",
            "DHK-26-02",
            "DHK-26-03",
            "DHK-26-04",
        ]

    def test_a_pattern_with_months_counts_each_apart(self) -> None:
        days = ("2025-06-01", "2025-07-01", "2025-06-30")
        assert self.numbers("met_on", "{yyyy}/{mm:02}/{counter}", *days) == [
            "2025/06/1",
            "2025/07/1",
            "2025/06/2",
        ]

    def test_where_the_type_names_no_day_it_is_the_day_of_entry(self) -> None:
        assert self.numbers("-_created_at", "{office}-{yy}-{counter}", "2025-06-01") == ["DHK-26-1"]
