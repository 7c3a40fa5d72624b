"""Long files: the few bad rows among many are named, and a batch costs the same whatever it holds."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import Office, Record, RecordIndex, RecordRevision, RecordType
from registry.saving import Entry, add_records
from tests.factories.registry import ANSWERS, make_record
from tests.importing.conftest import Importer, as_csv

pytestmark = pytest.mark.django_db
HEAD = ("district", "Visits", "Full name")


def test_seven_bad_rows_among_many_are_told_and_the_good_ones_come_in(importer: Importer) -> None:
    bad = {3, 77, 200, 499, 500, 501, 610}
    rows = [
        ("dhaka", "many" if number in bad else str(number % 40), f"Example Child {number}")
        for number in range(620)
    ]
    importer.send(as_csv(HEAD, *rows))
    page = importer.check(only_whole="no")
    assert "New records: 613" in page
    importer.do("apply")
    assert importer.batch.bad == 7
    assert Record.objects.count() == RecordIndex.objects.count() == RecordRevision.objects.count() == 613
    assert len(set(Record.objects.values_list("reference", flat=True))) == 613


def test_ten_records_cost_as_many_queries_as_two(
    record_type: RecordType, worker: Any, office: Office
) -> None:
    version = make_record(record_type, by=worker, office=office).version
    entry = Entry(record_type=record_type, version=version, answers=ANSWERS, by=worker, office=office)

    def queries(count: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            add_records([entry] * count)
        return len(captured)

    assert queries(10) == queries(2)
