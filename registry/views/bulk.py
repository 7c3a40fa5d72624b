"""Several records of a list at once: ticked there, looked over here, done one by one, each with its outcome.

Three posts to one address: ticks from the list, then the confirmation. A GET has nothing to show and leads back.
"""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forms_builder.digits import in_readers_digits
from registry import access, audit, bulk
from registry.bulk_assign import PutInCharge
from registry.models import Action, Record, RecordType
from registry.tables.address import PICK, Address
from registry.views.common import find_type, language, status_label
from registry.views.listing import Listing, read_id
from registry.workflow.document import Reason
from registry.workflow.moving import REASON_LENGTH

EXPORT = "export"
ALL = "all"
"""Ticked for every record that fits the filters, not only those on the page."""


@login_required
@require_http_methods(["GET", "POST"])
def several(request: HttpRequest, key: str) -> HttpResponse:
    """GET and POST /workspace/records/<type>/several/"""
    record_type = find_type(request.user, key)
    if not access.can(request.user, Action.VIEW, record_type):
        raise Http404
    list_url = str(
        Address.of(request).at(reverse("registry:records", args=[key]))
    )  # as it was narrowed and sorted
    listing = Listing(request, record_type) if ALL in request.POST else None
    ids = asked_for(request, listing)
    wanted = request.POST.get("do", "")
    if request.method == "GET" or not wanted or not ids:
        return nothing(request, record_type, list_url, asked=request.method == "POST")
    if wanted == EXPORT:
        return redirect(export_url(request, record_type, [str(pk) for pk in ids]))
    action = bulk.actions_for(request.user, record_type, language()).get(wanted)
    if action is None:
        raise Http404
    records = picked(request, record_type, ids)
    context = frame(record_type, action, list_url)
    sure, reason = "sure" in request.POST, request.POST.get("reason", "")
    if isinstance(action, PutInCharge):
        chosen = action.to(request.POST.get("person", ""))
        context["people"] = [(one.pk, str(one)) for one in action.people]
        problem = "" if chosen or not sure else _("Choose who.")
        action = chosen or action
    else:
        problem = fault(action, reason) if sure else ""
    if sure and not problem:
        return done(request, action, records, context)
    context |= {"lines": lines(request, action, records), "problem": problem}
    context |= {"said": reason, "left_over": left_over(listing, ids)}
    return render(request, "registry/several.html", context)


def asked_for(request: HttpRequest, listing: Listing | None) -> list[UUID]:
    """The records that were ticked; or all that fit the filters in the address, as far as they can be done at once."""
    if listing is not None:
        return listing.query.first_ids(bulk.MOST)
    return list(dict.fromkeys(pk for pk in map(read_id, request.POST.getlist(PICK)) if pk))[: bulk.MOST]


def left_over(listing: Listing | None, ids: list[UUID]) -> str:
    """How many more fit the filters than are done at once, in words; blank when these are all."""
    if listing is None or listing.count.number <= len(ids):
        return ""
    numbers = {"done": len(ids), "all": str(listing.count)}
    return _(
        "%(all)s records fit the filters; the first %(done)s of them stand here. Do the others afterwards."
    ) % {name: in_readers_digits(value) for name, value in numbers.items()}


def nothing(request: HttpRequest, record_type: RecordType, list_url: str, *, asked: bool) -> HttpResponse:
    """Nothing was ticked or nothing chosen: say so, with the way back."""
    if not asked:
        return redirect(list_url)
    context = {
        "title": _("Several records at once"),
        "list_url": list_url,
        "list_label": record_type.name_in(language()),
        "empty": True,
    }
    return render(request, "registry/several.html", context)


def export_url(request: HttpRequest, record_type: RecordType, ids: list[str]) -> str:
    if not access.can(request.user, Action.EXPORT, record_type):
        raise Http404
    path = reverse("registry:export", args=[record_type.key])
    return str(Address(path, tuple((PICK, pk) for pk in ids)))


def picked(request: HttpRequest, record_type: RecordType, ids: list[UUID]) -> list[Record]:
    """The ticked records that this person sees, in the order of their numbers, with the access event."""
    origin = audit.address_of(request)
    with audit.reading(request.user, audit.AccessKind.LIST, record_type.key, address=origin) as seen:
        found = Record.objects.visible_to(request.user, record_type).filter(pk__in=ids)
        records = list(found.select_related("type__workflow", "version", "owner").order_by("reference"))
        seen.add([record.pk for record in records])
    return records


def frame(record_type: RecordType, action: bulk.BulkAction, list_url: str) -> dict[str, Any]:
    return {
        "title": action.label,
        "do": action.key,
        "list_url": list_url,
        "list_label": record_type.name_in(language()),
        "asks_reason": action.reason is not Reason.NO,
        "reason_optional": action.reason is Reason.OPTIONAL,
    }


def fault(action: bulk.BulkAction, reason: str) -> str:
    if action.reason is Reason.REQUIRED and not reason.strip():
        return _("Say why.")
    if len(reason) > REASON_LENGTH:
        return _("The reason is too long: at most %(count)s characters.") % {
            "count": in_readers_digits(REASON_LENGTH)
        }
    return ""


def lines(request: HttpRequest, action: bulk.BulkAction, records: list[Record]) -> list[dict[str, Any]]:
    return [
        {
            "pk": record.pk,
            "reference": record.reference,
            "seen": record.status,
            "status": status_label(record.type, record.status),
            "objection": action.objection(request.user, record),
        }
        for record in records
    ]


def done(
    request: HttpRequest, action: bulk.BulkAction, records: list[Record], context: dict[str, Any]
) -> HttpResponse:
    seen = {str(record.pk): request.POST.get(f"seen-{record.pk}", "") for record in records}
    outcomes = bulk.run(request.user, action, records, seen, request.POST.get("reason", ""))
    context |= {
        "outcomes": [
            {
                "reference": one.record.reference,
                "url": reverse("registry:record", args=[one.record.type.key, one.record.pk]),
                "done": one.done,
                "words": one.words,
            }
            for one in outcomes
        ],
        "number_done": sum(one.done for one in outcomes),
        "number": len(outcomes),
    }
    return render(request, "registry/several.html", context)
