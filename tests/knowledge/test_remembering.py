"""Menus, lists and filters are worked out once, and an edit of anything in them shows on the next page."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from knowledge.models import PublicState, Topic
from knowledge.remembering import recent
from knowledge.safeguarding.withdrawing import withdraw
from tests.factories import hub

pytestmark = pytest.mark.django_db
LISTS = ("/bn/", "/bn/library/", "/bn/news/")


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    recent.values.clear()
    PublicState.changed()
    yield
    recent.values.clear()


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def topical_item() -> Any:
    page = hub.draft_item("The report")
    page.topics = [Topic.objects.create(key="law", name_bn="আইন", name_en="Law")]
    page.save_revision()
    return hub.publish(page)


@pytest.mark.parametrize("address", LISTS)
def test_a_list_asks_less_once_it_is_known(client: Client, address: str) -> None:
    topical_item()
    hub.publish(hub.draft_news("The news"))
    client.get("/bn/search/")  # a process knows its sites and kinds of content after its first page
    first = queries(client, address)
    assert queries(client, address) < first


def test_a_page_that_is_published_changed_or_withdrawn_is_so_in_the_lists_at_once(client: Client) -> None:
    hub.section("news")

    def shown(words: str) -> list[bool]:
        return [words in client.get(address).text for address in ("/bn/", "/bn/news/")]

    assert shown("First title") == [False, False]
    page = hub.publish(hub.draft_news("First title"))
    assert shown("First title") == [True, True]
    page.title = page.draft_title = "Second title"
    page.save_revision()
    page = hub.publish(page)
    assert (shown("First title"), shown("Second title")) == ([False, False], [True, True])
    withdraw(page, None)
    assert shown("Second title") == [False, False]


def test_a_draft_changes_nothing_that_is_remembered() -> None:
    page = hub.draft_news("A draft")
    before = PublicState.objects.get().mark
    page.title = "Another title"
    page.save_revision()
    assert PublicState.objects.get().mark == before


def test_the_filters_know_a_new_name_of_a_topic_at_once(client: Client) -> None:
    topical_item()
    assert "আইন" in client.get("/bn/library/").text
    topic = Topic.objects.get(key="law")
    topic.name_bn = "নতুন নাম"
    topic.save()
    answer = client.get("/bn/library/").text
    assert "নতুন নাম" in answer
    assert "আইন" not in answer


def test_a_section_that_is_closed_or_moved_leaves_the_menu_at_once(client: Client) -> None:
    news, library = hub.section("news"), hub.section("library")
    menu = client.get("/bn/").text
    assert menu.index("/bn/news/") < menu.index("/bn/library/")
    library.move(news, pos="left")
    menu = client.get("/bn/").text
    assert menu.index("/bn/news/") > menu.index("/bn/library/")
    closed = PageViewRestriction.objects.create(page=news, restriction_type=PageViewRestriction.LOGIN)
    assert "/bn/news/" not in client.get("/bn/").text
    closed.delete()
    assert "/bn/news/" in client.get("/bn/").text


def test_a_page_that_is_deleted_leaves_the_menu_at_once(client: Client) -> None:
    hub.section("news")
    assert "/bn/news/" in client.get("/bn/").text
    Page.objects.get(slug="news", locale__language_code="bn").specific.delete()
    assert "/bn/news/" not in client.get("/bn/").text


def test_filters_count_alike_whether_remembered_or_not(client: Client) -> None:
    topical_item()
    asked = "/bn/library/?topic=law&type=report&q=report"
    assert client.get(asked).text == client.get(asked).text
    assert "The report" not in client.get("/bn/library/?topic=nothing").text
    assert "The report" in client.get(asked).text
