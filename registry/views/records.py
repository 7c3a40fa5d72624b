"""The list of one kind of record: filters with counts, order, pages. A GET that can be kept and sent on."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib.auth.decorators import login_required
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from forms_builder.questions.common import in_script
from registry import access, audit
from registry.filters import FIXED, Op, QueryError
from registry.models import Action, Office, RecordType, Scope
from registry.query import Page, RecordQuery, Row
from registry.tables.address import AFTER, SEARCH, SORT, Address
from registry.tables.columns import (
    OFFICE,
    OWNER,
    REFERENCE,
    STATUS,
    Column,
    Heading,
    cell,
    columns_of,
    fixed_label,
    headings,
)
from registry.tables.filters import Choice, Counts, Filter, Kind, bar, filters_of, read, unknown_names
from registry.views.common import find_type, language, status_kind, status_label
from registry.views.home import fill_in_url, may_fill_in

FIRST = 4
"""How many filters a wide screen shows at once."""
NAMED = 3
"""How many unknown parameters a message names."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A filter that is set, and the list without it."""

    label: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """One filter in the bar: a field, or the two ends of a range."""

    label: str
    fields: list[BoundField]

    @property
    def is_range(self) -> bool:
        return len(self.fields) > 1


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
        found = filters_of(self.record_type, self.whole.questions, self.whole.filterable, language())
        return [one for one in found if one.key != OFFICE or len(self.labels[OFFICE]) > 1]

    @cached_property
    def labels(self) -> dict[str, dict[str, str]]:
        """Words for values that no question words: the offices whose records this person sees."""
        offices = Office.objects.all()
        if self.whole.reach.scope_of(self.action) != Scope.ALL:
            offices = offices.filter(pk__in=self.whole.reach.offices)
        return {OFFICE: {str(office.pk): office.name_in(language()) for office in offices}}

    @cached_property
    def form(self) -> Any:
        """The filter bar, with counts within the other filters."""
        counted = [one.key for one in self.filters if one.kind is Kind.CHOICE and one.key != OWNER]
        return self.bound(self.query.facets(counted))

    def bound(self, counts: Counts) -> Any:
        asked = dict(self.address.parameters)
        return bar(self.filters, counts, self.labels, asked, language())(asked)

    def apply(self) -> None:
        """Narrow and order the query by what the address says; what does not work is a problem, not an error."""
        self.choice: Choice = read(self.bound({}), self.filters, self.labels, self.request.user, language())
        self.problems += self.choice.problems
        for one in list(self.choice.chosen):
            if not self.narrow(one.filter.key, one.op, one.value):
                self.choice.chosen.remove(one)
        search = self.address.get(SEARCH)
        if search:
            self.narrow(REFERENCE, Op.CONTAINS, search)
        self.order(self.address.get(SORT))
        self.name_strangers()

    def narrow(self, key: str, op: Op, value: Any) -> bool:
        try:
            self.query = self.query.where(key, op, value)
        except QueryError as problem:
            self.problems.append(str(problem))
            return False
        return True

    def order(self, spec: str) -> None:
        try:
            self.query = self.query.sorted_by(spec)
        except QueryError as problem:
            self.problems.append(str(problem))

    def name_strangers(self) -> None:
        """Say which parameters mean nothing here, so that nobody takes the list for narrower than it is."""
        asked = (name for name, _value in self.address.filters() if name != SEARCH)
        names = unknown_names(asked, self.filters)
        if names:
            shown = ", ".join(name[:40] for name in names[:NAMED])
            self.problems.append(_("This list has no filter called: %(names)s.") % {"names": shown})

    def page(self, columns: Iterable[Column]) -> Page:
        """The page asked for, or the first one when its token is of another list."""
        wanted = [one.key for one in columns if one.question is not None]
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
        return found + [
            Tag(one.filter.label, one.words, str(self.address.without(*one.filter.names)))
            for one in self.choice.chosen
        ]

    @property
    def sortable(self) -> set[str]:
        """What the list can be ordered by: whatever has one value a record."""
        ordered = {Op.CONTAINS, Op.BETWEEN}
        return {
            key for key, operators in self.whole.filterable.items() if key in FIXED or ordered & operators
        }


@login_required
@require_GET
def records(request: HttpRequest, key: str) -> HttpResponse:
    """GET /workspace/records/<type>/"""
    record_type = find_type(request.user, key)
    listing = Listing(request, record_type)
    columns = columns_of(record_type, listing.whole.questions, language())
    page = listing.page(columns)
    context = {
        "record_type": record_type,
        "title": record_type.name_in(language()),
        "rows": [line(row, columns, record_type) for row in page.rows],
        "headings": heads(listing, columns),
        **bar_parts(listing),
        "search": listing.address.get(SEARCH),
        "hidden": [(SORT, listing.address.get(SORT))] if listing.address.get(SORT) else [],
        "tags": listing.tags,
        "clear_url": str(Address(request.path, ())) if listing.tags else "",
        "problems": listing.problems,
        "summary": summary(listing, page),
        **ways(listing, page),
    }
    return render(request, "registry/records.html", context)


def bar_parts(listing: Listing) -> dict[str, Any]:
    """The filter bar in two parts: what comes first, and the rest."""
    groups = [Group(one.label, [listing.form[name] for name in one.names]) for one in listing.filters]
    later = {one.key for one in listing.filters[FIRST:]}
    is_set = any(one.filter.key in later for one in listing.choice.chosen)
    return {"first": groups[:FIRST], "more": groups[FIRST:], "more_open": is_set}


def heads(listing: Listing, columns: list[Column]) -> list[Heading]:
    fixed = [Column(REFERENCE, fixed_label(REFERENCE)), Column(STATUS, fixed_label(STATUS))]
    return headings([*fixed, *columns], listing.address, listing.query.order, listing.sortable)


def line(row: Row, columns: list[Column], record_type: RecordType) -> dict[str, Any]:
    """One record of the list, as the template wants it."""
    record = row.record
    return {
        "url": reverse("registry:record", args=[record_type.key, record.pk]),
        "reference": record.reference,
        "status": {
            "label": status_label(record_type, record.status),
            "kind": status_kind(record_type, record.status),
        },
        "is_test": record.is_test,
        "cells": [
            {"label": one.label, "number": one.is_number, "value": cell(one, record, row.answers, language())}
            for one in columns
        ],
    }


def summary(listing: Listing, page: Page) -> str:
    """How many there are, in words; counted only where the page does not show them all already."""
    if page.next_token or listing.address.get(AFTER):
        number = str(listing.query.count())
    else:
        number = str(len(page.rows))
    if number == "1":
        return _("1 record")
    return _("%(number)s records") % {"number": in_script(number, language())}


def ways(listing: Listing, page: Page) -> dict[str, Any]:
    """Where one can go from a list."""
    record_type, address = listing.record_type, listing.address
    previous = address.previous_page()
    export = address.at(reverse("registry:export", args=[record_type.key]))
    may_export = access.can(listing.request.user, Action.EXPORT, record_type)
    return {
        "previous_url": str(previous) if previous else "",
        "next_url": str(address.next_page(page.next_token)) if page.next_token else "",
        "export_url": str(export.without(SORT)) if may_export else "",
        "new_url": fill_in_url(record_type) if may_fill_in(listing.request, record_type) else "",
    }
