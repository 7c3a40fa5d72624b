"""The list of one kind of record: filters with counts, order, pages. A GET that can be kept and sent on."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from forms_builder.digits import in_readers_digits
from registry import access, bulk, saved_views
from registry.models import Action, RecordType
from registry.name_search import name_questions
from registry.query import Page, Row
from registry.tables.address import AFTER, ALSO, COLUMN, PICK, SEARCH, SORT, Address
from registry.tables.chosen import said
from registry.tables.columns import (
    REFERENCE,
    STATUS,
    Column,
    Heading,
    cell,
    column,
    columns_of,
    fixed_label,
    headings,
    possible,
)
from registry.tables.filters import Filter, Kind, addable
from registry.views.bulk import EXPORT
from registry.views.common import (
    fill_in_url,
    find_type,
    language,
    may_fill_in,
    status_kind,
    status_label,
)
from registry.views.imports import may_import
from registry.views.listing import Listing
from registry.views.saved import SaveForm

FIRST = 4
"""How many filters a wide screen shows at once."""


@dataclass(frozen=True, slots=True)
class Group:
    """One filter in the bar: boxes to tick, words, or the two ends of a range; and whether there is an answer."""

    filter: Filter
    fields: list[BoundField]
    words: str
    """What is ticked, in words, for the fold."""

    @property
    def label(self) -> str:
        return self.filter.label

    @property
    def is_choice(self) -> bool:
        return self.filter.kind is Kind.CHOICE

    @property
    def is_range(self) -> bool:
        return self.filter.kind in (Kind.DAYS, Kind.NUMBERS)

    @property
    def typed(self) -> list[BoundField]:
        return self.fields[:2] if self.is_range else self.fields[:1]

    @property
    def answered(self) -> BoundField | None:
        """The box that asks whether there is an answer at all."""
        return self.fields[-1] if self.filter.nullable and not self.is_choice else None


@login_required
@require_GET
def records(request: HttpRequest, key: str) -> HttpResponse:
    """GET /workspace/records/<type>/"""
    record_type = find_type(request.user, key)
    listing = Listing(request, record_type)
    columns = columns_of(record_type, listing.whole.columns, language(), listing.address.all(COLUMN))
    page = listing.page(columns)
    with listing.words_at_hand(page):
        context = list_context(listing, columns, page)
    return render(request, "registry/records.html", context)


def list_context(listing: Listing, columns: list[Column], page: Page) -> dict[str, Any]:
    record_type = listing.record_type
    return {
        "title": record_type.name_in(language()),
        "rows": [line(row, columns, record_type) for row in page.rows],
        "headings": heads(listing, columns),
        **bar_parts(listing),
        "search": listing.address.get(SEARCH),
        "hidden": [pair for pair in listing.address.parameters if pair[0] in (SORT, COLUMN, ALSO, PICK)],
        "addable": addable(listing.whole.questions, listing.whole.filterable, listing.filters, language()),
        "tags": listing.tags,
        "clear_url": str(Address(listing.address.path, ())) if listing.tags else "",
        "problems": listing.problems,
        "summary": summary(listing, page),
        **ways(listing, page),
        **views_part(listing),
        **columns_part(listing, columns),
        "doable": several(listing, page) if page.rows else [],
        "several_url": str(listing.address.at(reverse("registry:several", args=[record_type.key]))),
        "all_label": all_label(listing, page),
    }


def views_part(listing: Listing) -> dict[str, Any]:
    """The lists that are kept, and how to keep this one."""
    user, record_type = listing.request.user, listing.record_type
    now = saved_views.query_of(listing.address)
    kept = [
        {
            "name": view.name,
            "url": f"{listing.address.path}?{view.query}",
            "current": view.query == now,
            "by": "" if view.owner_id == user.pk else str(view.owner),
            "delete_url": reverse("registry:delete_view", args=[record_type.key, view.pk])
            if view.owner_id == user.pk
            else "",
        }
        for view in saved_views.views_for(user, record_type)
    ]
    return {
        "views": kept,
        "keep_form": SaveForm(),
        "keep_url": reverse("registry:keep_view", args=[record_type.key]),
        "query": now,
    }


def columns_part(listing: Listing, columns: list[Column]) -> dict[str, Any]:
    """Every possible column, ticked where it is shown; and what the address has to keep besides."""
    questions = listing.whole.columns
    shown = {one.key for one in columns}
    found = [column(key, questions.get(key), language()) for key in possible(questions)]
    return {
        "possible": [{"key": one.key, "label": one.label, "shown": one.key in shown} for one in found],
        "kept": list(listing.address.without(COLUMN).parameters),
        "usual_url": str(listing.address.without(COLUMN)) if listing.address.all(COLUMN) else "",
    }


def several(listing: Listing, page: Page) -> list[tuple[str, str]]:
    """What can be done with some of the records of the page, or with all that fit: (value, label)."""
    user, record_type = listing.request.user, listing.record_type
    statuses = {row.record.status for row in page.rows}
    if page.next_token or listing.address.get(AFTER):
        statuses |= listing.statuses
    offered = bulk.offered_for(user, record_type, language(), statuses)
    found = [(one.key, one.label) for one in offered]
    if access.can(user, Action.EXPORT, record_type):
        found.append((EXPORT, _("Export these")))
    return found


def bar_parts(listing: Listing) -> dict[str, Any]:
    """The filter bar in two parts: what comes first, and the rest."""
    said_of = {one.filter.key: said(one, listing.labels, language()) for one in listing.choice.chosen}
    groups = [
        Group(one, [listing.form[name] for name in one.names], said_of.get(one.key) or _("All"))
        for one in listing.filters
    ]
    later = {one.key for one in listing.filters[FIRST:]}
    is_set = any(one.filter.key in later for one in listing.choice.chosen)
    return {
        "first": groups[:FIRST],
        "more": groups[FIRST:],
        "more_open": is_set or bool(listing.address.all(ALSO)),
    }


def heads(listing: Listing, columns: list[Column]) -> list[Heading]:
    fixed = [Column(REFERENCE, fixed_label(REFERENCE)), Column(STATUS, fixed_label(STATUS))]
    return headings([*fixed, *columns], listing.address, listing.query.order, listing.sortable)


def line(row: Row, columns: list[Column], record_type: RecordType) -> dict[str, Any]:
    """One record of the list, as the template wants it."""
    record = row.record
    return {
        "pk": record.pk,
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


def all_label(listing: Listing, page: Page) -> str:
    """Words for picking more than the page shows; blank where it shows all."""
    if not page.next_token and not listing.address.get(AFTER):
        return ""
    found = listing.count
    if found.number > bulk.MOST:
        return _("Instead of the picked ones: the first %(most)s of all that fit") % {
            "most": in_readers_digits(bulk.MOST)
        }
    return _("Instead of the picked ones: all %(number)s that fit") % {"number": in_readers_digits(found)}


def summary(listing: Listing, page: Page) -> str:
    """How many there are, in words; counted only where the page does not show them all already."""
    if page.next_token or listing.address.get(AFTER):
        number = str(listing.count)
    else:
        number = str(len(page.rows))
    if number == "1":
        return _("1 record")
    return _("%(number)s records") % {"number": in_readers_digits(number)}


def ways(listing: Listing, page: Page) -> dict[str, Any]:
    """Where one can go from a list."""
    record_type, address = listing.record_type, listing.address
    previous = address.previous_page()
    export = address.at(reverse("registry:export", args=[record_type.key]))
    may_export = access.can(listing.request.user, Action.EXPORT, record_type)
    return {
        "previous_url": str(previous) if previous else "",
        "next_url": str(address.next_page(page.next_token)) if page.next_token else "",
        "export_url": str(export.without(SORT, COLUMN, ALSO)) if may_export else "",
        "names_url": names_url(listing),
        "import_url": reverse("registry:import_begin", args=[record_type.key])
        if may_import(listing.request, record_type)
        else "",
        "new_url": fill_in_url(record_type) if may_fill_in(listing.request, record_type) else "",
    }


def names_url(listing: Listing) -> str:
    """Where one looks for a name; blank where the records have none that this person sees."""
    if not name_questions(listing.whole.reach, listing.whole.live):
        return ""
    return reverse("registry:names", args=[listing.record_type.key])
