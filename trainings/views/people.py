"""The directory in the workspace: looking people up, one person's page, adding, changing, joining two rows."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from forms_builder.logic.answers import uuid_of
from forms_builder.questions.base import types
from forms_builder.schema import Question
from registry import audit
from registry.views.common import language
from trainings.models import Person, PersonMerge
from trainings.people import access, finding, history, merging, writing
from trainings.people.forms import PersonForm, initial_of, kinds_of_agency, positions
from trainings.people.reading import note_listing, read_phone_of

RECENT = 50


@login_required
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """GET /workspace/people/?q=…: those within reach; with three letters, those they fit."""
    if not access.may_use(request.user):
        raise Http404
    asked = request.GET.get("q", "").strip()
    short = bool(asked) and len(asked.replace(" ", "")) < finding.LETTERS
    if asked and not short:
        found = finding.search(request.user, asked, RECENT)
    else:
        found = list(access.reachable(request.user).order_by("-updated_at", "pk")[:RECENT])
    note_listing(request.user, found, audit.address_of(request))
    kinds = dict(kinds_of_agency(language()))
    context = {
        "title": _("People"),
        "rows": [line(one, kinds) for one in found],
        "search": asked,
        "short": short,
        "add_url": reverse("trainings:person_add") if access.may_add(request.user) else "",
    }
    return render(request, "trainings/people.html", context)


def line(one: Person, kinds: dict[str, str]) -> dict[str, str]:
    return {
        "url": reverse("trainings:person", args=[one.pk]),
        "name": one.name_in(language()),
        "other": other_name(one),
        "designation": one.designation,
        "agency": one.agency or kinds.get(one.agency_kind, ""),
    }


def other_name(one: Person) -> str:
    """The name in the other script, where there is one."""
    other = one.name_in("en" if language() == "bn" else "bn")
    return "" if other == one.name_in(language()) else other


def find(request: HttpRequest, pk: UUID) -> Person:
    """A person within reach; 404 for any other, there or not."""
    found = access.reachable(request.user).select_related("district").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@login_required
@require_GET
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET /workspace/people/<id>/"""
    found = find(request, pk)
    phone = read_phone_of(request.user, found, audit.address_of(request))
    may_change = access.may_add(request.user)
    joined = PersonMerge.objects.filter(kept=found, undone_at=None).select_related("gone", "by")
    context = {
        "title": found.name_in(language()),
        "person": found,
        "other": other_name(found),
        "facts": facts(found, phone),
        "events": [
            {
                "url": reverse("trainings:sheet", args=[one.record.pk]),
                "title": one.title,
                "when": one.first_day,
            }
            for one in history.events_of(request.user, found)
        ],
        "offices": offices(request, found),
        "change_url": reverse("trainings:person_change", args=[found.pk]) if may_change else "",
        "merge_url": reverse("trainings:person_merge", args=[found.pk]) if may_change else "",
        "merges": [
            {
                "name": one.gone.title_in(language()),
                "by": one.by,
                "at": one.at,
                "undo_url": reverse("trainings:person_part", args=[found.pk, one.pk]),
            }
            for one in joined
        ],
    }
    return render(request, "trainings/person.html", context)


def offices(request: HttpRequest, found: Person) -> list[dict[str, Any]]:
    words = dict(positions(language()))
    return [
        {
            "url": reverse("trainings:body", args=[one.body_id]),
            "body": str(one.body),
            "position": words.get(one.position, one.position),
            "since": one.since,
            "until": one.until,
        }
        for one in history.offices_of(request.user, found)
    ]


def facts(found: Person, phone: str) -> list[dict[str, str]]:
    kinds = dict(kinds_of_agency(language()))
    said = [
        (_("Designation"), found.designation),
        (_("Kind of agency"), kinds.get(found.agency_kind, found.agency_kind)),
        (_("Office or agency"), found.agency),
        (_("Telephone number"), shown_phone(phone)),
        (_("District"), found.district.name_in(language()) if found.district else ""),
        (_("Sex"), found.get_sex_display()),
        (_("Age band"), found.get_age_band_display()),
        (_("Disability"), found.get_disability_display()),
    ]
    return [{"label": label, "value": str(value)} for label, value in said]


def shown_phone(phone: str) -> str:
    asked = Question(id="phone", key="phone", type="phone", label={})
    return types.of(asked).display(asked, phone, language()) if phone else ""


@login_required
@require_http_methods(["GET", "POST"])
def person_add(request: HttpRequest) -> HttpResponse:
    """GET and POST /workspace/people/add/: refused with the one that is there already, where somebody looks alike."""
    if not access.may_add(request.user):
        raise Http404
    form = PersonForm(request.POST or None, language=language())
    if request.method == "POST" and form.is_valid():
        try:
            made = writing.add(request.user, form.details, different_because=request.POST.get("because", ""))
        except writing.Duplicate as refusal:
            return refused(request, form, refusal, title=_("Add a person"))
        messages.success(request, _("%(name)s is in the directory now.") % {"name": made.name_in(language())})
        return redirect("trainings:person", pk=made.pk)
    return asking(request, form, _("Add a person"), reverse("trainings:people"))


@login_required
@require_http_methods(["GET", "POST"])
def person_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET and POST /workspace/people/<id>/change/"""
    found = find(request, pk)
    if not access.may_add(request.user):
        raise Http404
    title = _("Change: %(name)s") % {"name": found.name_in(language())}
    if request.method == "GET":
        read_phone_of(request.user, found, audit.address_of(request))
    form = PersonForm(request.POST or None, language=language(), initial=initial_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            writing.change(
                request.user, found, form.details, different_because=request.POST.get("because", "")
            )
        except writing.Duplicate as refusal:
            return refused(request, form, refusal, title=title)
        messages.success(request, _("The changes are saved."))
        return redirect("trainings:person", pk=found.pk)
    return asking(request, form, title, reverse("trainings:person", args=[found.pk]))


def asking(request: HttpRequest, form: PersonForm, title: str, back_url: str) -> HttpResponse:
    context = {"form": form, "title": title, "back_url": back_url, "has_errors": bool(form.errors)}
    return render(request, "trainings/person_form.html", context, status=422 if form.errors else 200)


def refused(
    request: HttpRequest, form: PersonForm, refusal: writing.Duplicate, *, title: str
) -> HttpResponse:
    """Who is there already, with the way to them; what was typed stays, for somebody who really is another."""
    reach = set(
        access.reachable(request.user)
        .filter(pk__in=[one.person.pk for one in refusal.candidates])
        .values_list("pk", flat=True)
    )
    kinds = dict(kinds_of_agency(language()))
    candidates = [
        {**line(one.person, kinds), "by_phone": one.by_phone, "may_open": one.person.pk in reach}
        for one in refusal.candidates
    ]
    note_listing(request.user, [one.person for one in refusal.candidates], audit.address_of(request))
    context = {"form": form, "title": title, "candidates": candidates, "has_errors": True}
    return render(request, "trainings/person_duplicate.html", context, status=409)


@login_required
@require_http_methods(["GET", "POST"])
def person_merge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET and POST /workspace/people/<id>/merge/?q=…: choose the other row, look at both, join them."""
    kept = find(request, pk)
    if not access.may_add(request.user):
        raise Http404
    asked, context = request.GET.get("q", ""), {"title": _("Join two entries"), "person": kept}
    if request.method == "POST":
        gone = find(request, wanted) if (wanted := uuid_of(request.POST.get("gone"))) else None
        try:
            if gone is None:
                raise merging.NotPossible
            merging.merge(request.user, kept, gone)
        except merging.NotPossible:
            messages.error(request, _("These two cannot be joined. Choose the other entry again."))
            return redirect("trainings:person_merge", pk=kept.pk)
        messages.success(request, _("The two entries are one now. You can undo it on this page."))
        return redirect("trainings:person", pk=kept.pk)
    kinds = dict(kinds_of_agency(language()))
    if asked:
        found = [one for one in finding.search(request.user, asked) if access.may_open(request.user, one)]
    else:
        alike = finding.lookalikes((kept.name_bn, kept.name_en), kept.phone, kept.agency, but=kept)
        found = [one.person for one in alike if access.may_open(request.user, one.person)]
    rows = [line(one, kinds) | {"id": str(one.pk)} for one in found if one.pk != kept.pk]
    return render(request, "trainings/person_merge.html", {**context, "search": asked, "rows": rows})


@login_required
@require_POST
def person_part(request: HttpRequest, pk: UUID, merge: UUID) -> HttpResponse:
    """POST /workspace/people/<id>/part/<merge>/: undo a joining."""
    kept = find(request, pk)
    done = PersonMerge.objects.filter(pk=merge, kept=kept).first()
    if done is None or not access.may_add(request.user):
        raise Http404
    try:
        merging.undo(request.user, done)
    except merging.NotPossible:
        messages.error(request, _("This was undone already, or the entry was joined to another one since."))
    else:
        messages.success(request, _("The two entries are apart again."))
    return redirect("trainings:person", pk=kept.pk)
