"""What is refused is told in English here: the tests name the words."""

from collections.abc import Iterator

import pytest
from django.utils import translation

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
