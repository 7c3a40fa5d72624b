"""Many people at once: references without gaps, edits that do not swallow each other, no refused writer."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from registry.models import Record, RecordIndex, RecordRevision
from registry.saving import Conflict
from tests.factories.forms import make_user
from tests.factories.registry import change_record, make_office, make_record, make_type

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS, MANY = 20, 50


def together(count: int, work: Callable[[int], Any]) -> list[Any]:
    """Run `work(0..count-1)` in as many threads, all starting at once; results or errors in order."""
    gate = Barrier(count)

    def run(number: int) -> Any:
        try:
            gate.wait(timeout=30)
            return work(number)
        except Exception as error:  # noqa: BLE001 - the test looks at what went wrong
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_fifty_people_adding_records_are_none_of_them_refused_and_get_fifty_numbers_in_a_row() -> None:
    record_type, office = make_type(), make_office()
    writers = [make_user() for _ in range(MANY)]
    made = together(MANY, lambda number: make_record(record_type, office=office, by=writers[number]))
    assert [one for one in made if isinstance(one, Exception)] == []
    numbers = sorted(int(record.reference[-4:]) for record in made)
    assert numbers == list(range(1, MANY + 1))
    assert RecordIndex.objects.count() == RecordRevision.objects.count() == MANY


def test_records_that_fail_in_between_leave_no_gap() -> None:
    record_type, office, writer = make_type(), make_office(), make_user()
    unknown = make_user()
    unknown.pk = 999_999_999

    def save(number: int) -> Record:
        return make_record(record_type, office=office, by=unknown if number % 4 == 0 else writer)

    results = together(WRITERS, save)
    assert sum(isinstance(one, Exception) for one in results) == WRITERS / 4
    numbers = sorted(int(reference[-4:]) for reference in Record.objects.values_list("reference", flat=True))
    assert numbers == list(range(1, WRITERS * 3 // 4 + 1))


def test_of_two_people_editing_at_once_one_wins_and_the_other_is_told() -> None:
    record = make_record(make_type())
    writers = [make_user() for _ in range(4)]
    stale = [Record.objects.get(pk=record.pk) for _ in writers]
    results = together(
        4, lambda number: change_record(stale[number], writers[number], venue=f"Hall {number}")
    )
    refused = [one for one in results if isinstance(one, Exception)]
    assert len(refused) == 3
    assert all(isinstance(one, Conflict) for one in refused)
    assert Record.objects.get().revision == 2
    assert RecordRevision.objects.count() == 2
