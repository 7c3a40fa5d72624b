"""Pages of a list by keyset: "the rows behind this one", never "the rows from the five-thousandth on".

Rows without the value that is sorted by come last, in both directions and on both database engines, newest first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from registry.filters import FIXED, QueryError, Target
from registry.models import RecordIndex

SALT = "registry.page"
SPARE = FIXED["_created_at"]
"""What rows without a value are sorted by."""


class BadToken(QueryError):
    """The page token belongs to another list, or nobody gave it."""


@dataclass(frozen=True, slots=True)
class Sort:
    """By what, and which way round. Ties go by the record's id, so that no row is met twice."""

    target: Target
    descending: bool = False

    @property
    def spec(self) -> str:
        return f"-{self.target.name}" if self.descending else self.target.name


@dataclass(frozen=True, slots=True)
class Place:
    """The last row of a page: whether it had a value, which one, and its id."""

    filled: bool
    value: Any
    pk: str


@dataclass(frozen=True, slots=True)
class Slice:
    """Ids of one page, and the place behind which the next begins; None at the end."""

    ids: Sequence[Any]
    last: Place | None


def cut(rows: QuerySet[RecordIndex], sort: Sort, size: int, after: Place | None) -> Slice:
    """The next `size` rows: one query, and a second one where the filled rows run out."""
    found: list[tuple[bool, Any, Any]] = []
    if after is None or after.filled:
        present = rows.filter(**{f"{sort.target.column}__isnull": False}) if sort.target.nullable else rows
        start = (after.value, after.pk) if after else None
        found += _take(present, sort, size + 1, start, filled=True)
    if sort.target.nullable and len(found) <= size:
        absent = rows.filter(**{f"{sort.target.column}__isnull": True})
        start = (after.value, after.pk) if after and not after.filled else None
        spare = Sort(SPARE, descending=True)
        found += _take(absent, spare, size + 1 - len(found), start, filled=False)
    page = found[:size]
    last = Place(page[-1][0], page[-1][1], str(page[-1][2])) if len(found) > size else None
    return Slice([pk for _filled, _value, pk in page], last)


def _take(
    rows: QuerySet[RecordIndex], sort: Sort, limit: int, start: tuple[Any, str] | None, *, filled: bool
) -> list[tuple[bool, Any, Any]]:
    column = sort.target.column
    if start:
        beyond = "lt" if sort.descending else "gt"
        value, pk = start
        # The first condition alone is what an index can use; the second takes away the rows already seen.
        rows = rows.filter(**{f"{column}__{beyond}e": value}).filter(
            Q(**{f"{column}__{beyond}": value}) | Q(**{f"pk__{beyond}": pk})
        )
    sign = "-" if sort.descending else ""
    ordered = rows.order_by(f"{sign}{column}", f"{sign}pk").values_list(column, "pk")
    return [(filled, value, pk) for value, pk in ordered[:limit]]


def write_token(place: Place | None, list_id: str) -> str:
    """The place as an opaque, signed text for one list; blank when there is no next page."""
    if place is None:
        return ""
    return signing.dumps([list_id, place.filled, _write(place.value), place.pk], salt=SALT, compress=True)


def read_token(token: str, list_id: str) -> Place:
    """The inverse of `write_token`; `BadToken` for anything else."""
    try:
        named, filled, value, pk = signing.loads(token, salt=SALT)
        if named != list_id:
            raise signing.BadSignature
        return Place(filled, _read(value), pk)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise BadToken(_("The list has changed. Here is its beginning.")) from error


def _write(value: Any) -> list[str]:
    for kind, cls in KINDS.items():
        if isinstance(value, cls):
            return [kind, value.isoformat() if isinstance(value, date) else str(value)]
    raise TypeError(type(value).__name__)


def _read(written: list[str]) -> Any:
    kind, text = written
    cls = KINDS[kind]
    return cls.fromisoformat(text) if issubclass(cls, date) else cls(text)


KINDS: dict[str, type[datetime] | type[date] | type[Decimal] | type[int] | type[str]] = {
    "moment": datetime,
    "date": date,
    "number": Decimal,
    "key": int,
    "text": str,
}
"""How values are written; moments before dates, because a moment is a date as well."""
