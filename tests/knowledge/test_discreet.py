"""What stays behind of a page that somebody may be watched while reading: nothing that names the matter."""

import re

import pytest
from django.test import Client

from knowledge.models import HelpPage
from knowledge.starter import ensure_standing_pages
from tests.support.shared import shared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pages")]
ADDRESSES = ("/bn/help/", "/en/help/")


@shared
def pages() -> None:
    ensure_standing_pages()


def title_of(html: str) -> str:
    return re.search(r"<title>(.*?)</title>", html, re.DOTALL)[1]  # type: ignore[index]


@pytest.mark.parametrize(("address", "title"), [(ADDRESSES[0], "তথ্য"), (ADDRESSES[1], "Information")])
def test_a_help_page_has_a_title_and_an_icon_that_say_nothing(
    client: Client, address: str, title: str
) -> None:
    html = client.get(address).text
    assert title_of(html) == title
    assert "img/plain" in html
    assert "mark.svg" not in html.split("<body")[0]
    assert 'name="description"' not in html


def test_an_editor_who_leaves_the_title_empty_does_not_change_that(client: Client) -> None:
    HelpPage.objects.update(seo_title="")
    assert title_of(client.get("/en/help/").text) == "Information"


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_cache_and_no_search_engine_keeps_a_help_page(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert not answer.cookies
    assert "help" not in client.get("/sitemap.xml").text
