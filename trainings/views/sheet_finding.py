"""From an address to a sheet or one of its sessions, and back to the page."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from registry.models import Action
from trainings.models import Session
from trainings.sheets.opening import NoSheet, OpenSheet, open_sheet


def sheet_or_404(request: HttpRequest, pk: UUID, action: Action = Action.VIEW) -> OpenSheet:
    """The sheet for this person; a page of an event that has no days yet is not there either."""
    try:
        return open_sheet(request.user, pk, action)
    except NoSheet as error:
        raise Http404 from error


def can_write(request: HttpRequest, opened: OpenSheet) -> bool:
    try:
        open_sheet(request.user, opened.record.pk, Action.EDIT)
    except Http404:
        return False
    return True


def session_of(opened: OpenSheet, wanted: str) -> Session:
    found = opened.sheet.sessions.filter(pk=int(wanted)).first() if wanted.isdecimal() else None
    if found is None:
        raise Http404
    return found


def back_to(opened: OpenSheet, session: Session | None = None) -> HttpResponse:
    address = reverse("trainings:sheet", args=[opened.record.pk])
    return redirect(f"{address}?session={session.pk}" if session else address)
