"""What a list of records gives: rows, a page of them, and how many there are. Made by `registry.query` alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma

from registry.models import Record

COUNT_LIMIT = 10_000


@dataclass(frozen=True, slots=True)
class Row:
    """A record in a list. `answers`: open ones that the person may see; `record.sealed` is not loaded."""

    record: Record
    answers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Row]
    next_token: str
    """What to ask the following page with; blank on the last."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many records a list has. Counting stops at `COUNT_LIMIT`: then there are more."""

    number: int
    capped: bool

    def __str__(self) -> str:
        return f"{intcomma(self.number)}{'+' if self.capped else ''}"
