"""What to talk about in a case conference: put together from the case, for the screen and for paper."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from forms_builder.logic import blank
from forms_builder.questions import types
from registry import audit, conferences
from registry.answers import is_rows
from registry.conferences import Agenda
from registry.models import Record
from registry.views import tasks
from registry.views.common import fill_in_url, find_record, language, may_fill_in, status_label
from registry.workflow.offers import closed


@login_required
@require_GET
def agenda(request: HttpRequest, key: str, pk: UUID) -> HttpResponse:
    """GET /workspace/records/<type>/<id>/conference/"""
    found = find_record(request, key, pk)
    kind = conferences.kind_for(request.user, found)
    if kind is None:
        raise Http404
    made = conferences.agenda(request.user, found, kind, address=audit.address_of(request))
    may_begin = may_fill_in(request, kind) and not closed(found)
    context = {
        "record": found,
        "title": _("Case conference: what to talk about"),
        "type_name": found.type.name_in(language()),
        "list_url": reverse("registry:records", args=[key]),
        "record_url": reverse("registry:record", args=[key, pk]),
        "status": status_label(found.type, found.status),
        "needs": needs(made),
        "assessed": made.needs[0].created_at if made.needs else None,
        "late": tasks.seen_lines(request, made.late),
        "agreed": tasks.seen_lines(request, made.agreed),
        "waiting": [referral(one) for one in made.waiting],
        "consent": made.consent,
        "begin_url": fill_in_url(kind, found) if may_begin else "",
    }
    return render(request, "registry/agenda.html", context)


def needs(made: Agenda) -> list[dict[str, str]]:
    """The needs that are not met, in the order in which they were found."""
    if made.needs is None:
        return []
    _record, seen, wanted = made.needs
    rows: Any = seen.answers.get(wanted.rows)
    if not is_rows(rows):
        return []
    open_ones = [row for row in rows if row.get(wanted.level) not in (None, *wanted.over)]
    return [
        {"about": _words(seen, wanted.about, row), "level": _words(seen, wanted.level, row)}
        for row in open_ones
    ]


def _words(seen: Any, key: str, row: Any) -> str:
    question, answer = seen.questions.get(key), row.get(key)
    return (
        "" if question is None or blank(answer) else types.of(question).display(question, answer, language())
    )


def referral(one: Record) -> dict[str, Any]:
    return {
        "reference": one.reference,
        "url": reverse("registry:record", args=[one.type.key, one.pk]),
        "status": status_label(one.type, one.status),
        "since": one.updated_at,
    }
