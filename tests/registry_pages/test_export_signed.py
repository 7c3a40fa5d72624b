"""Files of records that are signed: when, and by which role, and what was added; no names, and no sealed words."""

import csv
import io
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from registry import signing
from registry.models import Office, Record, RecordType
from tests.factories.forms import ask, document, page
from tests.factories.registry import make_office, make_record, make_type, make_worker
from tests.factories.workflows import make_role
from tests.registry_pages.conftest import signed_in
from tests.support.shared import shared

pytestmark = pytest.mark.django_db
EXPORT = "/workspace/records/note/export/"
SIGNING = {"signing": {"countersign": ["supervisor"], "compartment": "clinical"}}
WORDS = "Example words of an addendum"
AT_THE_END = [
    "_signed_at",
    "_signed_by",
    "_countersigned_at",
    "_countersigned_by",
    "_addenda._count",
    "_addenda.at",
    "_addenda.by",
]


@shared
def office() -> Office:
    return make_office("DHK")


@shared
def kind() -> RecordType:
    form = document(
        page("note", ask("topic"), ask("text", "long_text", sensitivity="R", compartment="clinical"))
    )
    return make_type(form, key="note", casework=SIGNING)


@shared
def author(kind: RecordType, office: Office) -> Any:
    person = make_worker(kind, office)
    make_role("counsellor", person)
    return person


@shared
def supervisor(kind: RecordType, office: Office) -> Any:
    person = make_worker(kind, office)
    make_role("supervisor", person)
    return person


@pytest.fixture
def note(kind: RecordType, office: Office, author: Any, supervisor: Any) -> Record:
    """Signed, countersigned, and added to twice."""
    record = make_record(kind, {"topic": "Calm", "text": "Example text"}, by=author, office=office)
    for person in (author, supervisor):
        signing.sign(person, record.pk, 1)
    for person in (author, supervisor):
        signing.add(person, record.pk, WORDS)
    return record


def sent(person: Any, kind: str) -> bytes:
    client: Client = signed_in(person)
    response = client.post(EXPORT, {"format": kind, "purpose": "Figures for the quarterly report"})
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]  # a stream


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_signed_record_says_when_and_by_which_roles_in_the_last_columns(
    note: Record, supervisor: Any
) -> None:
    (row,) = rows(sent(supervisor, "csv"))
    assert list(row)[-len(AT_THE_END) :] == AT_THE_END
    first, second = note.events.filter(kind__in=("signed", "countersigned")).order_by("pk")
    assert row["_signed_by"] == "counsellor"
    assert row["_countersigned_by"] == "supervisor"
    for key, event in (("_signed_at", first), ("_countersigned_at", second)):
        assert row[key] == f"{timezone.localtime(event.at):%Y-%m-%d %H:%M:%S}"
    assert (row["_addenda._count"], row["_addenda.by"]) == ("2", "counsellor; supervisor")
    assert len(row["_addenda.at"].split("; ")) == 2


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_no_name_and_no_sealed_word_is_in_any_file(
    note: Record, author: Any, supervisor: Any, form: str
) -> None:
    content = sent(supervisor, form)
    if form == "xlsx":
        book = load_workbook(io.BytesIO(content))
        text = repr([list(sheet.iter_rows(values_only=True)) for sheet in book])
    else:
        text = content.decode()
    assert "counsellor" in text
    secrets = (WORDS, "Example text", author.full_name, author.email, supervisor.full_name)
    assert [one for one in secrets if one in text] == []


def test_the_code_book_explains_the_columns_and_names_what_is_left_out(note: Record, supervisor: Any) -> None:
    found = json.loads(sent(supervisor, "json"))
    assert found["records"][0]["_signed_by"] == "counsellor"
    book = {line["column"]: line for line in found["codebook"]}
    assert book.keys() >= set(AT_THE_END)
    assert book["_addenda.text"]["withheld"] == "sealed"
    shown = signed_in(supervisor).get(EXPORT).content.decode()
    assert "Signatures and addenda: when, and of which role" in shown
    assert "Text of addenda" in shown


def test_an_unlocked_record_is_no_longer_signed_and_keeps_its_addenda(note: Record, supervisor: Any) -> None:
    signing.unlock(supervisor, note.pk, "A wrong day")
    (row,) = rows(sent(supervisor, "csv"))
    assert (row["_signed_at"], row["_countersigned_by"], row["_addenda._count"]) == ("", "", "2")


def test_a_record_nobody_signed_has_empty_cells(
    kind: RecordType, office: Office, author: Any, supervisor: Any
) -> None:
    make_record(kind, {"topic": "Calm"}, by=author, office=office)
    (row,) = rows(sent(supervisor, "csv"))
    assert [row[key] for key in AT_THE_END] == ["", "", "", "", "0", "", ""]


def test_kinds_that_are_not_signed_have_no_such_columns(office: Office) -> None:
    other = make_type(key="plain")
    person = make_worker(other, office)
    make_record(other, by=person, office=office)
    response = signed_in(person).post(
        "/workspace/records/plain/export/", {"format": "csv", "purpose": "Figures for the quarterly report"}
    )
    assert b"_signed_at" not in b"".join(response.streaming_content)  # type: ignore[attr-defined]  # a stream


def test_many_records_cost_no_more_queries_than_one(
    note: Record, kind: RecordType, office: Office, author: Any, supervisor: Any
) -> None:
    with CaptureQueriesContext(connection) as one:
        sent(supervisor, "csv")
    for _number in range(20):
        record = make_record(kind, {"topic": "Calm"}, by=author, office=office)
        signing.sign(author, record.pk, 1)
    with CaptureQueriesContext(connection) as many:
        assert len(rows(sent(supervisor, "csv"))) == 21
    assert len(many) <= len(one)
