"""What is refused is told in English here: the tests name the words."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture
def in_english(first_language: None) -> Iterator[None]:
    with translation.override("en"):
        yield
