"""What goes wrong in good faith is told kindly, next to its cause, and nothing breaks."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.models import Collection

from knowledge.models import EventPage, HubDocument, HubImage, LibraryItemPage, MediaConsent
from knowledge.models.review import Subject
from knowledge.safeguarding.gate import NotPublishable
from knowledge.slugs import LONGEST, slug_of
from knowledge.starter import roles
from tests.factories import hub

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english", "front_pages")]
PUBLIC = ("/en/search/", "/bn/search/", "/en/library/", "/bn/library/", "/api/v2/pages/")
ODD = ["\0", "a\0b", "x" * 10_000, "শিশু " * 2_000, "%", "_", "'\"", "\ud800"]


@pytest.mark.parametrize("typed", ODD, ids=range(len(ODD)))
def test_a_search_for_anything_at_all_finds_something_or_nothing(client: Client, typed: str) -> None:
    hub.section("library")
    for address in PUBLIC:
        for name in ("q", "search", "page", "topic", "year"):
            answer = client.get(address, {name: typed.encode("utf-8", "surrogatepass")})
            assert answer.status_code in {200, 400}, (address, name)
            assert answer.status_code == 200 or address.startswith("/api/")


def test_a_consent_that_ended_after_the_review_keeps_the_page_back() -> None:
    consent = hub.make_consent()
    page = hub.draft_story()
    hub.approve(page, subject=Subject.ADULT, consents=[consent])
    MediaConsent.objects.update(valid_until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(NotPublishable, match="withdrawn or over"):
        page.get_latest_revision().publish()


def tiff(size: int = 60) -> bytes:
    out = BytesIO()
    Image.new("RGB", (size, size)).save(out, "TIFF")
    return out.getvalue()


def upload(content: bytes, name: str, kind: str) -> Any:
    """What the page for adding a picture answers to a writer."""
    client = Client()
    client.force_login(hub.make_member(roles.WRITER))
    form = {
        "title": "Kept title",
        "file": SimpleUploadedFile(name, content, kind),
        "description": "A drawing",
        "kind": "illustration",
        "collection": Collection.get_first_root_node().pk,
    }
    return client.post(reverse("wagtailimages:add"), form)


def test_a_large_tiff_is_refused_beside_its_field_and_the_words_are_kept() -> None:
    answer = upload(tiff() + b"\0" * (61 * 1024 * 1024), "scan.tiff", "image/tiff")
    assert answer.status_code == 200
    assert "Kept title" in answer.text
    assert answer.context["form"].errors.keys() == {"file"}
    assert not HubImage.objects.exists()


def test_a_picture_with_another_ending_than_its_content_is_refused() -> None:
    answer = upload(tiff(), "scan.jpg", "image/jpeg")
    assert answer.status_code == 200
    assert not HubImage.objects.exists()


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("শিশুর নিরাপত্তা", "shishur-niraptta"),
        ("যশোরে ফেরা ২০২৬", "jshore-phera-2026"),
        ("বাড়ি", "bari"),
        ("!!!", "page"),
    ],
)
def test_a_bangla_title_gets_an_address_that_can_be_typed(client: Client, title: str, slug: str) -> None:
    assert slug_of(title) == slug
    page = hub.publish(hub.draft_news(title))
    assert page.slug == slug
    assert client.get(page.url).status_code == 200


def test_a_second_page_with_the_same_title_gets_its_own_address() -> None:
    assert [hub.draft_news("শিশু").slug for _each in range(2)] == ["shishu", "shishu-2"]
    assert len(slug_of("দীর্ঘ শিরোনাম " * 50)) <= LONGEST


def test_an_address_with_vowel_signs_is_refused_with_words() -> None:
    page = hub.draft_news()
    page.slug = "শিশু"
    with pytest.raises(ValidationError) as problem:
        page.full_clean()
    assert "slug" in problem.value.message_dict


def test_a_doi_that_another_item_has_is_named_with_that_item() -> None:
    hub.draft_item("The first", doi="10.1234/same")
    second = hub.draft_item("The second")
    second.doi = "https://doi.org/10.1234/SAME"
    with pytest.raises(ValidationError, match="“The first” has this DOI already"):
        second.full_clean()
    second.doi = "nothing of the kind"
    with pytest.raises(ValidationError, match="begins with 10"):
        second.full_clean()
    assert LibraryItemPage.objects.filter(doi="10.1234/same").count() == 1


def test_an_event_in_the_past_asks_what_came_of_it() -> None:
    over = timezone.now() - timedelta(days=1)
    page = EventPage(title="x", summary="x", starts_at=over - timedelta(hours=2), ends_at=over, venue="Hall")
    assert page.own_faults() == ["This event is over. Write what came of it, or correct the day."]
    page.afterwards = "Forty people came."
    assert page.own_faults() == []


def test_an_event_that_ends_before_it_starts_is_told() -> None:
    now = timezone.now()
    page = EventPage(
        title="x",
        summary="x",
        starts_at=now,
        ends_at=now - timedelta(hours=1),
        venue="x",
        afterwards="Went well",
    )
    assert page.own_faults() == ["The event ends before it starts."]


# -- Files that editors choose in the admin --------------------------------------------------------

SCRIPTED = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def test_a_drawing_with_a_script_is_refused_beside_its_field() -> None:
    answer = upload(SCRIPTED, "drawing.svg", "image/svg+xml")
    assert answer.status_code == 200
    assert "script or a link" in answer.text
    assert "Kept title" in answer.text
    assert not HubImage.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("report.pdf", hub.scripted_pdf(), "contains a script"),
        ("film.mp4", hub.film()[:-20], "broken or incomplete"),
        ("scan.tiff", tiff(), "not published here"),
    ],
)
def test_a_file_that_is_not_fit_is_refused_beside_its_field(name: str, content: bytes, words: str) -> None:
    client = Client()
    client.force_login(hub.make_member(roles.WRITER))
    form = {
        "title": "Kept title",
        "file": SimpleUploadedFile(name, content),
        "collection": Collection.get_first_root_node().pk,
    }
    answer = client.post(reverse("wagtaildocs:add"), form)
    assert answer.status_code == 200
    assert words in answer.text
    assert "Kept title" in answer.text
    assert not HubDocument.objects.exists()


def test_an_event_with_a_form_that_is_not_public_is_told() -> None:
    soon = timezone.now() + timedelta(days=3)
    page = EventPage(title="x", summary="x", starts_at=soon, ends_at=soon, venue="Hall", form_key="nothing")
    assert page.own_faults() == ["There is no public form “nothing” to register with."]
