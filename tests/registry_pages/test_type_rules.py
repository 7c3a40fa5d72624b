"""Rules of a record type: set up in the admin, kept as versions, and obeyed where people work."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone, translation

from registry import type_rules
from registry.admin.readiness import findings
from registry.admin.versions import TYPE, changes
from registry.models import ConfigVersion, Office, Record, RecordIndex, RecordType
from registry.opening import opened
from registry.views.printing import missing_paths
from tests.factories.registry import make_office, make_record, make_worker
from tests.importing.conftest import as_csv
from tests.registry_pages.conftest import signed_in
from tests.registry_pages.test_setup import TYPES, everything, posted

pytestmark = pytest.mark.django_db


def set_rules(record_type: RecordType, **rules: Any) -> None:
    RecordType.objects.filter(pk=record_type.pk).update(**rules)


def test_rules_are_typed_in_lines_and_kept_with_what_changed(record_type: RecordType, office: Office) -> None:
    client = everything("recordtype")
    address = f"{TYPES}edit/{record_type.pk}/"
    client.post(address, posted(record_type))
    rules = {
        "print_keys": "district\nfull_name",
        "duplicate_keys": "district\nvisits",
        "office_keys": office.key,
        "retention_months": "24",
    }
    answer = client.post(address, posted(record_type, **rules))
    assert answer.status_code == 302, answer.context["form"].errors
    record_type.refresh_from_db()
    assert record_type.print_keys == ["district", "full_name"]
    assert (record_type.duplicate_keys, record_type.office_keys) == (["district", "visits"], [office.key])
    assert record_type.retention_months == 24
    newest = next(changes(TYPE, record_type.key))
    assert any("keep_months" in line for line in newest.lines)
    assert ConfigVersion.objects.filter(kind=TYPE, key=record_type.key).count() == 3, "the first is before"


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ({"duplicate_keys": "full_name"}, "Not possible here: full_name"),
        ({"print_keys": "shoe_size"}, "Not possible here: shoe_size"),
        ({"office_keys": "nowhere"}, "Not possible here: nowhere"),
        ({"retention_months": "0"}, "greater than or equal to 1"),
    ],
)
def test_rules_that_cannot_work_are_refused(
    record_type: RecordType, rules: dict[str, str], said: str
) -> None:
    answer = everything("recordtype").post(f"{TYPES}edit/{record_type.pk}/", posted(record_type, **rules))
    assert said in answer.context["form"].errors.as_text()


def test_records_that_look_the_same_name_each_other(
    browser: Client, record_type: RecordType, worker: Any, office: Office
) -> None:
    set_rules(record_type, duplicate_keys=["district", "visits"])
    one, twin, _other = (
        make_record(record_type, {"district": "dhaka", "visits": visits}, by=worker, office=office)
        for visits in (3, 3, 4)
    )
    page = browser.get(f"/workspace/records/visit/{one.pk}/").content.decode()
    assert "Perhaps the same as" in page
    assert page.count(twin.reference) == 1
    assert _other.reference not in page


def test_a_twin_in_another_office_is_not_told_to_those_who_cannot_see_it(
    record_type: RecordType, office: Office
) -> None:
    set_rules(record_type, duplicate_keys=["district"])
    near = make_worker(record_type, office, scope="office")
    mine = make_record(record_type, {"district": "dhaka"}, by=near, office=office)
    make_record(record_type, {"district": "dhaka"}, office=make_office("JSR"))
    page = signed_in(near).get(f"/workspace/records/visit/{mine.pk}/").content.decode()
    assert "Perhaps the same as" not in page


def test_an_answer_that_is_missing_makes_nobody_the_same(
    record_type: RecordType, worker: Any, office: Office
) -> None:
    record_type.duplicate_keys = ["district", "visits"]
    records = [make_record(record_type, {"district": "dhaka"}, by=worker, office=office) for _ in range(2)]
    seen = opened(worker, records[0])
    assert type_rules.alike(worker, records[0], seen) == []


def test_a_printed_record_shows_what_the_set_up_names(
    record_type: RecordType, worker: Any, office: Office
) -> None:
    record = make_record(record_type, by=worker, office=office)
    seen = opened(worker, record)
    assert type_rules.on_paper(record_type, seen) == seen
    record_type.print_keys = ["district"]
    shown = type_rules.on_paper(record_type, seen)
    assert shown.answers == {"district": "dhaka"}
    assert shown.withheld == ()
    assert missing_paths(record) == frozenset()


def test_a_record_says_how_long_it_is_kept(
    browser: Client, record_type: RecordType, worker: Any, office: Office
) -> None:
    record = make_record(record_type, by=worker, office=office)
    assert type_rules.kept_until(record) is None
    set_rules(record_type, retention_months=12)
    assert "To be kept until" in browser.get(f"/workspace/records/visit/{record.pk}/").content.decode()


def test_the_check_tells_how_many_records_are_older_than_they_are_kept(record_type: RecordType) -> None:
    record_type.retention_months = 12
    old, _new = make_record(record_type), make_record(record_type)
    long_ago = timezone.now() - timedelta(days=400)
    RecordIndex.objects.filter(pk=old.pk).update(updated_at=long_ago)
    assert type_rules.overdue(record_type) == 1
    with translation.override("en"):
        assert any("1 records have not been changed" in one.words for one in findings(record_type))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 26), 2, date(2027, 1, 26)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_months_end_where_the_month_ends(day: date, months: int, later: date) -> None:
    assert type_rules.months_later(day, months) == later


def test_only_the_named_offices_take_imported_records(
    browser: Client, record_type: RecordType, office: Office
) -> None:
    other = make_office("JSR")
    set_rules(record_type, office_keys=[other.key])
    file = SimpleUploadedFile("rows.csv", as_csv(["district"], ["dhaka"]))
    page = browser.post("/workspace/records/visit/import/", {"file": file}, follow=True)
    assert list(page.context["form"].fields["office"].queryset) == [other]
    assert not Record.objects.exists()
