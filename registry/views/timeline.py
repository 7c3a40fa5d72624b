"""The timeline of a case: the last things on its page, all of them on a page of their own, by kind if wished."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from registry import audit
from registry.models import Record
from registry.timeline import Happening, happenings, kinds_of
from registry.views.common import find_record, language, status_label
from registry.views.history import moved_to

LATEST = 8
"""Lines on the record's own page."""
KIND = "kind"


@login_required
@require_GET
def timeline(request: HttpRequest, key: str, pk: UUID) -> HttpResponse:
    """GET /workspace/records/<type>/<id>/timeline/: with ?kind=… only records of that kind."""
    found = find_record(request, key, pk)
    kinds = kinds_of(request.user, found)
    wanted = request.GET.get(KIND, "")
    chosen = [kind for kind in kinds if kind.key == wanted]
    address = audit.address_of(request)
    rows = happenings(request.user, found, chosen or kinds, moves=not chosen, address=address)
    here = reverse("registry:timeline", args=[key, pk])
    ways = [
        {"label": kind.name_in(language()), "url": f"{here}?{KIND}={kind.key}", "here": kind in chosen}
        for kind in kinds
    ]
    context = {
        "record": found,
        "title": _("Timeline"),
        "type_name": found.type.name_in(language()),
        "list_url": reverse("registry:records", args=[key]),
        "record_url": reverse("registry:record", args=[key, pk]),
        "ways": [{"label": _("Everything"), "url": here, "here": not chosen}, *ways],
        "lines": lines(found, rows),
    }
    return render(request, "registry/timeline.html", context)


def latest(request: HttpRequest, found: Record) -> dict[str, Any]:
    """The last lines, for the record's own page; nothing for a record that has none below it."""
    kinds = kinds_of(request.user, found) if found.type.workflow_id else []
    if not kinds:
        return {}
    rows = happenings(request.user, found, kinds, most=LATEST, address=audit.address_of(request))
    return {"lines": lines(found, rows), "url": reverse("registry:timeline", args=[found.type.key, found.pk])}


def lines(found: Record, rows: Iterable[Happening]) -> list[dict[str, Any]]:
    """For registry/happenings.html."""
    return [record_line(one, one.record) if one.record else moved_line(found, one) for one in rows]


def record_line(one: Happening, record: Record) -> dict[str, Any]:
    return {
        "day": one.day,
        "icon": "records",
        "label": record.type.name_in(language()),
        "reference": record.reference,
        "url": reverse("registry:record", args=[record.type.key, record.pk]),
        "status": status_label(record.type, record.status),
    }


def moved_line(found: Record, one: Happening) -> dict[str, Any]:
    if one.handed:
        return {"day": one.day, "icon": "right", "label": _("Office"), "status": moved_to(one.handed)}
    status = one.moved.to_status if one.moved else ""
    return {"day": one.day, "icon": "flag", "label": _("Status"), "status": status_label(found.type, status)}
