"""What finds a page keeps in step with it: with the names of its topics, and by a nightly job with everything else."""

import pytest
from django.test import Client

from knowledge.models import LibraryItemPage, Topic
from knowledge.models.search import SearchEntry
from knowledge.tasks import refresh_index
from tests.factories import hub

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("front_pages")]


@pytest.fixture
def topic() -> Topic:
    return Topic.objects.create(key="law", name_bn="আইন", name_en="Zqlaw")


@pytest.fixture
def report(topic: Topic) -> LibraryItemPage:
    page = hub.draft_item("The report")
    page.topics = [topic]
    page.save_revision()
    found: LibraryItemPage = hub.publish(page)
    return found


def finds(client: Client, words: str) -> bool:
    return "The report" in client.get("/bn/search/", {"q": words}).text


def test_a_page_is_found_by_the_new_name_of_its_topic_and_no_more_by_the_old_one(
    client: Client, topic: Topic, report: LibraryItemPage
) -> None:
    assert finds(client, "Zqlaw")
    topic.name_en = "Zqrights"
    topic.save()
    assert (finds(client, "Zqrights"), finds(client, "Zqlaw")) == (True, False)


def test_words_of_a_draft_do_not_come_into_the_search_with_the_new_name(
    client: Client, topic: Topic, report: LibraryItemPage
) -> None:
    report.summary = "Zqunpublished"
    report.save_revision()
    topic.save()
    assert not finds(client, "Zqunpublished")


def test_a_topic_that_is_deleted_finds_nothing_any_more(
    client: Client, topic: Topic, report: LibraryItemPage
) -> None:
    topic.delete()
    assert not finds(client, "Zqlaw")
    assert finds(client, "report")


def test_the_nightly_job_mends_what_is_out_of_step(client: Client, report: LibraryItemPage) -> None:
    SearchEntry.objects.all().delete()
    refresh_index.call()
    assert finds(client, "Zqlaw")
