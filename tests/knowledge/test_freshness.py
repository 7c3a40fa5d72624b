"""What browsers and caches keep of the hub is asked about on every use: cheap while it holds, over at once when withdrawn."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from knowledge import papers
from knowledge.models import CampaignPage, DownloadCount
from knowledge.models.campaign import CampaignMaterial
from knowledge.safeguarding.withdrawing import withdraw
from knowledge.starter import roles
from tests.factories import hub
from tests.factories.hub_pages import whole_hub
from tests.support.shared import shared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("filled_hub")]
CAMPAIGN = "campaigns/example-stand-by/"
PAGES = (
    "", "library/", "library/?topic=law", "library/example-safe-return-jashore/", CAMPAIGN,
    "library/example-safe-return-jashore/cite/ris/", "findings/example-listening/", "news/", "news/every-block/",
    "news/example-story/", "news/example-news/", "news/example-event/", "news/topic-prevention/", "safeguarding/",
    "glossary/", "search/?q=Jessore", "feed/",
)  # fmt: skip
ELSEWHERE = ("/sitemap.xml", "/robots.txt", "/api/v2/pages/", "/api/v2/images/", "/api/v2/documents/")
ADDRESSES = (*(f"/{language}/{page}" for language in ("bn", "en") for page in PAGES), *ELSEWHERE)
SMALL = 600
"""Bytes of an answer that says nothing but that nothing changed."""


@shared
def filled_hub() -> None:
    whole_hub()


def again(client: Client, address: str, answer: Any) -> Any:
    """What the same reader's browser is told when it uses what it kept."""
    return client.get(address, headers={"if-none-match": answer["ETag"], "user-agent": "Firefox"})


def size(answer: Any) -> int:
    return len(answer.content) + sum(len(f"{name}: {value}\r\n") for name, value in answer.headers.items())


def things_of(page: CampaignPage) -> list[str]:
    """All addresses that a campaign shows, beside its own."""
    rendition = page.cover.get_rendition("width-360|format-webp")
    return [
        page.materials.first().document.url,
        rendition.url,
        f"/media/cards/{page.pk}.png",
        f"/media/posters/{page.pk}.pdf",
        f"/api/v2/pages/{page.pk}/",
    ]


@pytest.fixture
def campaign() -> CampaignPage:
    """A public campaign with a picture and a file."""
    page = hub.draft_campaign(cover=hub.make_image())
    material = CampaignMaterial(channel="facebook", document=hub.make_document(), size="A3")
    page.materials.add(material)
    page.save_revision()
    return hub.publish(page)


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_did_not_change_is_not_sent_a_second_time(client: Client, address: str) -> None:
    first = client.get(address)
    assert (first.status_code, first["Cache-Control"]) == (200, "public, no-cache")
    second = again(client, address, first)
    assert (second.status_code, second["Cache-Control"]) == (304, "public, no-cache")
    assert size(second) < SMALL


def test_pictures_files_posters_and_cards_are_not_sent_a_second_time_either(
    client: Client, campaign: CampaignPage
) -> None:
    for address in things_of(campaign):
        first = client.get(address)
        assert (first.status_code, first["Cache-Control"]) == (200, "public, no-cache"), address
        b"".join(first)
        assert again(client, address, first).status_code == 304, address


def test_a_withdrawal_ends_what_any_browser_or_cache_has_kept(
    client: Client, campaign: CampaignPage, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    kept = {address: client.get(address) for address in (campaign.url, *things_of(campaign))}
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(campaign, None)
    told = {address: again(client, address, answer).status_code for address, answer in kept.items()}
    assert told.pop(campaign.url) == 410
    assert set(told.values()) == {404}
    for other in ("/bn/", "/bn/campaigns/", "/bn/feed/"):
        assert campaign.url not in client.get(other).text


def test_nothing_made_of_a_withdrawn_page_stays_in_our_own_cache(
    client: Client, campaign: CampaignPage, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    for address in things_of(campaign):
        client.get(address)
    keys = [f"hub-{kind}-{campaign.pk}" for kind in (papers.CARD, papers.POSTER)]
    assert all(key in cache for key in keys)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(campaign, None)
    assert not [key for key in keys if key in cache]


def test_a_changed_page_is_sent_anew(client: Client, campaign: CampaignPage) -> None:
    kept = client.get(campaign.url)
    campaign.goal = "A new goal."
    campaign.save_revision()
    hub.publish(campaign)
    answer = again(client, campaign.url, kept)
    assert (answer.status_code, "A new goal." in answer.text) == (200, True)


def test_asking_whether_a_copy_still_holds_counts_no_download(client: Client, campaign: CampaignPage) -> None:
    address = campaign.materials.first().document.url
    first = client.get(address, headers={"user-agent": "Firefox"})
    again(client, address, first)
    assert DownloadCount.objects.get().count == 1


def test_what_staff_see_of_drafts_is_kept_nowhere() -> None:
    client = Client()
    client.force_login(hub.make_member(roles.WRITER))
    draft = hub.draft_item().files.get().document
    assert client.get(draft.url)["Cache-Control"] == "no-store, private"
