"""A draft of a page that is public already shows nowhere, and nothing changes such a page past the gate."""

import pytest
from django.test import Client

from knowledge.safeguarding.gate import NotPublishable
from tests.factories import hub

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english", "front_pages")]


def test_words_of_a_draft_are_not_found_and_change_nothing_before_they_are_published(client: Client) -> None:
    page = hub.publish(hub.draft_news("Public title"))
    page.summary = "Zqunpublished words."
    page.save_revision()
    found = client.get("/bn/search/", {"q": "Zqunpublished"}).text
    assert "Public title" not in found
    assert "Public title" in client.get("/bn/search/", {"q": "Public title"}).text


def test_a_file_that_only_a_draft_of_a_public_page_offers_is_not_public(client: Client) -> None:
    page = hub.publish(hub.draft_news("Public title"))
    document = hub.make_document()
    page.body = [("download", {"document": document, "title": "Not reviewed"})]
    page.save_revision()
    assert client.get(document.url).status_code == 404
    hub.publish(page)
    assert client.get(document.url).status_code == 200


def test_a_public_page_cannot_be_changed_past_the_gate_by_saving_it() -> None:
    page = hub.publish(hub.draft_news("Public title"))
    page.title = "Never reviewed"
    with pytest.raises(NotPublishable, match="exactly this version"):
        page.save()
    assert type(page).objects.get(pk=page.pk).title == "Public title"
    page.refresh_from_db()
    page.save()
