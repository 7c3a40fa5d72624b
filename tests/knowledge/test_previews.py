"""Previews of drafts on another front end, and pictures and files in the read API: who has the token sees the draft."""

import json

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import Page

from knowledge.models import HubImage, NewsPage
from tests.factories import hub

pytestmark = pytest.mark.django_db
API = "/api/v2/"
HIDDEN = "Zqhidden"

FRONT = "https://front.example/preview"


@pytest.fixture
def front_end(settings: Settings) -> None:
    settings.HEADLESS_PREVIEW_URL = FRONT
    settings.WAGTAIL_HEADLESS_PREVIEW = {"CLIENT_URLS": {"default": FRONT}, "REDIRECT_ON_PREVIEW": True}


def token_of(page: Page) -> str:
    """As the editor's “Preview” makes it: it leads the browser to the other front end, with a token."""
    answer = page.serve_preview(RequestFactory().get("/"), "elsewhere")
    assert answer.url.startswith(f"{FRONT}/?content_type=knowledge.newspage&token=")
    return page.create_page_preview().token


def test_the_holder_of_a_token_sees_the_draft_and_no_cache_keeps_it(client: Client, front_end: None) -> None:
    page = hub.draft_news("A draft")
    answer = client.get(
        f"{API}page_preview/", {"token": token_of(page), "content_type": "knowledge.newspage"}
    )
    assert answer.json()["title"] == "A draft"
    assert answer["Cache-Control"] == "no-store, private"
    assert "elsewhere" in [name for name, _said in page.preview_modes]


@pytest.mark.parametrize("token", ["", "id=1:forged:token", "\0", "x" * 10_000])
def test_a_token_that_is_none_opens_nothing(client: Client, front_end: None, token: str) -> None:
    assert client.get(f"{API}page_preview/", {"token": token}).status_code in {400, 404}


def test_a_token_is_good_for_an_hour(
    client: Client, front_end: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = token_of(hub.draft_news("A draft"))
    later = timezone.now().timestamp() + 3700
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert client.get(f"{API}page_preview/", {"token": token}).status_code == 404


def test_without_another_front_end_there_are_no_previews(client: Client) -> None:
    page = hub.draft_news("A draft")
    token = page.create_page_preview().token
    assert client.get(f"{API}page_preview/", {"token": token}).status_code == 404


def test_a_draft_has_no_number_or_list_in_previews(client: Client, front_end: None) -> None:
    page = hub.draft_news("A draft")
    assert client.get(f"{API}page_preview/{page.pk}/").status_code == 404
    assert HubImage.objects.count() == 0


# -- Pictures --------------------------------------------------------------------------------------


def draft_with_a_picture() -> tuple[NewsPage, HubImage]:
    picture = hub.make_image(title=HIDDEN)
    return hub.draft_news("A draft", body=[("picture", {"image": picture, "caption": ""})]), picture


def test_a_picture_comes_in_sizes_to_show_and_never_as_it_was_uploaded(client: Client) -> None:
    page, picture = draft_with_a_picture()
    hub.publish(page)
    told = client.get(f"{API}images/{picture.pk}/").json()
    sizes = told["renditions"]
    assert sizes.keys() == {"small", "medium", "large"}
    assert (sizes["small"]["width"], sizes["small"]["alt"]) == (60, "A drawing")  # never larger than it is
    assert client.get(sizes["small"]["url"]).headers["Content-Type"] == "image/webp"
    assert "original" not in json.dumps(told)


def test_a_picture_of_a_draft_is_seen_by_the_holder_of_its_token_and_nobody_else(
    client: Client, front_end: None
) -> None:
    page, picture = draft_with_a_picture()
    other = token_of(hub.draft_news("Another draft"))
    held = {"token": token_of(page)}
    address = f"{API}images/{picture.pk}/"
    answer = client.get(address, held)
    assert answer["Cache-Control"] == "no-store, private"
    shown = answer.json()["renditions"]["small"]["url"]
    assert [client.get(one).status_code for one in (address, shown)] == [404, 404]
    assert [client.get(one, {"token": other}).status_code for one in (address, shown)] == [404, 404]
    assert client.get(shown, held)["Cache-Control"] == "no-store, private"
    assert client.get(shown, {"token": "forged"}).status_code == 404
    hub.publish(page)
    assert [client.get(one).status_code for one in (address, shown)] == [200, 200]


def test_a_file_of_a_draft_is_fetched_with_the_token_of_its_preview(client: Client, front_end: None) -> None:
    page = hub.draft_item("A draft")
    document = page.files.get().document
    token = page.create_page_preview().token
    for address in (f"{API}documents/{document.pk}/", document.url):
        assert client.get(address).status_code == 404
        assert client.get(address, {"token": token}).status_code == 200
