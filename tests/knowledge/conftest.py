"""What is refused is told in English here: the tests name the words. And an editor at work."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from knowledge.models import Topic
from knowledge.starter import roles
from tests.factories import hub
from tests.support.shared import shared


@pytest.fixture
def in_english(first_language: None) -> Iterator[None]:
    with translation.override("en"):
        yield


@shared
def front_pages() -> None:
    """The front pages and the two lists below them that pages are put into."""
    hub.section("library")
    hub.section("news")


@pytest.fixture
def writer(db: None) -> Client:
    """The browser of a writer of the hub, which has a library and two topics."""
    client = Client()
    client.force_login(hub.make_member(roles.WRITER))
    hub.section("library")
    Topic.objects.create(key="law", name_bn="আইন", name_en="Law")
    Topic.objects.create(key="prevention", name_bn="প্রতিরোধ", name_en="Prevention")
    return client
