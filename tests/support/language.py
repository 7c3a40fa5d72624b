"""Every test begins in the product's first language: a page asked for by an earlier test leaves none behind."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def first_language() -> Iterator[None]:
    with translation.override("bn"):
        yield
