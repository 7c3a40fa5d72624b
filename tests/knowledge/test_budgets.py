"""What a page of the hub may cost a reader with a slow phone, and a server with many readers."""

import gzip
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from knowledge.models import CampaignPage
from tests.factories import hub
from tests.factories.hub_pages import whole_hub
from tests.support.queries import at_most
from tests.support.shared import shared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("filled_hub")]
MOST_QUERIES = 12
FIRST_LOAD = 100_000
HOME, ITEM, CAMPAIGN = "", "library/example-safe-return-jashore/", "campaigns/example-stand-by/"
LISTS = (
    HOME,
    "library/",
    "library/?topic=law&q=Jessore",
    "campaigns/",
    CAMPAIGN,
    "news/",
    "news/topic-prevention/",
)
LANGUAGES = ("bn", "en")
ANYTHING = {"name", "description", "inLanguage", "url"}
PROPERTIES = {
    "WebSite": ANYTHING,
    "WebPage": ANYTHING,
    "Report": ANYTHING | {"author", "publisher", "datePublished", "license"},
    "Event": ANYTHING | {"startDate", "endDate", "location"},
}
"""Of schema.org, as far as our pages use them."""


@shared
def filled_hub() -> None:
    whole_hub()
    for number in range(3):
        hub.publish(hub.draft_news(f"News {number}"))


class Parts(HTMLParser):
    """Tags of a page with their attributes, and the texts of scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        return [have for name, have in self.tags if name == tag and wanted.items() <= have.items()]

    def meta(self, name: str) -> str:
        found = self.all("meta", name=name) or self.all("meta", property=name)
        return found[0]["content"] if found else ""


def sent_bytes(address: str) -> int:
    """How large a file of the look is on its way: texts are sent compressed, fonts are so by themselves."""
    content = Path(str(finders.find(address.removeprefix("/static/")))).read_bytes()
    return len(content if address.endswith(".woff2") else gzip.compress(content))


@pytest.mark.parametrize("address", LISTS)
def test_a_list_asks_the_database_at_most_twelve_times(client: Client, address: str) -> None:
    client.get(f"/bn/{address}")  # a process knows its sites and kinds of content after its first page
    with at_most(MOST_QUERIES):
        assert client.get(f"/bn/{address}").status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", [HOME, ITEM, CAMPAIGN])
def test_a_first_visit_without_pictures_is_at_most_a_hundred_kilobytes(
    client: Client, language: str, address: str
) -> None:
    html = client.get(f"/{language}/{address}").text
    parts = Parts(html)
    files = {link["href"] for link in parts.all("link") if link.get("rel") in {"stylesheet", "preload"}}
    files |= {script["src"] for script in parts.all("script") if "src" in script}
    size = len(html.encode()) + sum(map(sent_bytes, files))
    assert size <= FIRST_LOAD


def test_a_picture_comes_in_small_formats_and_in_the_size_that_fits(client: Client) -> None:
    page = CampaignPage.objects.get(slug="example-stand-by", locale__language_code="bn")
    page.cover = hub.make_image(file=hub.cover())
    page.save_revision()
    hub.publish(page)
    parts = Parts(client.get(f"/bn/{CAMPAIGN}").text)
    offered = {source["type"]: source["srcset"] for source in parts.all("source")}
    assert {"image/avif", "image/webp"} <= offered.keys()
    assert all(f"{width}w" in sizes for sizes in offered.values() for width in (360, 720, 1080))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", [HOME, ITEM, CAMPAIGN])
def test_search_engines_and_browsers_find_what_they_ask_for(
    client: Client, language: str, address: str
) -> None:
    answer = client.get(f"/{language}/{address}")
    parts = Parts(answer.text)
    assert 20 <= len(parts.meta("description")) <= 400
    assert parts.meta("viewport") == "width=device-width, initial-scale=1"
    assert "noindex" not in parts.meta("robots")
    assert re.search(r"<title>[^<]{5,90}</title>", answer.text)
    assert [link["href"] for link in parts.all("link", rel="canonical")] == [
        f"http://testserver/{language}/{address}"
    ]
    assert {link["hreflang"] for link in parts.all("link", rel="alternate")} == {*LANGUAGES, "x-default"}
    assert answer["Cache-Control"] == "public, no-cache"
    assert not answer.cookies
    assert all("alt" in image and image.get("width") and image.get("height") for image in parts.all("img"))
    assert all(script.get("type") == "module" for script in parts.all("script") if "src" in script)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", [HOME, ITEM, CAMPAIGN])
def test_one_stylesheet_holds_the_page_up_and_no_more(client: Client, language: str, address: str) -> None:
    sheets = Parts(client.get(f"/{language}/{address}").text).all("link", rel="stylesheet")
    assert len([sheet for sheet in sheets if sheet.get("media", "all") == "all"]) == 1


@pytest.mark.parametrize(
    ("address", "kind"),
    [(HOME, "WebSite"), (ITEM, "Report"), (CAMPAIGN, "WebPage"), ("news/example-event/", "Event")],
)
def test_machines_read_what_kind_of_page_it_is(client: Client, address: str, kind: str) -> None:
    tags = [have for _tag, have in Parts(client.get(f"/en/{address}").text).tags]
    scopes = [have["itemtype"] for have in tags if "itemscope" in have]
    said = [have["itemprop"] for have in tags if "itemprop" in have]
    assert scopes[0] == f"https://schema.org/{kind}"
    assert set(scopes[1:]) <= {
        f"https://schema.org/{nested}" for nested in ("Person", "Organization", "Place")
    }
    assert {"name", "description", "inLanguage"} <= set(said)
    assert set(said) <= PROPERTIES[kind]


def test_search_engines_may_read_the_hub_but_not_its_files(client: Client) -> None:
    robots = client.get("/robots.txt").text
    assert "Disallow: /documents/" in robots
    assert "/admin" not in robots
