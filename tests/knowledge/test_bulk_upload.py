"""A spreadsheet and its files become drafts in the library: all of them or none, and nothing goes public by it."""

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import Collection

from forms_builder.spreadsheets import table_of, workbook
from knowledge.bulk import sending
from knowledge.bulk.columns import COLUMNS
from knowledge.models import Award, BulkUpload, HubDocument, HubImage, LibraryItemPage
from knowledge.safeguarding.gate import NotPublishable
from knowledge.starter import roles
from knowledge.tasks import forget_uploads
from tests.factories import hub
from tests.factories.bulk import COVER, FILES, GOOD, ONLY_ENGLISH, loose, make, send, zipped

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def test_nothing_is_made_before_somebody_has_seen_what_it_would_be(writer: Client) -> None:
    answer = send(writer, GOOD, ONLY_ENGLISH)
    assert "একটি প্রতিবেদন" in answer.text
    assert "Make drafts of these rows" in answer.text
    assert not LibraryItemPage.objects.exists()
    assert not HubDocument.objects.exists()


@pytest.mark.parametrize("as_zip", [True, False])
def test_rows_become_drafts_with_their_metadata_files_and_translation(
    writer: Client, as_zip: bool, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    packed = [zipped({f"reports/{name}": content for name, content in FILES.items()})]
    send(writer, GOOD, ONLY_ENGLISH, files=packed if as_zip else loose(FILES))
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


def test_no_draft_of_an_upload_gets_past_the_gate_by_it(writer: Client, client: Client) -> None:
    send(writer, GOOD)
    make(writer)
    page = LibraryItemPage.objects.first()
    with pytest.raises(NotPublishable, match="safeguarding reviewer has to approve"):
        page.get_latest_revision().publish()
    assert client.get(HubDocument.objects.get().url).status_code == 404


def test_files_go_into_a_collection_that_is_closed_to_the_public(writer: Client, client: Client) -> None:
    closed = Collection.objects.get(name=roles.CLOSED)
    assert f"{roles.CLOSED} (closed to the public)" in writer.get(reverse("hub_upload:index")).text
    send(writer, GOOD, collection=closed.pk)
    make(writer)
    document = HubDocument.objects.get()
    assert document.collection == closed
    hub.publish(LibraryItemPage.objects.first())
    assert client.get(document.url).status_code == 302


def test_a_row_may_name_a_cover_that_both_languages_show(writer: Client) -> None:
    answer = send(writer, {**GOOD, **COVER}, files=loose({**FILES, "front.jpg": hub.photo()}))
    assert answer.context["report"].unused == ["two.pdf"]
    make(writer)
    covers = [page.cover for page in LibraryItemPage.objects.all()]
    assert [(cover.description, cover.kind) for cover in covers] == [("A drawn road", "illustration")] * 2
    assert HubImage.objects.count() == 1


def test_awards_are_named_by_their_number(writer: Client) -> None:
    words = dict.fromkeys(("donor_bn", "donor_en", "acknowledgement_bn", "acknowledgement_en"), "x")
    Award.objects.create(code="EX-01", **words)
    send(writer, {**GOOD, "awards": "ex-01"})
    make(writer)
    assert LibraryItemPage.objects.first().awards.get().code == "EX-01"


def test_the_spreadsheet_to_fill_in_is_understood_in_both_languages(writer: Client) -> None:
    for language in ("bn", "en"):
        with translation.override(language):
            rows = [[str(one.label) for one in COLUMNS], [one.example or "-" for one in COLUMNS]]
        ((_number, cells),) = sending.rows_of(SimpleUploadedFile("x.xlsx", workbook("x", rows)))
        assert list(cells) == [column.key for column in COLUMNS]
    answer = writer.get(reverse("hub_upload:template"))
    assert table_of(answer.content)[0] == [str(one.label) for one in COLUMNS]


def test_only_who_may_add_items_and_files_may_upload_and_only_they_see_it(writer: Client) -> None:
    send(writer, GOOD)
    address = reverse("hub_upload:look", args=[BulkUpload.objects.get().pk])
    begin = reverse("hub_upload:index")
    for role, status in ((roles.WRITER, 200), (roles.TRANSLATOR, 302), (roles.REVIEWER, 302)):
        other = Client()
        other.force_login(hub.make_member(role))
        assert (other.get(begin).status_code, other.get(address).status_code) == (status, 404)
    assert Client().get(begin).status_code == 302


def test_what_nobody_decides_on_is_forgotten_with_its_files(writer: Client) -> None:
    send(writer, GOOD)
    kept = BulkUpload.objects.get().archive
    BulkUpload.objects.update(at=timezone.now() - 2 * sending.KEPT_FOR)
    forget_uploads.call()
    assert not storages["protected"].exists(kept)
    assert not BulkUpload.objects.exists()
