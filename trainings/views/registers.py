"""What the registers of the admin lead to: a committee or group on paper and as a file, a facilitator with their events.

Files hold numbers and dates, never names of people.
"""

import csv
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from forms_builder.printing.responses import printed
from registry import audit
from registry.access import offices_of
from registry.exporting.csv_file import BYTE_ORDER_MARK, cell_text
from registry.models import Organisation, Record
from registry.views.common import status_label
from trainings.committees import bodies
from trainings.committees.standing import standing
from trainings.models import Body, Facilitator, Meeting, ServiceProvider
from trainings.papers.register import body_paper, facilitator_paper, quorum_said
from trainings.people.reading import note_listing
from trainings.setup.programmes import Led, led_by
from trainings.setup.reading import uses
from trainings.views.committees import find, meeting_setup
from trainings.views.papers import wording_of

MOST_MEETINGS = 200
PARTNERS = (Facilitator.KIND, ServiceProvider.KIND)


@login_required
@require_GET
def body_print(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET /workspace/committees/<id>/print/: the body as it stands today, with its members for who may see them."""
    found, today = find(request, pk), timezone.localdate()
    members = None
    if bodies.may_see_members(request.user) and not found.kind.restricted:
        members = bodies.in_office(found, today)
        note_listing(request.user, [one.person for one in members], audit.address_of(request))
    paper = body_paper(
        found,
        standing(found, meeting_setup(request.user), today),
        bodies.rule_on(found, today),
        visible_meetings(request, found, audit.AccessKind.PRINT),
        members,
        wording_of(request),
    )
    return printed(request, paper, found.organisation.key, reverse("trainings:body", args=[found.pk]))


@login_required
@require_GET
def body_export(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET /workspace/committees/<id>/export/: its meetings as CSV."""
    found = find(request, pk)
    head = (
        _("Held on"),
        _("No."),
        _("Record number"),
        _("Status"),
        _("Members who came"),
        _("Members"),
        _("Needed for the quorum"),
        _("Quorum"),
        _("Next meeting"),
    )
    rows = (
        (
            one.held_on,
            one.number,
            one.record.reference,
            status_label(one.record.type, one.record.status),
            one.came,
            one.members,
            one.needed or None,
            str(quorum_said(one)),
            one.next_on,
        )
        for one in visible_meetings(request, found, audit.AccessKind.EXPORT)
    )
    return as_csv(found.organisation.key, head, rows)


def visible_meetings(request: HttpRequest, found: Body, kind: audit.AccessKind) -> list[Meeting]:
    """The meetings that count and whose minutes this person may see, the latest first; noted as taken along."""
    visible = Record.objects.visible_to(request.user)
    rows = found.meetings.counted().filter(record__in=visible).select_related("record__type")
    meetings = list(rows.order_by("-held_on")[:MOST_MEETINGS])
    for key in {one.record.type.key for one in meetings}:
        with audit.reading(request.user, kind, key, address=audit.address_of(request)) as seen:
            seen.add([one.pk for one in meetings if one.record.type.key == key])
    return meetings


@login_required
@require_GET
def partner(request: HttpRequest, key: str) -> HttpResponse:
    """GET /workspace/facilitators/<key>/: who it is, and the events they led, as far as one may see them."""
    found = partner_or_404(request, key)
    context = {
        "title": str(found),
        "partner": found,
        "rows": events_of(request, found, audit.AccessKind.LIST),
    }
    return render(request, "trainings/partner.html", context)


@login_required
@require_GET
def partner_print(request: HttpRequest, key: str) -> HttpResponse:
    """GET /workspace/facilitators/<key>/print/"""
    found = partner_or_404(request, key)
    paper = facilitator_paper(found, events_of(request, found, audit.AccessKind.PRINT), wording_of(request))
    return printed(request, paper, found.key, reverse("trainings:partner", args=[found.key]))


@login_required
@require_GET
def partner_export(request: HttpRequest, key: str) -> HttpResponse:
    """GET /workspace/facilitators/<key>/export/: the events as CSV."""
    found = partner_or_404(request, key)
    head = (_("Record number"), _("Event"), _("First day"), _("Parts led"))
    rows = events_of(request, found, audit.AccessKind.EXPORT)
    return as_csv(
        found.key, head, ((one.record.reference, one.title, one.first_day, one.parts) for one in rows)
    )


def partner_or_404(request: HttpRequest, key: str) -> Organisation:
    """A facilitator or provider of one's offices or of none, for who has to do with events or meetings."""
    found = Organisation.objects.filter(key=key, kind__in=PARTNERS).select_related("office").first()
    near = found is not None and (found.office_id is None or found.office_id in offices_of(request.user))
    if found is None or not near or not uses(request.user):
        raise Http404
    return found


def events_of(request: HttpRequest, found: Organisation, kind: audit.AccessKind) -> list[Led]:
    rows = led_by(request.user, found)
    for key in {one.record.type.key for one in rows}:
        with audit.reading(request.user, kind, key, address=audit.address_of(request)) as seen:
            seen.add([one.record.pk for one in rows if one.record.type.key == key])
    return rows


def as_csv(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A small table as a file: UTF-8 that Excel reads, and no cell that calculates."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.csv") or "attachment"
    response.headers["Cache-Control"] = "no-store, private"
    response.write(BYTE_ORDER_MARK)
    writer = csv.writer(response)
    writer.writerow(head)
    writer.writerows([cell_text(value) for value in row] for row in rows)
    return response
