"""A spreadsheet and its files become drafts in the library: all of them or none, and nothing goes public by it."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import Collection

from forms_builder.spreadsheets import table_of, workbook
from knowledge.bulk import sending
from knowledge.bulk.columns import COLUMNS
from knowledge.models import Award, BulkUpload, HubDocument, LibraryItemPage, Topic
from knowledge.safeguarding.gate import NotPublishable
from knowledge.starter import roles
from tests.factories import hub

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
HEADINGS = ["title in Bangla", "title_en", "বাংলায় সারসংক্ষেপ", "summary in English", "type", "year", "publisher"]
HEADINGS += ["district", "topics", "files in Bangla", "files in English", "doi"]
GOOD = ["একটি প্রতিবেদন", "A report", "দুটি বাক্য।", "Two sentences.", "Report", "২০২৬", "Example Press"]
GOOD += ["Jessore", "law; প্রতিরোধ", "folder/one.pdf", "ONE.pdf", "10.1234/one"]
ONLY_ENGLISH = [
    "",
    "A brief",
    "",
    "Two sentences.",
    "brief",
    "2025",
    "Example Press",
    "",
    "",
    "",
    "two.pdf",
    "",
]
FILES = {"one.pdf": hub.pdf(2), "two.pdf": hub.pdf(1)}
Sent = Callable[..., Any]


def changed(row: list[str], **cells: str) -> list[str]:
    """The row with other texts, by the first word of the heading."""
    places = {heading.split()[0].partition("_")[0] + heading[-2:]: at for at, heading in enumerate(HEADINGS)}
    by_name = {
        "title": places["titlela"], "summary": 2, "type": 4, "year": 5, "publisher": 6, "place": 7, "topics": 8,
        "file_bn": 9, "file_en": 10, "doi": 11, "title_en": 1, "summary_en": 3,
    }  # fmt: skip
    made = list(row)
    for name, text in cells.items():
        made[by_name[name]] = text
    return made


def zipped(files: dict[str, bytes]) -> SimpleUploadedFile:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return SimpleUploadedFile("files.zip", out.getvalue())


@pytest.fixture
def writer() -> Client:
    client = Client()
    client.force_login(hub.make_member(roles.WRITER))
    hub.section("library")
    Topic.objects.create(key="law", name_bn="আইন", name_en="Law")
    Topic.objects.create(key="prevention", name_bn="প্রতিরোধ", name_en="Prevention")
    return client


@pytest.fixture
def send(writer: Client) -> Sent:
    """`send(rows, files)`: what the page answers; `files` is a dictionary (loose files) or a list of uploads."""

    def sent(rows: list[list[str]], files: Any = None, **more: Any) -> Any:
        files = FILES if files is None else files
        loose = (
            [SimpleUploadedFile(name, content) for name, content in files.items()]
            if isinstance(files, dict)
            else files
        )
        sheet = SimpleUploadedFile("items.xlsx", workbook("Items", [HEADINGS, *rows]))
        form = {
            "spreadsheet": sheet,
            "files": loose,
            "library": hub.section("library").pk,
            "collection": Collection.get_first_root_node().pk,
            **more,
        }
        return writer.post(reverse("hub_upload:index"), form, follow=True)

    return sent


def make(writer: Client) -> Any:
    return writer.post(reverse("hub_upload:look", args=[BulkUpload.objects.get().pk]), follow=True)


# -- What is made ----------------------------------------------------------------------------------


def test_nothing_is_made_before_somebody_has_seen_what_it_would_be(send: Sent) -> None:
    answer = send([GOOD, ONLY_ENGLISH])
    assert "একটি প্রতিবেদন" in answer.text
    assert "Make drafts of these rows" in answer.text
    assert not LibraryItemPage.objects.exists()
    assert not HubDocument.objects.exists()


@pytest.mark.parametrize("as_zip", [True, False])
def test_rows_become_drafts_with_their_metadata_files_and_translation(
    send: Sent,
    writer: Client,
    as_zip: bool,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    send(
        [GOOD, ONLY_ENGLISH],
        [zipped({f"reports/{name}": one for name, one in FILES.items()})] if as_zip else FILES,
    )
    kept = BulkUpload.objects.get().archive
    assert storages["protected"].exists(kept)
    with django_capture_on_commit_callbacks(execute=True):
        answer = make(writer)
    assert "Drafts made: 3" in answer.text
    bangla, english, brief = LibraryItemPage.objects.order_by("pk")
    assert (bangla.title, english.title, brief.title) == ("একটি প্রতিবেদন", "A report", "A brief")
    assert bangla.translation_key == english.translation_key
    assert [page.locale.language_code for page in (bangla, english, brief)] == ["bn", "en", "en"]
    assert (bangla.year, bangla.place, bangla.doi) == (2026, "jashore", "10.1234/one")
    assert {topic.key for topic in bangla.topics.all()} == {"law", "prevention"}
    assert [(file.language, file.document.pages) for file in english.files.all()] == [("bn", 2), ("en", 2)]
    assert HubDocument.objects.count() == 2
    assert not LibraryItemPage.objects.filter(live=True).exists()
    assert not storages["protected"].exists(kept)


def test_no_draft_of_an_upload_gets_past_the_gate_by_it(send: Sent, writer: Client, client: Client) -> None:
    send([GOOD])
    make(writer)
    page = LibraryItemPage.objects.first()
    with pytest.raises(NotPublishable, match="safeguarding reviewer has to approve"):
        page.get_latest_revision().publish()
    assert client.get(HubDocument.objects.get().url).status_code == 404


def test_files_go_into_a_collection_that_is_closed_to_the_public(
    send: Sent, writer: Client, client: Client
) -> None:
    closed = Collection.objects.get(name=roles.CLOSED)
    assert f"{roles.CLOSED} (closed to the public)" in writer.get(reverse("hub_upload:index")).text
    send([GOOD], collection=closed.pk)
    make(writer)
    document = HubDocument.objects.get()
    assert document.collection == closed
    hub.publish(LibraryItemPage.objects.first())
    assert client.get(document.url).status_code == 302


def test_awards_are_named_by_their_number(send: Sent, writer: Client) -> None:
    Award.objects.create(
        code="EX-01", donor_bn="x", donor_en="x", acknowledgement_bn="x", acknowledgement_en="x"
    )
    HEADINGS.append("awards")
    try:
        send([[*GOOD, "ex-01"]])
    finally:
        HEADINGS.pop()
    make(writer)
    assert LibraryItemPage.objects.first().awards.get().code == "EX-01"


def test_the_spreadsheet_to_fill_in_is_understood_in_both_languages(writer: Client) -> None:
    for language in ("bn", "en"):
        with translation.override(language):
            headings, example = table_of(
                workbook("x", [[str(one.label) for one in COLUMNS], [one.example or "-" for one in COLUMNS]])
            )
        sheet = SimpleUploadedFile("x.xlsx", workbook("x", [headings, example]))
        ((_number, cells),) = sending.rows_of(sheet)
        assert list(cells) == [column.key for column in COLUMNS]
    assert writer.get(reverse("hub_upload:template"))["Content-Disposition"].endswith('"library-items.xlsx"')


# -- What is wrong ---------------------------------------------------------------------------------


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
    ({"file_bn": "missing.pdf"}, "files in Bangla", "There is no file “missing.pdf”."),
    ({"file_bn": "", "file_en": ""}, "files in Bangla", "Add a file, or the address of the site that has it."),
    ({"doi": "abc"}, "DOI", "A DOI begins with 10, such as 10.1234/abcd."),
)  # fmt: skip


def test_a_wrong_cell_is_named_by_row_and_column_and_nothing_can_be_made(send: Sent, writer: Client) -> None:
    own = [{"title": f"শিরোনাম {at}", "title_en": f"Title {at}", "doi": ""} for at in range(len(WRONG))]
    rows = [
        changed(GOOD, **{**titles, **cells})
        for titles, (cells, _column, _words) in zip(own, WRONG, strict=True)
    ]
    answer = send([ONLY_ENGLISH, *rows])
    told = {(problem.row, problem.column, problem.text) for problem in answer.context["report"].problems}
    wanted = {(at, column, words) for at, (_cells, column, words) in enumerate(WRONG, start=3)}
    assert wanted <= told
    assert "“novel” is none of those there are." in answer.text
    assert [item.row for item in answer.context["report"].items] == [2]
    assert "Make drafts of these rows" not in answer.text
    assert "Nothing was made" in make(writer).text
    assert not LibraryItemPage.objects.exists()


def test_what_is_wrong_is_told_in_the_language_of_the_editor(send: Sent, writer: Client) -> None:
    get_user_model().objects.update(language="bn")
    assert "“novel” নামে কিছু তালিকায় নেই।" in send([changed(GOOD, type="novel")]).text


def test_a_corrected_spreadsheet_is_enough_the_files_are_kept(send: Sent, writer: Client) -> None:
    send([changed(GOOD, year="x")])
    sheet = SimpleUploadedFile("items.xlsx", workbook("Items", [HEADINGS, GOOD]))
    address = reverse("hub_upload:look", args=[BulkUpload.objects.get().pk])
    answer = writer.post(address, {"spreadsheet": sheet}, follow=True)
    assert "Make drafts of these rows" in answer.text
    make(writer)
    assert LibraryItemPage.objects.count() == 2


def test_an_item_is_not_made_twice(send: Sent, writer: Client) -> None:
    assert "is in the library already" in send([GOOD, changed(GOOD, doi="10.1234/other")]).text
    BulkUpload.objects.all().delete()
    send([GOOD])
    make(writer)
    BulkUpload.objects.all().delete()
    assert "is in the library already" in send([changed(GOOD, doi="")]).text
    assert "has this DOI already" in send([changed(GOOD, title="অন্য", title_en="Other")]).text


def test_what_no_longer_fits_when_it_is_made_makes_nothing_and_leaves_no_file(
    send: Sent, writer: Client
) -> None:
    send([ONLY_ENGLISH, GOOD])
    hub.draft_item("একটি প্রতিবেদন")
    before = set(default_storage.listdir("documents")[1])
    answer = make(writer)
    assert "Nothing was made" in answer.text
    assert LibraryItemPage.objects.count() == 1
    assert set(default_storage.listdir("documents")[1]) == before


def test_a_file_that_stands_in_no_row_is_told(send: Sent) -> None:
    assert "two.pdf" in send([GOOD]).text.split("stand in no row")[1]


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([SimpleUploadedFile("a.zip", b"PK no zip")], "The zip cannot be read"),
        ([zipped({"a/one.pdf": b"x", "b/ONE.pdf": b"x"})], "Two files have the name"),
        ([zipped({f"{number}.pdf": b"" for number in range(201)})], "more than 200 files"),
        ({"one.pdf": b"no pdf"}, "one.pdf: This PDF cannot be read"),
        ({"one.pdf": b"", "two.pdf": b""}, "empty"),
    ],
)
def test_files_that_cannot_be_taken_are_refused_kindly(send: Sent, files: Any, words: str) -> None:
    assert words in send([GOOD], files).text
    assert not LibraryItemPage.objects.exists()


def test_a_zip_that_would_fill_the_disk_is_not_unpacked(send: Sent) -> None:
    bomb = zipped({f"{number}.pdf": b"\0" * 90 * 1024 * 1024 for number in range(4)})
    assert bomb.size is not None
    assert bomb.size < 1024 * 1024
    assert "larger than 300 MB" in send([GOOD], [bomb]).text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\0\1\2", "neither a workbook nor text"),
        (b"a,b\n1,2\n", "There is no column “a”"),
        (b"title in English,type\n", "Send between 1 and 100 rows"),
        (workbook("x", [["type", "type"], ["a", "b"]]), "there twice"),
    ],
)
def test_a_spreadsheet_that_is_none_is_refused_beside_its_field(
    writer: Client, send: Sent, content: bytes, words: str
) -> None:
    answer = send([GOOD], spreadsheet=SimpleUploadedFile("items.csv", content))
    assert words in answer.text
    assert answer.context["form"].errors.keys() == {"spreadsheet"}


# -- Who may ---------------------------------------------------------------------------------------


def test_only_who_may_add_items_and_files_may_upload_and_only_they_see_it(send: Sent) -> None:
    send([GOOD])
    address = reverse("hub_upload:look", args=[BulkUpload.objects.get().pk])
    for role, status in ((roles.WRITER, 404), (roles.TRANSLATOR, 302), (roles.REVIEWER, 302)):
        other = Client()
        other.force_login(hub.make_member(role))
        seen = other.get(address).status_code
        assert seen in {status, 404}
        assert other.get(reverse("hub_upload:index")).status_code == (200 if role is roles.WRITER else 302)


def test_what_nobody_decides_on_is_forgotten_with_its_files(send: Sent) -> None:
    send([GOOD])
    kept = BulkUpload.objects.get().archive
    BulkUpload.objects.update(at=timezone.now() - 2 * sending.KEPT_FOR)
    sending.forget_old()
    assert not storages["protected"].exists(kept)
    assert not BulkUpload.objects.exists()
