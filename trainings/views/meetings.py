"""One meeting in the workspace: quorum, what was decided, what is to be done, and apart from it what stays inside."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from forms_builder.schema.text import clean_text
from registry import audit
from registry.extending import Link
from registry.models import Action
from registry.opening import get_record, opened
from registry.views.common import language, status_kind, status_label
from trainings.committees import confidential, meetings
from trainings.models import ActionPoint, Meeting
from trainings.setup.documents import MeetingDocument
from trainings.setup.reading import meeting_of


def find(request: HttpRequest, pk: UUID) -> tuple[Meeting, MeetingDocument]:
    """A meeting whose minutes somebody may see; 404 for any other."""
    record = get_record(request.user, pk)
    setup = meeting_of(record.type)
    found = (
        Meeting.objects.select_related("body__organisation", "body__kind", "rule")
        .filter(pk=record.pk)
        .first()
    )
    if setup is None or found is None:
        raise Http404
    found.record = record
    return found, setup


@login_required
@require_GET
def meeting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET /workspace/meetings/<record>/"""
    found, setup = find(request, pk)
    seen = opened(request.user, found.record, address=audit.address_of(request))
    decided = [row for row in seen.answers.get(setup.agenda) or () if row.get(setup.decision)]
    may_read = confidential.may(request.user, found)
    context = {
        **about(found),
        "quorum": meetings.quorum_words(found),
        "quorum_kind": "" if found.quorate is None else "success" if found.quorate else "warning",
        "rule": found.rule,
        "decisions": [{"item": row.get(setup.item, ""), "decision": row[setup.decision]} for row in decided],
        "earlier": points_before(found, setup),
        "points": [point_line(one, setup) for one in found.points.select_related("record__type")],
        "next_on": found.next_on or meetings.next_due(found.body),
        "papers": [
            Link(reverse("trainings:meeting_minutes", args=[found.pk]), _("Minutes on paper"), "print"),
            Link(reverse("trainings:meeting_decisions", args=[found.pk]), _("Decisions on paper"), "print"),
        ],
        "may_read": may_read,
        "has_confidential": may_read and hasattr(found, "confidential"),
        "status": {
            "label": status_label(found.record.type, found.record.status),
            "kind": status_kind(found.record.type, found.record.status),
        },
    }
    return render(request, "trainings/meeting.html", context)


def about(found: Meeting) -> dict[str, Any]:
    record = found.record
    return {
        "title": str(found.body),
        "meeting": found,
        "record": record,
        "record_url": reverse("registry:record", args=[record.type.key, record.pk]),
        "body_url": reverse("trainings:body", args=[found.body_id]),
        "meeting_url": reverse("trainings:meeting", args=[found.pk]),
    }


def points_before(found: Meeting, setup: MeetingDocument) -> list[dict[str, Any]]:
    """What earlier meetings left open; it comes first on every agenda."""
    return [point_line(one, setup) for one in meetings.open_points(found.body, found.held_on)]


def point_line(one: ActionPoint, setup: MeetingDocument) -> dict[str, Any]:
    return {
        "text": meetings.text_of(one, setup),
        "due": one.due,
        "status": status_label(one.record.type, one.record.status, language()),
        "url": reverse("registry:record", args=[one.record.type.key, one.pk]),
    }


@login_required
@require_http_methods(["GET", "POST"])
def meeting_confidential(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET and POST /workspace/meetings/<record>/confidential/"""
    found, _setup = find(request, pk)
    if not confidential.may(request.user, found):
        raise Http404
    may_write = confidential.may(request.user, found, Action.EDIT)
    problem, theirs = "", ""
    text, revision = confidential.read(request.user, found, audit.address_of(request))
    if request.method == "POST":
        if not may_write:
            raise Http404
        base = request.POST.get("base", "")
        said = clean_text(request.POST.get("text", ""))
        try:
            confidential.write(request.user, found, said, int(base) if base.isdecimal() else -1)
        except confidential.Changed as change:
            problem, theirs, text = (
                _("Somebody else wrote here meanwhile. Both texts are below; nothing is lost."),
                change.text,
                said,
            )
        else:
            messages.success(request, _("Saved."))
            return redirect("trainings:meeting", pk=found.pk)
    context = {
        **about(found),
        "text": text,
        "base": revision,
        "may_write": may_write,
        "problem": problem,
        "theirs": theirs,
        "has_errors": bool(problem),
    }
    return render(request, "trainings/confidential.html", context, status=409 if problem else 200)
