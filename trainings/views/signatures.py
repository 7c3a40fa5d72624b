"""Signing on the screen, passed round the hall like the paper: who came today, who has signed, and the page to sign on."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from forms_builder.filling.attachments import open_attachment
from forms_builder.sealing import SealingError
from registry import audit
from registry.models import Action
from registry.views.common import language
from trainings.models import Participant, Signature
from trainings.sheets import allowance, signing
from trainings.sheets.marking import Refused, participants_of
from trainings.sheets.opening import OpenSheet
from trainings.views.allowance import taka
from trainings.views.names import note_seen, shown_name
from trainings.views.papers import asked_day, printable_or_404
from trainings.views.sheet_finding import can_write
from trainings.views.sheet_words import about

NOTHING_RUNS = "default-src 'none'; sandbox"
DAY, ALLOWANCE = Signature.For.DAY, Signature.For.ALLOWANCE


@login_required
@require_GET
def signatures(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET /workspace/events/<record>/sheet/signatures/?day=…: who came that day, and who has signed."""
    opened = printable_or_404(request, pk)
    day = asked_day(request, opened)
    came = signing.came_on(opened, day)
    people = [one for one in participants_of(opened.sheet) if one.pk in came]
    note_seen(request, opened, people)
    there = Signature.objects.filter(participant__in=people, reason=DAY, day=day)
    signed = {one.participant_id: one for one in there}
    context = {
        **about(opened),
        "day": day,
        "days": [
            {"day": one, "url": f"?day={one.isoformat()}", "current": one == day}
            for one in opened.span.days()
        ],
        "rows": [line(opened, one, signed.get(one.pk), f"for=day&day={day.isoformat()}") for one in people],
        "may_sign": can_write(request, opened) and not opened.locked(),
    }
    return render(request, "trainings/signatures.html", context)


def line(opened: OpenSheet, row: Participant, signed: Signature | None, reason: str) -> dict[str, Any]:
    pk = opened.record.pk
    return {
        "name": shown_name(row)[0],
        "about": shown_name(row)[1],
        "signed": signing.name_in(signed) if signed else "",
        "drawing_url": reverse("trainings:sheet_drawing", args=[pk, signed.pk])
        if signed and signed.drawing_id
        else "",
        "sign_url": f"{reverse('trainings:sheet_sign', args=[pk, row.pk])}?{reason}",
    }


@login_required
@require_http_methods(["GET", "POST"])
def sheet_sign(request: HttpRequest, pk: UUID, row: UUID) -> HttpResponse:
    """GET and POST /workspace/events/<record>/sheet/<row>/sign/?for=day&day=… or ?for=allowance"""
    opened = printable_or_404(request, pk, Action.EDIT)
    found = opened.sheet.participants.select_related("person__merged_into", "case").filter(pk=row).first()
    if found is None or request.GET.get("for") not in (DAY, ALLOWANCE):
        raise Http404
    day = asked_day(request, opened) if request.GET["for"] == DAY else None
    note_seen(request, opened, [found])
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = signing.SignatureForm(*posted, user=request.user, language=language())
    back = back_url(opened, day)
    if posted and form.is_valid():
        try:
            sign(request, opened, found, day, form)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("%(name)s has signed.") % {"name": shown_name(found)[0]})
        return redirect(back)
    words = what_for(opened, found, day)
    context = {
        **about(opened),
        "title": shown_name(found)[0],
        "lead": words,
        "form": form,
        "back_url": back,
        "has_errors": bool(form.errors),
    }
    return render(request, "trainings/sign.html", context, status=422 if form.errors else 200)


def sign(
    request: HttpRequest, opened: OpenSheet, row: Participant, day: date | None, form: signing.SignatureForm
) -> None:
    if day is not None:
        signing.sign_day(request.user, opened, row, day, form)
    else:
        signing.sign_allowance(request.user, opened, row, due(opened, row).amount, form)


def due(opened: OpenSheet, row: Participant) -> allowance.Line:
    """What is due to one person; 404 where it is nothing."""
    found = next((one for one in allowance.lines(opened) if one.participant.pk == row.pk), None)
    if found is None or not found.amount:
        raise Http404
    return found


def what_for(opened: OpenSheet, row: Participant, day: date | None) -> str:
    if day is not None:
        return _("I was there.")
    one = due(opened, row)
    return _("I have received %(amount)s.") % {"amount": taka(one.amount)}


def back_url(opened: OpenSheet, day: date | None) -> str:
    if day is None:
        return reverse("trainings:sheet_allowance", args=[opened.record.pk])
    return f"{reverse('trainings:sheet_signatures', args=[opened.record.pk])}?day={day.isoformat()}"


@login_required
@require_GET
def sheet_drawing(request: HttpRequest, pk: UUID, signature: UUID) -> HttpResponse:
    """GET /workspace/events/<record>/sheet/signatures/<signature>/: the drawing, noted like every reading."""
    opened = printable_or_404(request, pk)
    found = (
        Signature.objects.filter(pk=signature, participant__sheet=opened.sheet)
        .select_related("drawing")
        .first()
    )
    if found is None or found.drawing is None:
        raise Http404
    note_seen(request, opened, [found.participant], audit.AccessKind.FILE)
    try:
        content, _name = open_attachment(found.drawing)
    except (SealingError, OSError) as error:
        raise Http404 from error
    response = HttpResponse(content, content_type=found.drawing.content_type)
    response._csp_exempt = True  # type: ignore[attr-defined]  # django-csp's own hook: this policy is our own
    response.headers["Content-Security-Policy"] = NOTHING_RUNS
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
