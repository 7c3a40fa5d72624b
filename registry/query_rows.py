"""What a list of records gives: rows, a page of them, and how many there are. Made by `registry.query` alone."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.humanize.templatetags.humanize import intcomma

from forms_builder.schema import Question, Sensitivity
from registry.answers import Answers, each, only, without_bare_rows
from registry.models import Office, RecordType

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


@dataclass(slots=True)
class Row:
    """A record in a list. `answers`: open ones that the person may see, of the columns shown."""

    record: Listed
    answers: Mapping[str, Any]


@dataclass(slots=True)
class Whole:
    """A record on its way into a file. `version_id`: of the version it was filled in with."""

    record: Listed
    answers: Mapping[str, Any]
    version_id: int


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


def chosen(known: Mapping[str, Question], columns: Collection[str] | None) -> Mapping[str, Question]:
    return known if columns is None else {key: known[key] for key in columns if key in known}


def picker(known: Mapping[str, Question], in_repeats: Collection[str]) -> Callable[[Answers], Answers]:
    """What takes the answers to known questions out of all of a record's."""
    if not any(key in in_repeats for key in known):
        allowed = known.keys()
        return lambda data: (
            data if data.keys() <= allowed else {key: data[key] for key in known if key in data}
        )
    return lambda data: without_bare_rows(only(data, known.__contains__))


def listed(
    record_type: RecordType, rows: Iterable[tuple[UUID, Sequence[Any]]], shown: Collection[str]
) -> list[Listed]:
    """Records from their index rows: id, and the columns that `LISTED` names."""
    found = [Listed(pk, record_type, *columns) for pk, columns in rows]
    _name_those_shown(found, shown)
    return found


def _name_those_shown(found: Collection[Listed], shown: Collection[str]) -> None:
    """Put offices and people beside the rows where the list shows them: one query for each kind."""
    if "_office" in shown:
        offices = Office.objects.in_bulk({one.office_id for one in found})
        for one in found:
            one.office = offices.get(one.office_id)
    if "_owner" in shown:
        people = get_user_model().objects.in_bulk({one.owner_id for one in found})
        for one in found:
            one.owner = people.get(one.owner_id)


def tiers(rows: Collection[Row | Whole], known: Mapping[str, Question]) -> set[Sensitivity]:
    shapes = {tuple(row.answers) for row in rows}  # most records answer the same questions in the same order
    keys: set[str] = set().union(*shapes)
    if not keys <= known.keys():  # rows of repeats
        keys = {key for row in rows for key, _row, _answer in each(row.answers)}
    return {known[key].sensitivity for key in keys}
