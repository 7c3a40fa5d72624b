"""Checking in by oneself (open to whoever holds the link), and the trainer's page with the QR and those who wait."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from forms_builder.digits import in_readers_digits
from forms_builder.questions.cleaning import one_line
from registry.models import Action
from registry.views.common import language
from trainings.checking_in import deciding, links, taking
from trainings.models import Session
from trainings.people.finding import normal_phone
from trainings.sheets.marking import Refused
from trainings.sheets.opening import OpenSheet
from trainings.views.names import note_seen
from trainings.views.people import shown_phone
from trainings.views.sheet_finding import back_to, session_of, sheet_or_404
from trainings.views.sheet_words import about

OFF = {"autocomplete": "off", "spellcheck": "false"}


class CheckInForm(forms.Form):
    """As little as tells who somebody is."""

    use_required_attribute = False
    name = forms.CharField(label=gettext_lazy("Your name"), max_length=200, widget=forms.TextInput(OFF))
    phone = forms.CharField(
        label=gettext_lazy("Your mobile number"),
        max_length=40,
        widget=forms.TextInput({**OFF, "inputmode": "tel"}),
    )
    designation = forms.CharField(
        label=gettext_lazy("Your designation"), max_length=200, required=False, widget=forms.TextInput(OFF)
    )
    agency = forms.CharField(
        label=gettext_lazy("Your office or agency"),
        max_length=200,
        required=False,
        widget=forms.TextInput(OFF),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])

    def clean_phone(self) -> str:
        return normal_phone(self.cleaned_data["phone"])


@require_http_methods(["GET", "POST"])
def check_in(request: HttpRequest, token: str) -> HttpResponse:
    """GET and POST /check-in/<token>/: no account, nothing of the event, nothing of anybody else."""
    try:
        session_id = links.read(token)
    except links.Expired:
        return render(request, "trainings/check_in_over.html", status=410)
    except links.Unknown as error:
        raise Http404 from error
    form = CheckInForm(request.POST or None)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            if Session.objects.filter(pk=session_id).exists():
                taking.take(session_id, **form.cleaned_data)
        except taking.TooMany:
            problem = _(
                "Too many people are sending at once. Wait a minute, then send again. What you typed is still here."
            )
        else:
            return render(request, "trainings/check_in_done.html")
    status = 429 if problem else 422 if form.errors else 200
    context = {"form": form, "problem": problem, "has_errors": bool(problem or form.errors)}
    return render(request, "trainings/check_in.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def sheet_check_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET and POST /workspace/events/<record>/sheet/check-in/?session=…: the QR, and those who wait for a decision."""
    opened = sheet_or_404(request, pk, Action.EDIT)
    if opened.sheet.restricted or opened.locked():
        raise Http404
    session = session_of(opened, request.POST.get("session", "") or request.GET.get("session", ""))
    if request.method == "POST":
        return decided(request, opened, session)
    token = links.make(session)
    address = request.build_absolute_uri(links.path(token))
    until = timezone.localtime() + timedelta(minutes=links.MINUTES)
    rows = deciding.waiting(session)
    note_seen(request, opened, [])
    context = {
        **about(opened),
        "session": session,
        "address": address,
        "picture": links.picture(address),
        "until": until,
        "rows": [line(one) for one in rows],
        "clear": sum(one.clear for one in rows),
    }
    return render(request, "trainings/sheet_check_in.html", context)


def line(one: deciding.Waiting) -> dict[str, Any]:
    return {
        "id": str(one.check_in.pk),
        "name": one.said.get("name", "–"),
        "about": ", ".join(filter(None, (one.said.get("designation"), one.said.get("agency")))),
        "phone": shown_phone(one.said.get("phone", "")),
        "at": one.check_in.at,
        "candidates": [
            {"id": str(person.pk), "name": person.name_in(language()), "about": person.designation}
            for person in one.candidates
        ],
    }


def decided(request: HttpRequest, opened: OpenSheet, session: Session) -> HttpResponse:
    """One person, or everybody about whom there is no question."""
    rows = {str(one.check_in.pk): one for one in deciding.waiting(session)}
    named = rows.get(request.POST.get("check_in", ""))
    done = 0
    try:
        if request.POST.get("do") == "all":
            for one in rows.values():
                if one.clear:
                    deciding.confirm(
                        request.user, opened, session, one, one.candidates[0] if one.candidates else None
                    )
                    done += 1
        elif named is not None and request.POST.get("do") == "refuse":
            deciding.refuse(request.user, named.check_in)
            messages.success(request, _("Not taken. What was sent is erased."))
        elif named is not None:
            wanted = request.POST.get("as", "")
            person = next((p for p in named.candidates if str(p.pk) == wanted), None)
            if person is None and wanted != "new":
                raise Refused(_("Say who it is."))
            deciding.confirm(request.user, opened, session, named, person)
            done = 1
    except Refused as refusal:
        messages.error(request, str(refusal))
    if done:
        text = ngettext(
            "%(count)s person is on the sheet as present.",
            "%(count)s people are on the sheet as present.",
            done,
        )
        messages.success(request, text % {"count": in_readers_digits(done)})
    return back_to(opened, session)
