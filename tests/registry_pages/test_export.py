"""Taking records out: who may, what is asked, and what is in the file and what never is."""

import csv
import io
import json
import tracemalloc
from datetime import date
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from registry.exporting.guard import unguarded
from registry.exporting.xlsx import book, row
from registry.models import AccessEvent, Action, Office, Record, RecordType
from tests.factories.forms import ask, choices, document, page, publish, repeat
from tests.factories.registry import ANSWERS, make_office, make_record, make_type, make_worker
from tests.registry_pages.conftest import signed_in

pytestmark = pytest.mark.django_db
EXPORT = "/workspace/records/visit/export/"
PURPOSE = "Figures for the quarterly report"
SECRETS = ("Example Child", "Example Alias", "Example finding", "Example remark", "Example Aunt")


def sent(client: Client, kind: str, query: str = "", address: str = EXPORT) -> bytes:
    response = client.post(f"{address}?{query}", {"format": kind, "purpose": PURPOSE})
    assert response.status_code == 200
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]  # a stream


def table(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def sheets(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    book = load_workbook(io.BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


@pytest.fixture
def record(worker: Any, record_type: RecordType, office: Office) -> Record:
    return make_record(record_type, by=worker, office=office)


def test_without_a_grant_to_export_there_is_no_such_page(
    record: Record, record_type: RecordType, office: Office
) -> None:
    reader = signed_in(make_worker(record_type, office, actions=[Action.VIEW, Action.EDIT]))
    assert reader.get(EXPORT).status_code == 404
    assert reader.post(EXPORT, {"format": "csv", "purpose": PURPOSE}).status_code == 404


@pytest.mark.parametrize("purpose", ["", "   ", "short", "\u200b" * 20, "x" * 251])
def test_without_a_purpose_there_is_no_file(browser: Client, record: Record, purpose: str) -> None:
    before = AccessEvent.objects.count()
    response = browser.post(EXPORT, {"format": "csv", "purpose": purpose})
    assert "attachment" not in response.headers.get("Content-Disposition", "")
    assert "There is a problem" in response.content.decode()
    assert AccessEvent.objects.count() == before


def test_the_page_says_what_will_be_in_the_file(browser: Client, record: Record) -> None:
    text = browser.get(f"{EXPORT}?district=dhaka").content.decode()
    assert "Records: 1" in text
    assert "District: Dhaka" in text
    assert "Diagnosis" in text
    assert "(sealed)" in text
    assert not any(secret in text for secret in SECRETS)


def test_a_filter_that_is_not_understood_gives_no_file(browser: Client, record: Record) -> None:
    response = browser.post(f"{EXPORT}?district=atlantis", {"format": "csv", "purpose": PURPOSE})
    assert "Content-Disposition" not in response
    assert "There is no file while these filters are not understood" in response.content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_nothing_sealed_and_no_name_is_ever_in_a_file(
    browser: Client, worker: Any, record: Record, kind: str
) -> None:
    content = sent(browser, kind)
    text = content.decode() if kind == "csv" else repr(sheets(content))
    assert record.reference in text
    assert not any(secret in text for secret in (*SECRETS, worker.full_name, worker.email))


def test_csv_has_a_row_a_record_by_key(browser: Client, record: Record) -> None:
    (row,) = table(sent(browser, "csv"))
    assert row["_reference"] == record.reference
    assert row["_office"] == "dhk"
    assert (row["district"], row["visits"], row["met_on"], row["topics"]) == (
        "dhaka",
        "3",
        "2026-03-05",
        "law health",
    )
    assert row["contacts._count"] == "2"
    assert "full_name" not in row


def test_the_file_holds_what_the_list_showed(
    browser: Client, worker: Any, record: Record, record_type: RecordType, office: Office
) -> None:
    make_record(record_type, {**ANSWERS, "district": "khulna"}, by=worker, office=office)
    assert [row["district"] for row in table(sent(browser, "csv", "district=khulna"))] == ["khulna"]


def test_records_of_other_offices_stay_where_they_are(record: Record, record_type: RecordType) -> None:
    other = make_worker(record_type, make_office("JSR"), scope="office")
    assert table(sent(signed_in(other), "csv")) == []


def test_answers_above_ones_grant_stay_out(record: Record, record_type: RecordType, office: Office) -> None:
    officer = make_worker(record_type, office, tier="I", compartments=[])
    (row,) = table(sent(signed_in(officer), "csv"))
    assert "risk" not in row
    assert row["district"] == "dhaka"


def test_no_cell_of_a_csv_file_calculates_and_its_text_can_be_had_back(
    browser: Client, worker: Any, record_type: RecordType, office: Office
) -> None:
    formula = "=HYPERLINK(1)"
    make_record(record_type, {"venue": formula}, by=worker, office=office)
    (row,) = table(sent(browser, "csv"))
    assert row["venue"] == "'" + formula
    assert unguarded(row["venue"]) == formula


def test_no_cell_of_a_workbook_calculates(
    browser: Client, worker: Any, record_type: RecordType, office: Office
) -> None:
    make_record(record_type, {"venue": "=1+1"}, by=worker, office=office)
    make_record(record_type, {"venue": "#N/A"}, by=worker, office=office)
    book = load_workbook(io.BytesIO(sent(browser, "xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert {"=1+1", "#N/A"} <= {cell.value for cell in cells}


def test_a_workbook_has_the_rows_of_repeats_and_explains_its_columns(browser: Client, record: Record) -> None:
    found = sheets(sent(browser, "xlsx"))
    assert list(found) == ["records", "contacts", "codebook", "about"]
    assert found["contacts"] == [
        ("_reference", "_row", "relation"),
        (record.reference, "1", "aunt"),
        (record.reference, "2", "teacher"),
    ]
    book = {row[0]: row for row in found["codebook"]}
    assert book["diagnosis"][-1] == "sealed"
    assert book["district"][3:5] == ("District", "choose_one")
    assert "dhaka = Dhaka / Dhaka (bn)" in str(book["district"][5])


def test_dates_and_numbers_are_dates_and_numbers_in_a_workbook(browser: Client, record: Record) -> None:
    headings, row = sheets(sent(browser, "xlsx"))["records"]
    cells = dict(zip(headings, row, strict=True))
    assert cells["visits"] == 3
    assert cells["met_on"].isoformat().startswith("2026-03-05")


def test_columns_are_those_of_all_versions_and_keep_their_order(office: Office) -> None:
    kind = make_type(document(page("p", ask("first"), ask("second"))), key="growing")
    worker = make_worker(kind, office)
    make_record(kind, {"first": "a", "second": "b"}, by=worker, office=office)
    publish(document(page("p", ask("third"), ask("second"))), kind.form.key)
    kind.form.refresh_from_db()
    make_record(kind, {"third": "c"}, by=worker, office=office, version=kind.form.live_version)
    rows = table(sent(signed_in(worker), "csv", address="/workspace/records/growing/export/"))
    assert list(rows[0])[-3:] == ["first", "second", "third"]
    assert {(row["first"], row["third"], row["_version"]) for row in rows} == {("a", "", "1"), ("", "c", "2")}


def test_a_repeat_with_an_impossible_sheet_name_still_gets_a_sheet(office: Office) -> None:
    long = "r" * 60
    form = document(
        page(
            "p",
            repeat(long, ask("a", "choose_one", choices=choices("x"))),
            repeat(long + "2", ask("b", "integer")),
            repeat("records", ask("c", "integer")),
        )
    )
    kind = make_type(form, key="wide")
    worker = make_worker(kind, office)
    make_record(
        kind, {long: [{"a": "x"}], long + "2": [{"b": 2}], "records": [{"c": 1}]}, by=worker, office=office
    )
    found = sheets(sent(signed_in(worker), "xlsx", address="/workspace/records/wide/export/"))
    assert len(found) == 6
    assert all(len(name) <= 31 for name in found)


def test_an_export_is_noted_with_its_purpose_and_found_by_the_files_name(
    browser: Client, worker: Any, record: Record
) -> None:
    response = browser.post(EXPORT, {"format": "csv", "purpose": PURPOSE})
    b"".join(response.streaming_content)  # type: ignore[attr-defined]  # a stream
    event = AccessEvent.objects.latest("at")
    assert (event.action, event.user, event.records) == ("export", worker, [str(record.pk)])
    number, _, purpose = event.purpose.partition(": ")
    assert purpose == PURPOSE
    name = response["Content-Disposition"]
    assert number in name
    assert name.startswith('attachment; filename="visit-20')
    assert worker.full_name not in name


def test_an_empty_list_gives_a_file_with_headings_only(browser: Client, record_type: RecordType) -> None:
    assert sent(browser, "csv").decode("utf-8-sig").startswith("_reference,")
    assert len(sheets(sent(browser, "xlsx"))["records"]) == 1


def test_json_keeps_rows_inside_their_records_and_explains_itself(browser: Client, record: Record) -> None:
    found = json.loads(sent(browser, "json"))
    assert list(found) == ["about", "codebook", "records"]
    (row,) = found["records"]
    assert row["_reference"] == record.reference
    assert (row["district"], row["visits"], row["topics"]) == ("dhaka", 3, ["law", "health"])
    assert [one["relation"] for one in row["contacts"]] == ["aunt", "teacher"]
    assert {one["column"] for one in found["codebook"]} > {"district", "diagnosis"}
    assert not any(secret in json.dumps(found) for secret in SECRETS)


def test_a_workbook_begins_to_leave_before_any_record_is_read(
    browser: Client, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    response = browser.post(EXPORT, {"format": "xlsx", "purpose": PURPOSE})
    pieces = iter(response.streaming_content)  # type: ignore[attr-defined]  # a stream
    before = AccessEvent.objects.filter(action="export").count()
    assert next(pieces).startswith(b"PK")
    assert AccessEvent.objects.filter(action="export").count() == before
    assert b"".join(pieces)
    assert AccessEvent.objects.filter(action="export").count() == before + 1


@pytest.mark.parametrize(
    "text",
    [
        "<b>&amp;</b>",
        "_x0041_ stays",
        "a\x00b\x0bc",
        "  spaces  ",
        "line\nend",
        "😀 বাংলা",
        "x" * 40_000,
        "]]>",
    ],
)
def test_whatever_a_text_holds_the_workbook_can_be_read(text: str) -> None:
    content = b"".join(book("records", iter([row([text, "-1", "=1"])]), []))
    (read, minus, formula), *_more = load_workbook(io.BytesIO(content))["records"].iter_rows(values_only=True)
    assert unescape(str(read)) == text.replace("\x00", "").replace("\x0b", "")[:32_767]
    assert (minus, formula) == ("-1", "=1")


def test_an_export_of_many_records_needs_no_more_memory_than_one_of_few() -> None:
    """Rows are made up as they are asked for, so only what the writer keeps is counted."""

    def peak(count: int) -> int:
        tracemalloc.start()
        lines = (row([number, "a text of some length", date(2026, 1, 1)] * 5) for number in range(count))
        for _piece in book("records", lines, []):
            pass
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(10_000) < peak(500) + 1_000_000
