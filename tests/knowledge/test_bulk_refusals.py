"""What is wrong with a bulk upload is told by row and column in kind words, and nothing is made of it."""

import pytest
from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from forms_builder.spreadsheets import workbook
from knowledge.models import BulkUpload, LibraryItemPage
from tests.factories import hub
from tests.factories.bulk import COVER, FILES, GOOD, ONLY_ENGLISH, loose, make, send, sheet, zipped

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
WRONG = (
    ({"title": "", "title_en": ""}, "title in Bangla", "Write a title in Bangla, in English, or both."),
    ({"summary": ""}, "summary in Bangla", "Fill in this cell."),
    ({"summary": "x" * 401}, "summary in Bangla", "At most 400 signs."),
    ({"type": "novel"}, "type", "“novel” is none of those there are."),
    ({"type": ""}, "type", "Fill in this cell."),
    ({"year": "last year"}, "year", "“last year” is no year such as 2026."),
    ({"year": "1066"}, "year", "Ensure this value is greater than or equal to 1900."),
    ({"publisher": ""}, "publisher", "Fill in this cell."),
    ({"place": "Atlantis"}, "district", "“Atlantis” is none of those there are."),
    ({"topics": "law; cooking"}, "topics", "“cooking” is none of those there are."),
    ({"awards": "EX-99"}, "paid for by", "“EX-99” is none of those there are."),
    ({"file_bn": "missing.pdf"}, "files in Bangla", "There is no file “missing.pdf”."),
    ({"file_bn": "", "file_en": ""}, "files in Bangla", "Add a file, or the address of the site that has it."),
    ({**COVER, "cover": "none.jpg"}, "cover: file of the picture", "There is no file “none.jpg”."),
    ({**COVER, "cover_words": ""}, "cover in words, for those who do not see it", "Say in words what the picture shows."),
    ({**COVER, "cover_kind": ""}, "what the cover shows", "Fill in this cell."),
    ({**COVER, "cover_kind": "child"}, "what the cover shows", "“child” is none of those there are."),
    ({"doi": "abc"}, "DOI", "A DOI begins with 10, such as 10.1234/abcd."),
)  # fmt: skip


def test_a_wrong_cell_is_named_by_row_and_column_and_nothing_can_be_made(writer: Client) -> None:
    rows = [
        {**GOOD, "title": f"শিরোনাম {at}", "title_en": f"Title {at}", "doi": "", **cells}
        for at, (cells, _column, _words) in enumerate(WRONG)
    ]
    answer = send(writer, ONLY_ENGLISH, *rows, files=loose({**FILES, "front.jpg": hub.photo()}))
    told = {(problem.row, problem.column, problem.text) for problem in answer.context["report"].problems}
    wanted = {(at, column, words) for at, (_cells, column, words) in enumerate(WRONG, start=3)}
    assert not wanted - told
    assert "“novel” is none of those there are." in answer.text
    assert [item.row for item in answer.context["report"].items] == [2]
    assert "Make drafts of these rows" not in answer.text
    assert "Nothing was made" in make(writer).text
    assert not LibraryItemPage.objects.exists()


def test_what_is_wrong_is_told_in_the_language_of_the_editor(writer: Client) -> None:
    get_user_model().objects.update(language="bn")
    assert "“novel” নামে কিছু তালিকায় নেই।" in send(writer, {**GOOD, "type": "novel"}).text


def test_a_corrected_spreadsheet_is_enough_the_files_are_kept(writer: Client) -> None:
    send(writer, {**GOOD, "year": "x"})
    address = reverse("hub_upload:look", args=[BulkUpload.objects.get().pk])
    answer = writer.post(address, {"spreadsheet": sheet(GOOD)}, follow=True)
    assert "Make drafts of these rows" in answer.text
    make(writer)
    assert LibraryItemPage.objects.count() == 2


def test_an_item_is_not_made_twice(writer: Client) -> None:
    assert "is in the library already" in send(writer, GOOD, {**GOOD, "doi": "10.1234/other"}).text
    BulkUpload.objects.all().delete()
    send(writer, GOOD)
    make(writer)
    BulkUpload.objects.all().delete()
    assert "is in the library already" in send(writer, {**GOOD, "doi": ""}).text
    assert "has this DOI already" in send(writer, {**GOOD, "title": "অন্য", "title_en": "Other"}).text


def test_what_no_longer_fits_when_it_is_made_makes_nothing_and_leaves_no_file(writer: Client) -> None:
    send(writer, ONLY_ENGLISH, GOOD)
    hub.draft_item("একটি প্রতিবেদন")
    before = set(default_storage.listdir("documents")[1])
    answer = make(writer)
    assert "Nothing was made" in answer.text
    assert LibraryItemPage.objects.count() == 1
    assert set(default_storage.listdir("documents")[1]) == before


def test_a_file_that_stands_in_no_row_is_told(writer: Client) -> None:
    assert "two.pdf" in send(writer, GOOD).text.split("stand in no row")[1]


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([SimpleUploadedFile("a.zip", b"PK no zip")], "The zip cannot be read"),
        ([zipped({"a/one.pdf": b"x", "b/ONE.pdf": b"x"})], "Two files have the name"),
        ([zipped({f"{number}.pdf": b"" for number in range(201)})], "more than 200 files"),
        (loose({"one.pdf": b"no pdf"}), "one.pdf: This PDF cannot be read"),
        (loose({"one.pdf": b"", "two.pdf": b""}), "empty"),
    ],
)
def test_files_that_cannot_be_taken_are_refused_kindly(
    writer: Client, files: list[SimpleUploadedFile], words: str
) -> None:
    assert words in send(writer, GOOD, files=files).text
    assert not LibraryItemPage.objects.exists()


def test_a_zip_that_would_fill_the_disk_is_not_unpacked(writer: Client) -> None:
    bomb = zipped({f"{number}.pdf": b"\0" * 80 * 1024 * 1024 for number in range(4)})
    assert (bomb.size or 0) < 1024 * 1024
    assert "larger than 300 MB" in send(writer, GOOD, files=[bomb]).text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\0\1\2", "neither a workbook nor text"),
        (b"a,b\n1,2\n", "There is no column “a”"),
        (b"title in English,type\n", "Send between 1 and 100 rows"),
        (workbook("x", [["type", "type"], ["a", "b"]]), "there twice"),
    ],
    ids=range(4),
)
def test_a_spreadsheet_that_is_none_is_refused_beside_its_field(
    writer: Client, content: bytes, words: str
) -> None:
    answer = send(writer, GOOD, spreadsheet=SimpleUploadedFile("items.csv", content))
    assert words in answer.text
    assert answer.context["form"].errors.keys() == {"spreadsheet"}
