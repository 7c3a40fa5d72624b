"""What a list of records gives: rows, a page of them, and how many there are. Made by `registry.query` alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.humanize.templatetags.humanize import intcomma

from registry.models import Office, Record, RecordType

COUNT_LIMIT = 10_000


LISTED = ("reference", "status", "is_test", "office_id", "owner_id", "created_at", "updated_at")
"""What every row of a list has, all of it in the index row."""


@dataclass(slots=True)
class Listed:
    """A record as a list knows it: from its index row alone. `office` and `owner` where their columns are shown."""

    pk: UUID
    type: RecordType
    reference: str
    status: str
    is_test: bool
    office_id: int
    owner_id: int
    created_at: datetime
    updated_at: datetime
    office: Office | None = None
    owner: Any = None


@dataclass(frozen=True, slots=True)
class Row:
    """A record in a list. `answers`: open ones that the person may see, of the columns shown."""

    record: Listed
    answers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Whole:
    """A record on its way into a file; `record.sealed` is not loaded."""

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
