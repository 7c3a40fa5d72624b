"""Rows that may be here already are told in the check, by number, and a person decides what becomes of them."""

from typing import Any

import pytest

from registry.models import AccessEvent, Office, Record, RecordType
from tests.factories.registry import ANSWERS, make_office, make_record, make_worker
from tests.importing.conftest import Importer, as_csv

pytestmark = pytest.mark.django_db
ROWS = (["venue", "district"], ["Hall one", "dhaka"], ["Hall two", "dhaka"], ["hall two", "khulna"])


@pytest.fixture(autouse=True)
def _rule(record_type: RecordType) -> None:
    RecordType.objects.filter(pk=record_type.pk).update(duplicate_keys=["venue", "district"])


def test_a_row_like_a_record_is_told_by_its_number_and_the_look_is_noted(
    importer: Importer, record_type: RecordType, worker: Any, office: Office
) -> None:
    old = make_record(
        record_type, {**ANSWERS, "venue": "Hall one", "district": "dhaka"}, by=worker, office=office
    )
    importer.send(as_csv(*ROWS))
    page = importer.check()
    assert "look like a record that is here, or like a row before them: 1." in page
    assert f"Like record {old.reference}" in page
    assert "Example Child" not in page
    assert str(old.pk) in AccessEvent.objects.get(user=worker, action="search").records


def test_a_row_like_one_before_it_is_told_by_that_row(importer: Importer) -> None:
    importer.send(as_csv(*ROWS, ["Hall two", "dhaka"], ["", "dhaka"], ["", "dhaka"]))
    page = importer.check()
    assert "Like row 3 of the file" in page
    assert "a row before them: 1." in page  # an empty answer is like nothing


@pytest.mark.parametrize(("step", "records"), [("apply", 5), ("apply_rest", 3)])
def test_a_person_decides_whether_they_come_in(
    importer: Importer, record_type: RecordType, worker: Any, office: Office, step: str, records: int
) -> None:
    make_record(record_type, {**ANSWERS, "venue": "Hall one", "district": "dhaka"}, by=worker, office=office)
    importer.send(as_csv(*ROWS, ["Hall two", "dhaka"]))
    assert "Bring in all but those that may be here already" in importer.check()
    importer.do(step)
    assert Record.objects.count() == records
    importer.do("undo")
    assert Record.objects.filter(withdrawn=False).count() == 1


def test_a_record_that_one_may_not_see_is_not_told(
    importer: Importer, record_type: RecordType, office: Office
) -> None:
    far = make_office("JSR")
    make_record(
        record_type,
        {**ANSWERS, "venue": "Hall one", "district": "dhaka"},
        by=make_worker(record_type, far),
        office=far,
    )
    importer.client.force_login(make_worker(record_type, office, scope="office"))
    importer.send(as_csv(*ROWS))
    page = importer.check()
    assert "Perhaps here already" not in page
    assert "New records: 3" in page


def test_without_a_rule_nothing_is_compared(importer: Importer, record_type: RecordType) -> None:
    RecordType.objects.filter(pk=record_type.pk).update(duplicate_keys=[])
    importer.send(as_csv(*ROWS, ROWS[1]))
    assert "Perhaps here already" not in importer.check()
