"""Every address the project answers to, found by walking the URLconf, and sample addresses for them."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

NOBODY = UUID(int=0)
CONVERTERS = re.compile(r"<(?:(?P<kind>\w+):)?\w+>")
SAMPLES = {"uuid": str(NOBODY), "int": "1", "slug": "sample", "str": "sample", "path": "sample"}
GROUPS = re.compile(r"\((?:\?P<\w+>)?(?:[^()]|\([^()]*\))*\)[*+?]?")


def routes(urlconf: str = "nirapod.urls.all") -> list[str]:
    """The pattern of every view, without duplicates, in the order they are tried."""
    with translation.override("bn"):  # pages of the hub begin with the language of the moment
        return list(dict.fromkeys(_walk(get_resolver(urlconf).url_patterns, "")))


def _walk(patterns: list[Any], prefix: str) -> Iterator[str]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


def sample(route: str) -> str:
    """An address that fits the pattern and names nothing that exists."""
    plain = CONVERTERS.sub(lambda match: SAMPLES.get(match["kind"] or "str", "sample"), route)
    return "/" + GROUPS.sub("1", plain).replace("^", "").replace("$", "").replace("\\", "").replace("?", "")
