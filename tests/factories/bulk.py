"""A spreadsheet with files on its way into the library, as an editor fills it in and sends it."""

import zipfile
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection

from forms_builder.spreadsheets import workbook
from knowledge.models import BulkUpload
from tests.factories import hub

COLUMNS = {
    "title": "title in Bangla", "title_en": "title_en", "summary": "বাংলায় সারসংক্ষেপ", "summary_en": "summary in English",
    "type": "type", "year": "year", "publisher": "Publisher", "place": "district", "topics": "topics",
    "file_bn": "files in Bangla", "file_en": "files in English", "doi": "doi", "awards": "paid for by",
    "cover": "cover", "cover_words": "cover_words", "cover_kind": "what the cover shows",
}  # fmt: skip
"""Headings as people write them: names of columns and labels, in both languages."""
Row = dict[str, str]
GOOD: Row = {
    "title": "একটি প্রতিবেদন", "title_en": "A report", "summary": "দুটি বাক্য।", "summary_en": "Two sentences.",
    "type": "Report", "year": "২০২৬", "publisher": "Example Press", "place": "Jessore", "topics": "law; প্রতিরোধ",
    "file_bn": "folder/one.pdf", "file_en": "ONE.pdf", "doi": "10.1234/one",
}  # fmt: skip
ONLY_ENGLISH: Row = {
    "title_en": "A brief", "summary_en": "Two sentences.", "type": "brief", "year": "2025", "publisher": "Example Press",
    "file_en": "two.pdf",
}  # fmt: skip
COVER: Row = {"cover": "front.jpg", "cover_words": "A drawn road", "cover_kind": "illustration"}
FILES = {"one.pdf": hub.pdf(2), "two.pdf": hub.pdf(1)}


def sheet(*rows: Row) -> SimpleUploadedFile:
    cells = [[row.get(name, "") for name in COLUMNS] for row in rows]
    return SimpleUploadedFile("items.xlsx", workbook("Items", [list(COLUMNS.values()), *cells]))


def zipped(files: dict[str, bytes]) -> SimpleUploadedFile:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return SimpleUploadedFile("files.zip", out.getvalue())


def loose(files: dict[str, bytes]) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(name, content) for name, content in files.items()]


def send(client: Client, *rows: Row, files: list[SimpleUploadedFile] | None = None, **more: Any) -> Any:
    """What the page answers."""
    form = {
        "spreadsheet": sheet(*rows),
        "files": loose(FILES) if files is None else files,
        "library": hub.section("library").pk,
        "collection": Collection.get_first_root_node().pk,
        **more,
    }
    return client.post(reverse("hub_upload:index"), form, follow=True)


def make(client: Client) -> Any:
    """Press “Make drafts of these rows”."""
    return client.post(reverse("hub_upload:look", args=[BulkUpload.objects.get().pk]), follow=True)
