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

from forms_builder.questions.common import in_script
from registry import access
from registry.models import Action, RecordType
from registry.query import Page, Row
from registry.tables.address import AFTER, SEARCH, SORT, Address
from registry.tables.columns import (
    REFERENCE,
    STATUS,
    Column,
    Heading,
    cell,
    columns_of,
    fixed_label,
    headings,
)
from registry.views.common import find_type, language, status_kind, status_label
from registry.views.home import fill_in_url, may_fill_in
from registry.views.listing import Listing

FIRST = 4
"""How many filters a wide screen shows at once."""


@dataclass(frozen=True, slots=True)
class Group:
    """One filter in the bar: a field, or the two ends of a range."""

    label: str
    fields: list[BoundField]

    @property
    def is_range(self) -> bool:
        return len(self.fields) > 1


@login_required
@require_GET
def records(request: HttpRequest, key: str) -> HttpResponse:
    """GET /workspace/records/<type>/"""
    record_type = find_type(request.user, key)
    listing = Listing(request, record_type)
    columns = columns_of(record_type, listing.whole.questions, language())
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
        "hidden": [(SORT, listing.address.get(SORT))] if listing.address.get(SORT) else [],
        "tags": listing.tags,
        "clear_url": str(Address(listing.address.path, ())) if listing.tags else "",
        "problems": listing.problems,
        "summary": summary(listing, page),
        **ways(listing, page),
    }


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
