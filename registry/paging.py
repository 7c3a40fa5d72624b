"""Pages of a list by keyset: "the rows behind this one", never "the rows from the five-thousandth on".

Rows without the value that is sorted by come last, in both directions and on both database engines, newest first.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core import signing
from django.db.models import DateTimeField, Q, QuerySet
from django.utils.translation import gettext as _

from registry import statements
from registry.filters import FIXED, QueryError, Target
from registry.models import RecordIndex
from registry.statements import Given

SALT = "registry.page"


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


NEWEST_FIRST = Sort(FIXED["_created_at"], descending=True)
"""How rows without a value stand, and lists that have no order of their own."""


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
    columns: Sequence[tuple[Any, ...]] = ()
    """What else was asked of the index row, for each of the ids."""


Rows = Callable[[], QuerySet[RecordIndex]]


def cut(
    rows: Rows,
    sort: Sort,
    size: int,
    after: Place | None,
    columns: tuple[str, ...] = (),
    *,
    keep: Hashable,
) -> Slice:
    """The next `size` rows: one query, and a second one where the filled rows run out.

    `columns`: read of the index row as well. `keep` names the rows, see `registry.statements`.
    """
    target, found = sort.target, list[tuple[bool, tuple[Any, ...]]]()
    if after is None or after.filled:
        part = Part(rows, sort, target.column if target.nullable else "", filled=True)
        found += [(True, row) for row in part.take(size + 1, after, columns, keep)]
    if target.nullable and len(found) <= size:
        part = Part(rows, NEWEST_FIRST, target.column, filled=False)
        start = after if after and not after.filled else None
        found += [(False, row) for row in part.take(size + 1 - len(found), start, columns, keep)]
    page = found[:size]
    last = None
    if len(found) > size:
        filled, (value, pk, *_columns) = page[-1]
        last = Place(filled, value, str(pk))
    return Slice([row[1] for _filled, row in page], last, [row[2:] for _filled, row in page])


@dataclass(frozen=True, slots=True)
class Part:
    """Rows with a value in a column, or those without, in their order. `parted_by`: the column; blank where all have one."""

    rows: Rows
    sort: Sort
    parted_by: str
    filled: bool

    def take(
        self, limit: int, after: Place | None, columns: tuple[str, ...], keep: Hashable
    ) -> list[tuple[Any, ...]]:
        """Rows of (value that is sorted by, id, the columns)."""
        behind = after is not None
        key = (keep, self.sort, self.parted_by, self.filled, limit, behind, columns)
        given = {"value": after.value, "pk": after.pk} if after else {}
        return statements.fetch(key, lambda: self.query(limit, columns, behind=behind), **given)

    def query(self, limit: int, columns: tuple[str, ...], *, behind: bool) -> QuerySet[Any, Any]:
        """The rows in their order; `behind` those of a value and a pk that are given with each call."""
        rows, column = self.rows(), self.sort.target.column
        if self.parted_by:
            rows = rows.filter(**{f"{self.parted_by}__isnull": not self.filled})
        if behind:
            value, pk = Given("value", _field(column)), Given("pk", RecordIndex._meta.pk)
            beyond = "lt" if self.sort.descending else "gt"
            # The first condition alone is what an index can use; the second takes away the rows already seen.
            rows = rows.filter(**{f"{column}__{beyond}e": value}).filter(
                Q(**{f"{column}__{beyond}": value}) | Q(**{f"pk__{beyond}": pk})
            )
        sign = "-" if self.sort.descending else ""
        ordered = rows.order_by(f"{sign}{column}", f"{sign}pk")
        return ordered.values_list(_lightly(column), "pk", *map(_lightly, columns))[:limit]


def _field(name: str) -> Any:
    return RecordIndex._meta.get_field(name)


def _lightly(name: str) -> str | statements.Moment:
    return statements.Moment(name) if isinstance(_field(name), DateTimeField) else name


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
