"""Messages are looked at in English, whatever language comes first."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english(first_language: None) -> Iterator[None]:
    with translation.override("en"):
        yield
