"""Paper of events and meetings, and the page on which anybody sees whether a certificate is valid."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from forms_builder.digits import in_readers_digits
from forms_builder.printing.paper import Paper
from forms_builder.printing.responses import LANGUAGE, OURS, printed, reader_language
from forms_builder.printing.wording import Wording
from registry import audit
from registry.models import Action
from registry.opening import Opened
from registry.opening import opened as opened_record
from registry.views.printing import printed_by
from trainings.models import Certificate, Meeting
from trainings.papers.certificate import certificates_paper
from trainings.papers.decisions import decisions_paper
from trainings.papers.invitation import event_letters
from trainings.papers.minutes import minutes_paper
from trainings.papers.sign_in import sign_in_sheet
from trainings.papers.summary import attendance_summary
from trainings.setup.documents import MeetingDocument
from trainings.sheets import certifying
from trainings.sheets.attendance import attended
from trainings.sheets.marking import participants_of
from trainings.sheets.opening import OpenSheet
from trainings.views import meetings
from trainings.views.names import note_seen, shown_name
from trainings.views.sheet_finding import can_write, sheet_or_404
from trainings.views.sheet_words import about

BLANK = "blank"
DAY = "day"
MeetingPaper = Callable[[Meeting, Opened, MeetingDocument, Wording], Paper]
AT_ONCE = 100
"""Certificates in one file: more would be too many pages for one print."""


def wording_of(request: HttpRequest, both: bool = False) -> Wording:
    """The languages asked for; else both, the reader's first, or the reader's own."""
    asked = tuple(code for code in request.GET.get(LANGUAGE, "").split(",") if code in OURS)
    mine = reader_language()
    default = (mine, "en" if mine == "bn" else "bn") if both else (mine,)
    return Wording(tuple(dict.fromkeys(asked)) or default)


def printable_or_404(request: HttpRequest, pk: UUID, action: Action = Action.VIEW) -> OpenSheet:
    """The sheet for this person; one of cases has no paper."""
    opened = sheet_or_404(request, pk, action)
    if opened.of_cases:
        raise Http404
    return opened


@login_required
@require_GET
def sheet_print(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET /workspace/events/<record>/sheet/print/?day=…&blank=1: the sign-in sheet of one day."""
    opened = printable_or_404(request, pk)
    day = asked_day(request, opened)
    people = [] if BLANK in request.GET else participants_of(opened.sheet)
    note_seen(request, opened, people, audit.AccessKind.PRINT)
    paper = sign_in_sheet(opened, day, people, wording_of(request, both=True))
    return printed(
        request, paper, f"{opened.record.reference}-{day:%Y-%m-%d}", reverse("trainings:sheet", args=[pk])
    )


def asked_day(request: HttpRequest, opened: OpenSheet) -> date:
    """A day of the event; 404 for any other."""
    asked = request.GET.get(DAY, "")
    try:
        day = date.fromisoformat(asked) if asked else opened.sheet.first_day
    except ValueError as error:
        raise Http404 from error
    if day not in opened.span.days():
        raise Http404
    return day


@login_required
@require_GET
def sheet_summary(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET /workspace/events/<record>/sheet/summary/"""
    opened, wording = printable_or_404(request, pk), wording_of(request)
    rows = attended(opened.sheet)
    note_seen(request, opened, [one.participant for one in rows], audit.AccessKind.PRINT)
    paper = attendance_summary(opened, rows, printed_by(str(request.user), wording), wording)
    return printed(
        request, paper, f"{opened.record.reference}-attendance", reverse("trainings:sheet", args=[pk])
    )


@login_required
@require_GET
def invitations(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET /workspace/events/<record>/sheet/invitations/: a letter for each person on the sheet."""
    opened = printable_or_404(request, pk)
    people = participants_of(opened.sheet)
    note_seen(request, opened, people, audit.AccessKind.PRINT)
    paper = event_letters(opened, people, wording_of(request))
    back = reverse("trainings:sheet", args=[pk])
    if not people:
        messages.error(request, _("Nobody is on the sheet yet"))
        return redirect(back)
    return printed(request, paper, f"{opened.record.reference}-invitations", back)


@login_required
@require_http_methods(["GET", "POST"])
def certificates(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET and POST /workspace/events/<record>/certificates/: who gets one, who does not and why; issue, withdraw."""
    posting = request.method == "POST"
    opened = printable_or_404(request, pk, Action.EDIT if posting else Action.VIEW)
    if posting:
        issued(request, opened)
        return redirect("trainings:certificates", pk=pk)
    rows = attended(opened.sheet)
    note_seen(request, opened, [one.participant for one in rows])
    there = {one.participant_id: one for one in certifying.of(opened)}
    not_yet, enough = certifying.not_yet(opened), certifying.needed(opened)
    lines = [
        {
            "id": str(one.participant.pk),
            "name": shown_name(one.participant)[0],
            "percent": one.percent,
            "certificate": there.get(one.participant.pk),
            "why_not": certifying.lacking(one, enough),
        }
        for one in rows
    ]
    context = {
        **about(opened),
        "rows": lines,
        "not_yet": not_yet,
        "may_issue": not not_yet
        and can_write(request, opened)
        and any(not x["why_not"] and not x["certificate"] for x in lines),
        "may_write": can_write(request, opened),
        "needed": enough,
        "bundles": bundles(sum(one.withdrawn_at is None for one in there.values())),
    }
    return render(request, "trainings/certificates.html", context)


def bundles(number: int) -> list[dict[str, int]]:
    """The valid certificates by their place, as many as are printed at once."""
    return [
        {"first": first + 1, "last": min(first + AT_ONCE, number), "number": number}
        for first in range(0, number, AT_ONCE)
    ]


def issued(request: HttpRequest, opened: OpenSheet) -> None:
    wanted = request.POST.get("withdraw", "")
    if wanted:
        found = Certificate.objects.filter(participant__sheet=opened.sheet, serial=wanted).first()
        if found is None:
            raise Http404
        certifying.withdraw(found)
        messages.success(request, _("The certificate is no longer valid."))
        return
    try:
        if request.POST.get("participant"):
            certifying.issue(request.user, opened, request.POST["participant"])
            number = 1
        else:
            number = certifying.issue_all(request.user, opened)
    except certifying.Refused as refusal:
        messages.error(request, str(refusal))
        return
    text = ngettext("%(count)s certificate was issued.", "%(count)s certificates were issued.", number)
    messages.success(request, text % {"count": in_readers_digits(number)})


@login_required
@require_GET
def certificate_print(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET /workspace/events/<record>/certificates/print/?serial=…: one; with ?from=… all that are valid, from that place."""
    opened = printable_or_404(request, pk)
    valid = certifying.of(opened).filter(withdrawn_at=None)
    serial, first = request.GET.get("serial", ""), request.GET.get("from", "1")
    if serial:
        some = list(valid.filter(serial=serial))
    else:
        begin = max(int(first) - 1, 0) if first.isdecimal() and len(first) < 6 else 0
        some = list(valid[begin : begin + AT_ONCE])
    if not some:
        raise Http404
    note_seen(request, opened, [one.participant for one in some], audit.AccessKind.PRINT)
    paper = certificates_paper(
        opened,
        some,
        lambda one: request.build_absolute_uri(reverse("verify", args=[one.token])),
        wording_of(request, both=True),
    )
    name = serial or f"{opened.record.reference}-certificates"
    return printed(request, paper, name, reverse("trainings:certificates", args=[pk]))


@require_GET
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """GET /verify/<token>/: whether a certificate is valid, and since when. No name, no event.

    One of an event that was withdrawn is not, nor is one that was made to try things out.
    """
    found = (
        Certificate.objects.filter(token=token).only("issued_at", "withdrawn_at", "participant_id").first()
    )
    valid = found is not None and found.stands
    context = {
        "valid": valid,
        "issued_at": found.issued_at if found and valid else None,
        "withdrawn": found is not None,
    }
    return render(request, "trainings/verify.html", context, status=200 if found else 404)


@login_required
@require_GET
def meeting_decisions(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET /workspace/meetings/<record>/decisions/: the public part of the minutes on paper."""
    return of_meeting(request, pk, decisions_paper, "decisions")


@login_required
@require_GET
def meeting_minutes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET /workspace/meetings/<record>/minutes/: the whole minutes as far as the reader may see them, to be signed."""
    return of_meeting(request, pk, minutes_paper, "minutes")


def of_meeting(request: HttpRequest, pk: UUID, make: MeetingPaper, name: str) -> HttpResponse:
    found, setup = meetings.find(request, pk)
    seen = opened_record(
        request.user, found.record, kind=audit.AccessKind.PRINT, address=audit.address_of(request)
    )
    paper = make(found, seen, setup, wording_of(request))
    back = reverse("trainings:meeting", args=[found.pk])
    return printed(request, paper, f"{found.record.reference}-{name}", back)
