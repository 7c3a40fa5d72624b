"""Who stands on a sheet: adding somebody known or new, one person's columns, taking off and putting back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forms_builder.logic.answers import uuid_of
from forms_builder.schema.document import text_in
from registry import audit
from registry.models import Action
from registry.views.common import language
from trainings.models import Participant, Person
from trainings.people import writing
from trainings.people.access import may_open
from trainings.people.forms import PersonForm, kinds_of_agency
from trainings.people.reading import note_listing
from trainings.sheets import cases, columns, roster
from trainings.sheets.marking import Refused
from trainings.sheets.opening import OpenSheet
from trainings.sheets.pasting import NAME
from trainings.sheets.suggesting import suggest
from trainings.views.names import note_seen, shown_name
from trainings.views.people import line
from trainings.views.sheet_finding import back_to, sheet_or_404
from trainings.views.sheet_words import about


@login_required
@require_POST
def sheet_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST /workspace/events/<record>/sheet/add/: somebody of the directory, or a chosen name on a restricted sheet."""
    opened = sheet_or_404(request, pk, Action.EDIT)
    try:
        if opened.of_cases:
            cases.add(request.user, opened, asked_cases(request))
        elif opened.sheet.restricted:
            roster.add_alias(request.user, opened, request.POST.get("alias", ""))
        else:
            roster.add(request.user, opened, offered(request, opened))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Added to the sheet."))
    session = request.POST.get("session", "")
    address = reverse("trainings:sheet", args=[pk])
    return redirect(f"{address}?session={session}#add" if session.isdecimal() else f"{address}#add")


def asked_cases(request: HttpRequest) -> list[UUID]:
    found = [pk for one in request.POST.getlist("case") if (pk := uuid_of(one))]
    if not found:
        raise Refused(_("Choose at least one case."))
    return found


def offered(request: HttpRequest, opened: OpenSheet) -> Person:
    """The person chosen, if they are within reach or were found by whole number or name; 404 otherwise."""
    wanted = request.POST.get("person", "")
    pk = uuid_of(wanted)
    found = Person.objects.present().filter(pk=pk).first() if pk else None
    if found is None:
        raise Http404
    typed = request.POST.get("add", "")
    if (
        may_open(request.user, found)
        or found in suggest(request.user, opened, typed)
        or alike(request, found)
    ):
        return found
    raise Http404


def alike(request: HttpRequest, found: Person) -> bool:
    """Whether this very person was just offered in place of a duplicate: the details typed lead to them again."""
    form = PersonForm(request.POST, language=language())
    if not form.is_valid():
        return False
    details = form.details
    candidates = writing.lookalikes((details.name_bn, details.name_en), details.phone, details.agency)
    return any(one.person.pk == found.pk for one in candidates)


@login_required
@require_http_methods(["GET", "POST"])
def sheet_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET and POST /workspace/events/<record>/sheet/new/: somebody new, into the directory and onto the sheet."""
    opened = sheet_or_404(request, pk, Action.EDIT)
    if opened.sheet.restricted or opened.locked():
        raise Http404
    typed = request.GET.get(NAME, "").strip()[:200]
    field = "name_bn" if any("\u0980" <= sign <= "\u09ff" for sign in typed) else "name_en"
    start = {"sex": "x", "age_band": "x", "disability": "dk", field: typed}
    form = PersonForm(request.POST or None, language=language(), initial=start)
    title = _("Somebody new")
    context = {
        **about(opened),
        "title": title,
        "form": form,
        "back_url": reverse("trainings:sheet", args=[pk]),
    }
    if request.method == "GET" or not form.is_valid():
        context["has_errors"] = bool(form.errors)
        return render(request, "trainings/person_form.html", context, status=422 if form.errors else 200)
    try:
        person = writing.add(request.user, form.details, different_because=request.POST.get("because", ""))
        roster.add(request.user, opened, person)
    except writing.Duplicate as refusal:
        kinds = dict(kinds_of_agency(language()))
        candidates = [
            line(one.person, kinds) | {"id": str(one.person.pk), "by_phone": one.by_phone}
            for one in refusal.candidates
        ]
        note_listing(request.user, [one.person for one in refusal.candidates], audit.address_of(request))
        context |= {"candidates": candidates, "add_url": reverse("trainings:sheet_add", args=[pk])}
        return render(request, "trainings/person_duplicate.html", {**context, "has_errors": True}, status=409)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return back_to(opened)
    messages.success(request, _("%(name)s is on the sheet now.") % {"name": person.name_in(language())})
    return back_to(opened)


@login_required
@require_http_methods(["GET", "POST"])
def sheet_row(request: HttpRequest, pk: UUID, row: UUID) -> HttpResponse:
    """GET and POST /workspace/events/<record>/sheet/<row>/: what the sheet asks of one person."""
    posting = request.method == "POST"
    opened = sheet_or_404(request, pk, Action.EDIT if posting else Action.VIEW)
    found = opened.sheet.participants.select_related("person__merged_into", "case").filter(pk=row).first()
    if found is None or cases.hidden(request.user, [found]):
        raise Http404
    if posting and request.POST.get("do") in ("remove", "restore"):
        return moved(request, opened, found, request.POST["do"])
    note_seen(request, opened, [found])
    may_write = not opened.locked() and can_edit(request, pk)
    asked = columns.visible_columns(request.user, opened, Action.EDIT if may_write else Action.VIEW)
    form = columns.RowForm(
        request.POST if posting else None,
        opened=opened,
        questions=asked,
        answers=columns.answers_of(found),
        language=language(),
        user=request.user,
    )
    if posting and form.is_valid():
        return saved(request, opened, found, form)
    name, tells = shown_name(found)
    context = {
        **about(opened),
        "title": name,
        "lead": tells,
        "form": form,
        "row": found,
        "bases": bases(form, request if posting else None),
        "may_write": may_write,
        "has_errors": bool(form.errors),
    }
    return render(request, "trainings/sheet_row.html", context, status=422 if form.errors else 200)


def bases(form: columns.RowForm, request: HttpRequest | None) -> list[tuple[str, str]]:
    """What stood in each field when the person began; a page that comes back keeps it."""
    found = []
    for question in form.questions:
        name = f"{columns.SEEN}{question.key}"
        now = columns.digest(form.stored.get(question.key))
        found.append((name, request.POST.get(name, now) if request else now))
    return found


def can_edit(request: HttpRequest, pk: UUID) -> bool:
    try:
        sheet_or_404(request, pk, Action.EDIT)
    except Http404:
        return False
    return True


def saved(request: HttpRequest, opened: OpenSheet, found: Participant, form: columns.RowForm) -> HttpResponse:
    try:
        done = columns.save_row(opened, found, form.given, form.base())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return back_to(opened)
    labels = {question.key: text_in(question.label, language(), question.key) for question in form.questions}
    for key in done.clashes:
        text = _(
            "“%(question)s” was answered by somebody else meanwhile. Look at it and change it again if need be."
        )
        messages.warning(request, text % {"question": labels[key]})
    messages.success(request, _("Saved.") if done.changed else _("Nothing was changed."))
    if done.clashes:
        return redirect("trainings:sheet_row", pk=opened.record.pk, row=found.pk)
    return back_to(opened)


def moved(request: HttpRequest, opened: OpenSheet, found: Participant, wanted: str) -> HttpResponse:
    try:
        (roster.remove if wanted == "remove" else roster.restore)(opened, found)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return back_to(opened)
    text: Any = _("Taken off the sheet. On their page you can put them back.")
    messages.success(request, text if wanted == "remove" else _("Back on the sheet."))
    if wanted == "remove":
        return redirect("trainings:sheet_row", pk=opened.record.pk, row=found.pk)
    return back_to(opened)
