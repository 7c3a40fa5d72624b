"""Members of a committee or group from a spreadsheet: paste or upload, look what would happen, take over."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from forms_builder.digits import in_readers_digits
from forms_builder.xlsform import limits
from registry import audit
from registry.views.common import language
from trainings.committees import bodies, importing, members
from trainings.models import Body
from trainings.people.forms import positions
from trainings.people.reading import note_listing
from trainings.sheets import pasting
from trainings.sheets.importing import Kind
from trainings.views.sheet_import import given_text


@login_required
@require_http_methods(["GET", "POST"])
def roster_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET and POST /workspace/committees/<id>/members/import/"""
    found = bodies.visible_bodies(request.user).with_names().filter(pk=pk).first()
    if found is None or found.kind.restricted or not bodies.may_change_members(request.user):
        raise Http404
    if request.method == "GET" or request.POST.get("step") == "change":
        return asked(request, found)
    try:
        text = given_text(request)
        table = pasting.table_in(text)
    except pasting.NotRead as error:
        return asked(request, found, str(error))
    except limits.Refused as error:
        return asked(request, found, error.message)
    meant = importing.targets_of(table.headings)
    if importing.POSITION not in meant or not {pasting.NAME, "name_bn", "name_en"} & set(meant):
        return asked(request, found, _("The list needs a column with the name and one with the position."))
    seats = importing.plan(found, table, timezone.localdate())
    if request.POST.get("step") == "take":
        return taken(request, found, seats)
    known = [one.planned.person for one in seats if one.planned.person]
    note_listing(request.user, known, audit.address_of(request))
    return looked(request, found, text, seats, left_out(table, meant))


def left_out(table: pasting.Table, meant: list[str]) -> str:
    """Headings that mean nothing here."""
    named = zip(table.headings, meant, strict=True)
    return ", ".join(heading for heading, target in named if heading and not target)


def about(found: Body) -> dict[str, object]:
    return {"body": found, "body_url": reverse("trainings:body", args=[found.pk])}


def asked(request: HttpRequest, found: Body, problem: str = "") -> HttpResponse:
    context = {
        **about(found),
        "step": "paste",
        "problem": problem,
        "text": request.POST.get("text", ""),
        "has_errors": bool(problem),
    }
    return render(request, "trainings/roster_import.html", context, status=422 if problem else 200)


def looked(
    request: HttpRequest, found: Body, text: str, seats: list[importing.Seat], skipped: str
) -> HttpResponse:
    words = {
        Kind.NEW: _("New in the directory"),
        Kind.KNOWN: _("In the directory already"),
        Kind.THERE: _("A member already"),
        Kind.FAULT: _("At fault, left out"),
    }
    labels = dict(positions(language()))
    rows = [
        {
            "number": in_readers_digits(one.planned.typed.number),
            "name": one.planned.name,
            "position": labels.get(one.position, one.position),
            "what": words[one.planned.kind],
            "problems": one.planned.typed.problems,
        }
        for one in seats
    ]
    good = sum(one.planned.kind in (Kind.NEW, Kind.KNOWN) for one in seats)
    context = {**about(found), "step": "look", "text": text, "rows": rows, "good": good, "skipped": skipped}
    return render(request, "trainings/roster_import.html", context)


def taken(request: HttpRequest, found: Body, seats: list[importing.Seat]) -> HttpResponse:
    try:
        made = importing.carry_out(request.user, found, seats)
    except members.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        text = ngettext("%(count)s member was added.", "%(count)s members were added.", len(made))
        messages.success(request, text % {"count": in_readers_digits(len(made))})
    return redirect("trainings:body", pk=found.pk)
