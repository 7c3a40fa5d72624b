"""The only reader of lists of records: filters, sort, pages, counts and facets, within what a person may see.

Reads the narrow index; a record's JSON only for the rows of one page. What a person may not see of every record,
they can neither filter nor sort nor count by: each of these would tell them.
"""

from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from copy import copy
from hashlib import sha256
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from forms_builder.schema import Question
from registry import facets, statements
from registry.access import Reach, reach
from registry.audit import AccessKind, reading
from registry.facets import Facet
from registry.filters import FIXED, BadValue, Holder, NotFilterable, Op, QueryError, condition
from registry.known import live_questions
from registry.models import Action, Record, RecordIndex, RecordType
from registry.opening import NotVisible, Opened, get_record, opened
from registry.paging import NEWEST_FIRST, BadToken, Place, Slice, Sort, cut, read_token, write_token
from registry.query_data import parts, stored
from registry.query_rows import (
    COUNT_LIMIT,
    LISTED,
    Beside,
    Count,
    Listed,
    Page,
    Picker,
    Row,
    Whole,
    chosen,
    whole,
)
from registry.vocabulary import Vocabulary

__all__ = [
    "FIXED_COLUMNS",
    "BadToken",
    "BadValue",
    "Count",
    "NotFilterable",
    "NotVisible",
    "Op",
    "Opened",
    "Page",
    "QueryError",
    "RecordQuery",
    "Row",
    "get_record",
    "opened",
]

Made = TypeVar("Made")
FIXED_COLUMNS = tuple(FIXED)
SIZES = (25, 50)
CHUNK = 1_000
FIRST_CHUNK = 50
"""Of an export: a few rows, so that the file begins to leave at once."""


class RecordQuery:
    """A list of one type's records for one person. `where` and `sorted_by` give a new list.

    `NotVisible` (a 404) when the person may not do `action` with records of the type.
    """

    def __init__(self, user: Any, record_type: RecordType, action: Action = Action.VIEW) -> None:
        whole = reach(user, record_type)
        if not whole.can(action):
            raise NotVisible
        self.user = user
        self.record_type = record_type
        self.action = action
        self.reach: Reach = whole.everywhere(action)
        self._whole = whole
        self._scope = Q(type_id=record_type.pk) & whole.condition(action)
        self._vocabulary = Vocabulary(record_type, self.reach, action)
        self._conditions: dict[str, Q] = {}
        self._filters: list[tuple[Hashable, ...]] = []
        self._sort: Sort | None = None
        self._beside = Beside()

    @property
    def questions(self) -> dict[str, Question]:
        """Questions of the live form whose answers may stand in the list."""
        return self._vocabulary.questions

    @property
    def live(self) -> dict[str, Question]:
        """Every question of the live form, seen or not; for deciding, not for showing."""
        return live_questions(self.record_type)

    @property
    def columns(self) -> dict[str, Question]:
        """The same without those in rows, of which a record has several answers."""
        return {key: one for key, one in self.questions.items() if key not in self._vocabulary.in_repeats}

    @property
    def all_questions(self) -> dict[str, Question]:
        """The same and those that the form has no longer, for exports."""
        return self._vocabulary.all_questions

    @property
    def filterable(self) -> dict[str, frozenset[Op]]:
        """What this person may filter by, and how: questions first, then the fixed columns."""
        return {name: target.operators for name, target in (self._vocabulary.targets | FIXED).items()}

    def where(self, name: str, op: Op, value: Any = None) -> "RecordQuery":
        """The list narrowed by one filter. `NotFilterable`, `BadValue` (both `QueryError`)."""
        target = self._vocabulary.target(name)
        narrowed = self._copy()
        added = condition(target, op, value, self.record_type.pk)
        narrowed._conditions[name] = narrowed._conditions.get(name, Q()) & added
        narrowed._filters.append((name, op.value, repr(value), target))
        return narrowed

    def picked(self, ids: Collection[UUID]) -> "RecordQuery":
        """The list narrowed to some of its records."""
        narrowed = self._copy()
        narrowed._conditions["pk"] = Q(pk__in=ids)
        narrowed._filters.append(("pk", Op.IN.value, repr(sorted(map(str, ids)))))
        return narrowed

    def sorted_by(self, spec: str) -> "RecordQuery":
        """The list in another order: a name, with - in front for descending; blank for the type's own order."""
        ordered = self._copy()
        ordered._sort = self._read_sort(spec) if spec else None
        return ordered

    def page(
        self,
        size: int = SIZES[0],
        after: str = "",
        *,
        columns: Collection[str] | None = None,
        address: str | None = None,
    ) -> Page:
        """One page with its access event. `columns`: keys to show, all that may be shown if None. `BadToken`.

        Without a question among the columns no record is read but its index row.
        """
        if size not in SIZES:
            raise ValueError(f"A page has {' or '.join(map(str, SIZES))} rows.")
        start = read_token(after, self._identity) if after else None
        known = chosen(self.questions, columns)
        with reading(self.user, AccessKind.LIST, self.record_type.key, address=address) as seen:
            pick = Picker(known, self._vocabulary.in_repeats)
            slice_, rows = self._listed(size, start, pick, self.columns if columns is None else columns)
            seen.add(slice_.ids, pick.tiers)
        return Page(rows, write_token(slice_.last, self._identity))

    def stream(
        self,
        made: Callable[[Sequence[Whole]], Made],
        columns: Collection[str] | None = None,
        *,
        ahead: Callable[[Sequence[UUID]], object] = len,
        purpose: str = "",
        address: str | None = None,
    ) -> Iterator[list[Made]]:
        """The whole list for an export, gone questions included: what `made` makes of its records, in chunks. Each has its
        access event before it is given. `made` gets a part of a chunk at a time and may not ask the database; `ahead` may,
        with the chunk's ids.
        """
        known, key = chosen(self.all_questions, columns), self.record_type.key
        size, place = min(FIRST_CHUNK, CHUNK), None
        while True:
            pick = Picker(known, self._vocabulary.in_repeats)
            slice_, found = self._from_index(size, place, ("_office",))
            ahead(slice_.ids)
            # Before the transaction of the event: SQLite lets nobody else write in it.
            chunk = [made(part) for part in whole(found, parts(slice_.ids), pick)]
            with reading(self.user, AccessKind.EXPORT, key, purpose=purpose, address=address) as seen:
                seen.add(slice_.ids, pick.tiers)
            yield chunk
            size, place = CHUNK, slice_.last
            if place is None:
                return

    def first_ids(self, most: int) -> list[UUID]:
        """Ids of the first records of the list; whoever shows them writes the access event."""
        return list(cut(self._rows, self._order, most, None, keep=self._key).ids)

    def sealed_chunks(self, size: int) -> Iterator[list[Record]]:
        """The list's records with what is sealed and their keys, for the search by name. Writes no access event."""
        place: Place | None = None
        while True:
            slice_ = cut(self._rows, self._order, size, place, keep=self._key)
            found = Record.objects.filter(pk__in=slice_.ids).prefetch_related("keys").in_bulk()
            records = [found[pk] for pk in slice_.ids if pk in found]
            for record in records:
                record.type = self.record_type
            yield records
            place = slice_.last
            if place is None:
                return

    def count(self) -> Count:
        """How many there are, counted up to `COUNT_LIMIT`."""
        number = statements.count(
            (self._key, "count"), lambda: self._rows().values_list("type_id")[: COUNT_LIMIT + 1]
        )
        return Count(min(number, COUNT_LIMIT), number > COUNT_LIMIT)

    def facet(self, name: str) -> dict[str, int]:
        """Value → number of records, most frequent first. A filter by the same name is left out of account."""
        return self.facets([name])[name]

    def facets(self, names: Collection[str]) -> dict[str, dict[str, int]]:
        """`facet` of several names, in one query; in a second one for those with a value that no form knows any more."""
        return facets.counted(self._key, self.record_type.pk, {name: self._facet(name) for name in names})

    def crossed(self, one: str, other: str) -> dict[tuple[str, str], int]:
        """Pair of values → number of records, for two questions with one answer each, within all filters."""
        return facets.crossed(self._key, *(self._crossing(name) for name in (one, other)))

    def _facet(self, name: str) -> Facet:
        target, filtered = self._vocabulary.target(name), name in self._conditions
        narrowed = len(self._conditions) > filtered
        return Facet(target, lambda: self._rows(name), filtered, narrowed, self._vocabulary.values(target))

    def _crossing(self, name: str) -> Facet:
        target = self._vocabulary.target(name)
        if target.holder is Holder.VALUES:
            raise NotFilterable(_("This cannot be filtered that way."))
        return Facet(target, self._rows, values=self._vocabulary.values(target))

    def _rows(self, without: str = "") -> QuerySet[RecordIndex]:
        rows = RecordIndex.objects.filter(self._scope)
        for name, added in self._conditions.items():
            if name != without:
                rows = rows.filter(added)
        return rows

    def _listed(
        self, size: int, after: Place | None, pick: Picker, shown: Collection[str]
    ) -> tuple[Slice, list[Row]]:
        """Rows from the index, and of the records themselves nothing but the answers shown."""
        slice_, found = self._from_index(size, after, shown)
        data = stored(slice_.ids) if pick.known else {}
        return slice_, [Row(one, pick(data[one.pk]) if one.pk in data else {}) for one in found]

    def _from_index(
        self, size: int, after: Place | None, shown: Collection[str]
    ) -> tuple[Slice, list[Listed]]:
        slice_ = cut(self._rows, self._order, size, after, LISTED, keep=self._key)
        rows = zip(slice_.ids, slice_.columns, strict=True)
        return slice_, self._beside.listed(self.record_type, rows, shown)

    @property
    def _order(self) -> Sort:
        if self._sort is not None:
            return self._sort
        try:
            return self._read_sort(self.record_type.sort) if self.record_type.sort else NEWEST_FIRST
        except NotFilterable:  # the type's order is by something that this person may not see
            return NEWEST_FIRST

    @property
    def order(self) -> str:
        """The order the list is in, as `sorted_by` takes it."""
        return self._order.spec

    def _read_sort(self, spec: str) -> Sort:
        target = self._vocabulary.target(spec.removeprefix("-"))
        if target.holder is Holder.VALUES:
            raise NotFilterable(_("This list cannot be sorted by “%(name)s”.") % {"name": target.name})
        return Sort(target, spec.startswith("-"))

    @property
    def _key(self) -> Hashable:
        """Everything that the list's conditions are made from, see `registry.statements`."""
        return (self.record_type.pk, self.action, self._whole, tuple(self._filters))

    @property
    def _identity(self) -> str:
        """Names this list, so that a page token of another is refused."""
        parts = (self.record_type.pk, self.user.pk, self.order, sorted(map(repr, self._filters)))
        return sha256(repr(parts).encode()).hexdigest()[:16]

    def _copy(self) -> "RecordQuery":
        other = copy(self)
        other._conditions, other._filters = dict(self._conditions), list(self._filters)
        return other
