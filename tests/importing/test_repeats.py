"""Rows within records come from a sheet of their own, and what was exported can be sent back."""

import io
from collections.abc import Sequence
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from registry.models import Office, Record, RecordType
from registry.sealing import KeyRing, open_record
from tests.factories.registry import ANSWERS, make_record
from tests.importing.conftest import IMPORT, Importer

pytestmark = pytest.mark.django_db
VISITS = (["venue", "visits"], ["Hall one", 1], ["Hall two", 2])
PEOPLE = (
    ["venue", "relation", "contact_name"],
    ["Hall two", "aunt", "Example Aunt"],
    ["Hall two", "Teacher", ""],
)


def book_of(**sheets: Sequence[Sequence[object]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def contacts(venue: str) -> list[dict[str, Any]]:
    record = Record.objects.get(data__venue=venue)
    rows = open_record(record, KeyRing.of(record)).get("contacts", [])
    return [{key: answer for key, answer in row.items() if key != "_id"} for row in rows]


def test_rows_of_a_second_sheet_come_into_the_record_that_they_name(importer: Importer) -> None:
    page = importer.send(book_of(visits=VISITS, contacts=PEOPLE))
    assert "Sheet “contacts”" in page
    assert "Columns recognised: relation, contact_name" in page
    assert "New records: 2" in importer.check()
    importer.do("apply")
    assert contacts("Hall one") == []
    assert contacts("Hall two") == [
        {"relation": "aunt", "contact_name": "Example Aunt"},
        {"relation": "teacher"},
    ]
    sealed = Record.objects.get(data__venue="Hall two")
    assert "Example Aunt" not in str(sealed.data)
    importer.do("undo")
    assert not Record.objects.filter(withdrawn=False).exists()


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        (
            {"contacts": (*PEOPLE, ["Hall nine", "aunt", ""])},
            "Row 4 of the sheet “contacts” belongs to no row",
        ),
        ({"contacts": (*PEOPLE, ["", "aunt", ""])}, "Row 4 of the sheet “contacts” belongs to no row"),
        ({"contacts": (["relation"], ["aunt"])}, "does not say which row its rows belong to"),
        ({"visits": (*VISITS, ["Hall two", 3]), "contacts": PEOPLE}, "have the same key"),
        ({"contacts": PEOPLE, "more": VISITS}, "several sheets: visits, more"),
    ],
)
def test_sheets_that_do_not_fit_together_are_said_and_nothing_of_them_stays(
    importer: Importer, sheets: dict[str, Any], said: str
) -> None:
    page = importer.send(book_of(**{"visits": VISITS, **sheets}))
    assert said in page
    assert "There is a problem" in page


def test_a_bad_cell_of_an_inner_row_is_told_and_both_sheets_come_back_to_be_mended(
    importer: Importer,
) -> None:
    importer.send(book_of(visits=VISITS, contacts=(*PEOPLE, ["Hall one", "pilot", "Example Pilot"])))
    page = importer.check()
    assert "contacts: row 4, relation: “pilot” is none of the choices" in page
    response = importer.client.get(f"{importer.address}problems/")
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]  # a stream
    book = load_workbook(io.BytesIO(content))
    assert [list(row) for row in book["contacts"].iter_rows(values_only=True)] == [
        ["venue", "relation", "contact_name"],
        ["Hall one", "pilot", "Example Pilot"],
    ]
    assert "Sheet “contacts”" in importer.send(content, "problems.xlsx")


def test_an_import_adds_inner_rows_and_changes_them_but_takes_none_away(
    importer: Importer, record_type: RecordType, worker: Any, office: Office
) -> None:
    old = make_record(record_type, {**ANSWERS, "venue": "Hall two"}, by=worker, office=office)
    again = {"key": "venue", "mode": "update"}
    importer.send(book_of(visits=VISITS, contacts=PEOPLE[:2]))
    assert "the file has fewer rows than the record" in importer.check(**again)
    importer.send(book_of(visits=VISITS, contacts=(*PEOPLE, ["Hall two", "teacher", "Example Teacher"])))
    assert "Changed records: 1" in importer.check(**again)
    importer.do("apply")
    old.refresh_from_db()
    rows = open_record(old, KeyRing.of(old))["contacts"]
    assert [row["_id"] for row in rows[:2]] == [row["_id"] for row in ANSWERS["contacts"]]
    assert rows[2]["contact_name"] == "Example Teacher"


def test_what_was_exported_can_be_sent_back_and_changes_nothing(
    importer: Importer, record_type: RecordType, worker: Any, office: Office
) -> None:
    make_record(record_type, by=worker, office=office)
    make_record(record_type, {"venue": "Hall two", "visits": 2}, by=worker, office=office)
    sent = {"format": "xlsx", "purpose": "Example purpose", "scope": "all"}
    response = importer.client.post(IMPORT.replace("import", "export"), sent)
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]  # a stream
    page = importer.send(content, "export.xlsx")
    assert "Sheet “contacts”" in page
    assert "Left alone: 2" in importer.check(key="_reference", mode="both")
