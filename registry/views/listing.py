"""A list as its address asks for it: filters, order and place, kept apart from how the page shows them.

The page of the list and its export read the same address, so a file holds what the list showed.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from forms_builder.digits import in_readers_digits
from forms_builder.schema.text import latin_digits
from registry import audit
from registry.filters import FIXED, Op, QueryError
from registry.models import Action, Office, RecordType, Scope
from registry.query import Count, Page, RecordQuery
from registry.tables.address import AFTER, ALSO, PICK, SEARCH, SORT, Address
from registry.tables.chosen import Choice, read, said, unknown_names
from registry.tables.columns import (
    OFFICE,
    OWNER,
    REFERENCE,
    STATUS,
    Column,
    fixed_label,
)
from registry.tables.filters import Counts, Filter, Kind, Labels, bar, filters_of
from registry.tables.labels import at_hand, in_answers, in_values
from registry.views.common import language

NAMED = 3
"""How many unknown parameters a message names."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A filter that is set, and the list without it."""

    label: str
    words: str
    url: str


@dataclass
class Listing:
    """A list as somebody asked for it: what may be asked, what was, and what was not understood."""

    request: HttpRequest
    record_type: RecordType
    action: Action = Action.VIEW
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.address = Address.of(self.request)
        self.whole = RecordQuery(self.request.user, self.record_type, self.action)
        self.query = self.whole
        self.apply()

    @cached_property
    def filters(self) -> list[Filter]:
        asked = [name.partition(".")[0] for name, _value in self.address.filters()]
        added = [*self.address.all(ALSO), *asked]
        found = filters_of(self.record_type, self.whole.questions, self.whole.filterable, language(), added)
        return [one for one in found if one.key != OFFICE or len(self.labels[OFFICE]) > 1]

    @cached_property
    def labels(self) -> dict[str, dict[str, str]]:
        """Words for values that no question words: the offices whose records this person sees."""
        offices = Office.objects.all()
        if self.whole.reach.scope_of(self.action) != Scope.ALL:
            mine = self.whole.reach.offices
            offices = offices.filter(pk__in=mine) if len(mine) > 1 else offices.none()
        return {OFFICE: {str(office.pk): office.name_in(language()) for office in offices}}

    @cached_property
    def form(self) -> Any:
        """The filter bar as it is shown, with counts."""
        return self.bound(self.counts, self.labels)

    @cached_property
    def counts(self) -> Counts:
        """Records for each choice, within the other filters."""
        return self.query.facets([one.key for one in self.filters if is_counted(one)])

    @property
    def statuses(self) -> set[str]:
        """In which statuses records of the list are, as the filter bar has counted them."""
        asked = set(self.address.all(STATUS))
        counted = {one for one, number in self.counts.get(STATUS, {}).items() if number}
        return counted & asked if asked else counted

    @cached_property
    def count(self) -> Count:
        """How many records the list has."""
        return self.query.count()

    def bound(self, counts: Counts, labels: Labels) -> Any:
        asked = MultiValueDict(self.address.values)
        return bar(self.filters, counts, labels, self.address.values, language())(asked)

    def apply(self) -> None:
        """Narrow and order the query by what the address says; what does not work is a problem, not an error."""
        unworded = {name: {value: value for value in values} for name, values in self.address.values.items()}
        self.choice: Choice = read(self.bound({}, self.labels | unworded), self.filters, self.request.user)
        self.problems += self.choice.problems
        for one in list(self.choice.chosen):
            if not self.narrow(one.filter.key, one.op, one.value):
                self.choice.chosen.remove(one)
        search = self.address.get(SEARCH)
        for part in latin_digits(search).split():  # DHK 26 0012 is how a number is read out
            self.narrow(REFERENCE, Op.CONTAINS, part)
        self.pick(self.address.all(PICK))
        self.order(self.address.get(SORT))
        self.name_strangers()

    def narrow(self, key: str, op: Op, value: Any) -> bool:
        try:
            self.query = self.query.where(key, op, value)
        except QueryError as problem:
            self.problems.append(str(problem))
            return False
        return True

    def pick(self, written: list[str]) -> None:
        """Narrow the list to records that were ticked one by one."""
        ids = [pk for pk in map(read_id, written) if pk is not None]
        if len(ids) < len(written):
            self.problems.append(_("Some of the records that were picked are not understood."))
        elif ids:
            self.query = self.query.picked(ids)

    def order(self, spec: str) -> None:
        try:
            self.query = self.query.sorted_by(spec)
        except QueryError as problem:
            self.problems.append(str(problem))

    def name_strangers(self) -> None:
        """Say which parameters mean nothing here, so that nobody takes the list for narrower than it is."""
        asked = (name for name, _value in self.address.filters() if name not in (SEARCH, PICK))
        names = list(dict.fromkeys(unknown_names(asked, self.filters)))
        if names:
            shown = ", ".join(name[:40] for name in names[:NAMED])
            self.problems.append(_("This list has no filter called: %(names)s.") % {"names": shown})

    def page(self, columns: Iterable[Column]) -> Page:
        """The page asked for, or the first one when its token is of another list."""
        wanted = [one.key for one in columns]
        origin = audit.address_of(self.request)
        try:
            return self.query.page(after=self.address.get(AFTER), columns=wanted, address=origin)
        except QueryError as problem:
            self.problems.append(str(problem))
            self.address = self.address.without()
            return self.query.page(columns=wanted, address=origin)

    @property
    def tags(self) -> list[Tag]:
        """The filters that are set, each with the list without it."""
        search = self.address.get(SEARCH)
        found = [Tag(fixed_label(REFERENCE), search, str(self.address.without(SEARCH)))] if search else []
        number = len(self.address.all(PICK))
        if number:
            words = in_readers_digits(number)
            found.append(Tag(_("Picked one by one"), words, str(self.address.without(PICK))))
        return found + [
            Tag(
                one.filter.label,
                said(one, self.labels, language()),
                str(self.address.without(*one.filter.names)),
            )
            for one in self.choice.chosen
        ]

    def words_at_hand(self, page: Page) -> AbstractContextManager[None]:
        """A block in which places, people and the like of this page are worded without a query each."""
        pairs = [pair for row in page.rows for pair in in_answers(self.whole.questions, row.answers)]
        for one in self.filters:
            values = [*self.counts.get(one.key, {}), *self.address.all(one.key)]
            pairs += in_values(one.question, values)
        return at_hand(pairs, language())

    @property
    def sortable(self) -> set[str]:
        """What the list can be ordered by: whatever has one value a record."""
        ordered = {Op.CONTAINS, Op.BETWEEN}
        return {
            key for key, operators in self.whole.filterable.items() if key in FIXED or ordered & operators
        }


def read_id(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None


def is_counted(one: Filter) -> bool:
    """Choices are counted; "mine" is not, as one knows."""
    return one.kind is Kind.CHOICE and one.key != OWNER
