"""What a list of records gives: rows, a page of them, and how many there are. Made by `registry.query` alone."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.humanize.templatetags.humanize import intcomma

from forms_builder.schema import Question, Sensitivity
from registry.answers import Answers, each, only, without_bare_rows
from registry.models import Office, RecordType
from registry.query_data import Stored

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


class Picker:
    """Takes the answers to known questions out of all of a record's, and knows afterwards which ones it has let through."""

    def __init__(self, known: Mapping[str, Question], in_repeats: Collection[str]) -> None:
        self.known = known
        self._in_rows = any(key in in_repeats for key in known)
        self._shapes: dict[tuple[str, ...], bool] = {}
        """Most records answer the same questions in the same order: whether all of these are known."""
        self._rows: list[Answers] = []

    def __call__(self, data: Answers) -> Answers:
        if self._in_rows:
            picked = without_bare_rows(only(data, self.known.__contains__))
            self._rows.append(picked)
            return picked
        shape = tuple(data)
        whole = self._shapes.get(shape)
        if whole is None:
            whole = self._shapes[shape] = self.known.keys() >= data.keys()
        return data if whole else {key: data[key] for key in self.known if key in data}

    @property
    def tiers(self) -> set[Sensitivity]:
        """Sensitivities of the answers let through."""
        keys = {key for row in self._rows for key, _row, _answer in each(row)}.union(*self._shapes)
        return {self.known[key].sensitivity for key in keys if key in self.known}


def whole(found: Sequence[Listed], parts: Iterable[Sequence[Stored]], pick: Picker) -> Iterator[list[Whole]]:
    """Records from their index rows with what they hold, a part at a time."""
    for part in parts:
        yield [Whole(found[place], pick(data), version) for place, data, version in part]


class Beside:
    """Offices and people beside the rows of a list where it shows them, each asked for once."""

    def __init__(self) -> None:
        self._offices: dict[int, Any] = {}
        self._people: dict[int, Any] = {}

    def listed(
        self, record_type: RecordType, rows: Iterable[tuple[UUID, Sequence[Any]]], shown: Collection[str]
    ) -> list[Listed]:
        """Records from their index rows: id, and the columns that `LISTED` names."""
        found = [Listed(pk, record_type, *columns) for pk, columns in rows]
        if "_office" in shown:
            _learn(Office, self._offices, {one.office_id for one in found})
            for one in found:
                one.office = self._offices.get(one.office_id)
        if "_owner" in shown:
            _learn(get_user_model(), self._people, {one.owner_id for one in found})
            for one in found:
                one.owner = self._people.get(one.owner_id)
        return found


def _learn(model: Any, known: dict[int, Any], ids: set[int]) -> None:
    unmet = ids - known.keys()
    if unmet:
        known |= model.objects.in_bulk(unmet)
