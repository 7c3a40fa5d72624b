"""Looking for a record by name. The name is posted, so it stands in no address, no history and no log."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forms_builder.digits import in_readers_digits
from registry import access, audit
from registry.models import Action
from registry.name_search import MOST_FOUND, Found, NotSearched, name_questions, search
from registry.query import RecordQuery
from registry.tables.address import LONGEST, plain
from registry.tables.columns import label_of
from registry.views.common import find_type, language, status_kind, status_label


@login_required
@require_http_methods(["GET", "POST"])
def names(request: HttpRequest, key: str) -> HttpResponse:
    """GET and POST /workspace/records/<type>/names/"""
    record_type = find_type(request.user, key)
    if not access.can(request.user, Action.VIEW, record_type):
        raise Http404
    query = RecordQuery(request.user, record_type)
    asked_of = name_questions(query.reach, query.live)
    if not asked_of:
        raise Http404
    said = plain("name", request.POST.get("name", ""))[:LONGEST]
    context: dict[str, Any] = {
        "title": _("Find by name: %(what)s") % {"what": record_type.name_in(language())},
        "questions": [label_of(one, language()) for one in asked_of.values()],
        "list_url": reverse("registry:records", args=[key]),
        "list_label": record_type.name_in(language()),
        "said": said,
    }
    if request.method == "POST":
        try:
            found = search(request.user, record_type, said, address=audit.address_of(request))
        except NotSearched as refusal:
            context["problem"] = str(refusal)
        else:
            context |= told(found)
    return render(request, "registry/names.html", context)


def told(found: Found) -> dict[str, Any]:
    """What the page says of a search."""
    return {
        "searched": True,
        "hits": [
            {
                "url": reverse("registry:record", args=[hit.record.type.key, hit.record.pk]),
                "reference": hit.record.reference,
                "names": ", ".join(hit.names),
                "status": status_label(hit.record.type, hit.record.status),
                "kind": status_kind(hit.record.type, hit.record.status),
            }
            for hit in found.hits
        ],
        "opened": in_readers_digits(found.opened),
        "whole": found.whole,
        "many": len(found.hits) >= MOST_FOUND,
    }
