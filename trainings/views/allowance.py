"""The allowance sheet: the rate of a day, what each person gets, who has signed for it; on the screen and on paper."""

from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from forms_builder.digits import in_readers_digits
from forms_builder.printing.responses import printed
from forms_builder.questions.money import in_lakhs
from registry import audit
from registry.models import Action
from registry.views.printing import printed_by
from trainings.papers.allowance import allowance_paper
from trainings.sheets import allowance, signing
from trainings.sheets.marking import Refused
from trainings.views.names import note_seen, shown_name
from trainings.views.papers import printable_or_404, wording_of
from trainings.views.sheet_finding import can_write
from trainings.views.sheet_words import about


def taka(amount: Decimal) -> str:
    return in_readers_digits(allowance.in_taka(amount))


@login_required
@require_http_methods(["GET", "POST"])
def sheet_allowance(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET and POST /workspace/events/<record>/sheet/allowance/: who gets what; the rate of a day."""
    posting = request.method == "POST"
    opened = printable_or_404(request, pk, Action.EDIT if posting else Action.VIEW)
    problem = ""
    if posting:
        try:
            allowance.set_rate(opened, request.POST.get("rate", ""))
        except Refused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("trainings:sheet_allowance", pk=pk)
    found = allowance.lines(opened)
    note_seen(request, opened, [one.participant for one in found])
    rate = opened.sheet.day_rate
    context = {
        **about(opened),
        "rate": request.POST.get("rate", "")
        if posting
        else ""
        if rate is None
        else in_lakhs(rate).removesuffix(".00"),
        "problem": problem,
        "has_errors": bool(problem),
        "paid": rate is not None,
        "total": taka(allowance.total(found)),
        "may_write": can_write(request, opened) and not opened.locked(),
        "rows": [
            {
                "name": shown_name(one.participant)[0],
                "days": one.days,
                "amount": taka(one.amount),
                "due": bool(one.amount),
                "signed": signing.name_in(one.signature) if one.signature else "",
                "signed_for": taka(one.signature.amount or Decimal(0)) if one.signature else "",
                "sign_url": f"{reverse('trainings:sheet_sign', args=[pk, one.participant.pk])}?for=allowance",
            }
            for one in found
        ],
    }
    return render(request, "trainings/allowance.html", context, status=422 if problem else 200)


@login_required
@require_GET
def allowance_print(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET /workspace/events/<record>/sheet/allowance/print/"""
    opened, wording = printable_or_404(request, pk), wording_of(request, both=True)
    found = allowance.lines(opened)
    note_seen(request, opened, [one.participant for one in found], audit.AccessKind.PRINT)
    paper = allowance_paper(opened, found, printed_by(str(request.user), wording), wording)
    back = reverse("trainings:sheet_allowance", args=[pk])
    return printed(request, paper, f"{opened.record.reference}-allowance", back)
