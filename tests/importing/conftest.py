"""An office, a kind of record, somebody who brings records in, and the steps of an import as they take them."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from openpyxl import Workbook

from registry.importing import store
from registry.models import DataImport, Office, RecordType
from tests.factories.registry import make_office, make_type, make_worker
from tests.support.shared import shared

IMPORT = "/workspace/records/visit/import/"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@shared
def office() -> Office:
    return make_office("DHK")


@shared
def record_type() -> RecordType:
    return make_type(key="visit", name_en="Visits")


@shared
def worker(record_type: RecordType, office: Office) -> Any:
    return make_worker(record_type, office)


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> int:
    """So few rows a chunk that a short file has several, as a long one has."""
    monkeypatch.setattr(store, "ROWS_A_CHUNK", 50)
    return 50


@dataclass
class Importer:
    """Somebody at the pages of the import."""

    client: Client
    office: Office
    start: str = IMPORT

    def send(self, content: bytes, name: str = "rows.csv", sheet: str = "") -> str:
        """Send a file; gives the page that follows."""
        file = SimpleUploadedFile(name, content)
        return self.client.post(self.start, {"file": file, "sheet": sheet}, follow=True).content.decode()

    def check(self, **choices: Any) -> str:
        """Take the guesses for the columns, make these choices, and have all rows checked."""
        page = self.client.get(self.address)
        guessed = {field.html_name: field.value() for field in page.context["named"]}
        sent = {"do": "check", "key": "", "mode": "create", "only_whole": "yes", "office": self.office.pk}
        return self.client.post(self.address, {**guessed, **sent, **choices}, follow=True).content.decode()

    def do(self, step: str) -> str:
        return self.client.post(self.address, {"do": step}, follow=True).content.decode()

    @property
    def batch(self) -> DataImport:
        return DataImport.objects.latest("created_at")

    @property
    def address(self) -> str:
        return f"{self.start}{self.batch.pk}/"


@pytest.fixture
def importer(worker: Any, office: Office, django_capture_on_commit_callbacks: Any) -> Importer:
    return Importer(committing(worker, django_capture_on_commit_callbacks), office)


def committing(person: Any, capture: Any) -> Client:
    """Somebody's browser. What is queued for the commit runs, as it does outside a test."""
    client = Client()
    client.force_login(person)
    post = client.post

    def post_and_commit(*args: Any, **kwargs: Any) -> Any:
        with capture(execute=True):
            answer = post(*args, **kwargs)
        return (
            client.get(args[0])
            if kwargs.get("follow") and answer.redirect_chain == [(args[0], 302)]
            else answer
        )

    client.post = post_and_commit  # type: ignore[method-assign]
    return client


def as_csv(*rows: Sequence[object]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def as_workbook(*rows: Sequence[object], merged: str = "", sheets: Sequence[str] = ("Rows",)) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if merged:
            sheet.merge_cells(merged)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()
