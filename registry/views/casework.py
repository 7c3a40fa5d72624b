"""Pages around a case that change who works on it and where it belongs; and the one tap for an attempt at contact."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from forms_builder.schema.text import clean_text
from registry import assigning, attempting, audit, handing_over, intake, merging, receipts, watching
from registry.models import Action, Handover, Office, Record
from registry.numbered import by_number
from registry.opening import get_record
from registry.sealing import KeyRing
from registry.views.common import find_record, language, status_label

LONGEST_QUOTED = 60
MERGED = gettext_lazy("Merged. It can be taken back from the other record.")


class PersonForm(forms.Form):
    """Somebody to work on a record."""

    person: forms.ModelChoiceField[Any] = forms.ModelChoiceField(queryset=None, label=gettext_lazy("Who"))
    lead = forms.BooleanField(
        label=gettext_lazy("In charge from now on"),
        help_text=gettext_lazy("The case and its open tasks become theirs."),
        required=False,
    )


class MergeForm(forms.Form):
    """The record that stays, and why they are the same."""

    reference = forms.CharField(label=gettext_lazy("Record number of the one that stays"), max_length=60)
    reason = forms.CharField(
        label=gettext_lazy("Why are they the same?"),
        help_text=gettext_lazy("It is kept, sealed, with the record."),
        max_length=merging.LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OfficeForm(forms.Form):
    """Another office, and why it should take the case."""

    office: forms.ModelChoiceField[Office] = forms.ModelChoiceField(
        queryset=None, label=gettext_lazy("To which office?")
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy(
            "The other office reads it before it sees anything of the case: write no names. It is kept sealed."
        ),
        max_length=handing_over.LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@login_required
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest, key: str, pk: UUID) -> HttpResponse:
    """GET and POST /workspace/records/<type>/<id>/people/: who works on it."""
    found = managed(request, key, pk)
    form = PersonForm(request.POST if "person" in request.POST else None, label_suffix="")
    form.fields["person"].queryset = assigning.people_for(found.type, [found.office_id])  # type: ignore[attr-defined]
    if request.method == "POST":
        try:
            if "release" in request.POST:
                assigning.release(request.user, found.pk, number(request.POST["release"]))
                return done(request, "registry:people", found, _("Their work on it has ended."))
            if form.is_valid():
                wanted = form.cleaned_data
                assigning.assign(request.user, found.pk, wanted["person"], lead=wanted["lead"])
                return done(request, "registry:people", found, _("Assigned."))
        except assigning.Refused as refusal:
            told(request, form, "person", refusal)
    rows = assigning.working_on(found)
    return page(request, found, _("Who works on it"), form, _("Assign"), rows=rows)


@login_required
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, key: str, pk: UUID) -> HttpResponse:
    """GET and POST /workspace/records/<type>/<id>/merge/: into another, or apart again."""
    found = managed(request, key, pk)
    before, asked = merging.merge_of(found), "reference" in request.POST
    form = MergeForm(request.POST if asked else None, label_suffix="")
    if request.method == "POST":
        try:
            if before is not None and asked:  # a second press is no wish to take it back
                return done(request, "registry:record", before.kept, str(MERGED))
            if before is None and not asked and merging.was_apart(found):  # an old tab, or a second press
                return done(request, "registry:record", found, _("They are two records again."))
            if before is not None:
                merging.undo(request.user, before.pk)
                return done(request, "registry:record", found, _("They are two records again."))
            if form.is_valid():
                kept = by_reference(request, found, form.cleaned_data["reference"])
                merging.merge(request.user, found.pk, kept.pk, form.cleaned_data["reason"])
                return done(request, "registry:record", kept, str(MERGED))
        except merging.Refused as refusal:
            told(request, form, "reference", refusal)
    title = _("Take the merge back") if before else _("Merge into another record")
    return page(request, found, title, None if before else form, title)


@login_required
@require_http_methods(["GET", "POST"])
def office(request: HttpRequest, key: str, pk: UUID) -> HttpResponse:
    """GET and POST /workspace/records/<type>/<id>/office/: offer it to another office, or take the offer back."""
    found = managed(request, key, pk)
    if "take_back" in request.POST:
        return taken_back(request, found)
    form = OfficeForm(request.POST or None, label_suffix="")
    form.fields["office"].queryset = Office.objects.exclude(pk=found.office_id)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            wanted = form.cleaned_data
            handing_over.ask(request.user, found.pk, wanted["office"], wanted["reason"])
        except handing_over.Refused as refusal:
            form.add_error("office", str(refusal))
        else:
            return done(
                request, "registry:record", found, _("Offered. It moves when the other office accepts it.")
            )
    return page(request, found, _("Hand over to another office"), form, _("Offer"))


def taken_back(request: HttpRequest, found: Record) -> HttpResponse:
    try:
        handing_over.take_back(request.user, found.pk)
    except handing_over.Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("registry:record", key=found.type.key, pk=found.pk)
    return done(request, "registry:record", found, _("Taken back. The case stays here."))


@login_required
@require_POST
def attempt(request: HttpRequest, key: str, pk: UUID) -> HttpResponse:
    """POST /workspace/records/<type>/<id>/attempt/: tried to reach them today, with or without success; or a slip."""
    found = find_record(request, key, pk)
    try:
        if "back" in request.POST:
            attempting.take_back(request.user, found.pk, number(request.POST["back"]))
            return done(request, "registry:record", found, _("Taken back."))
        reached = request.POST.get("reached") == "1"
        attempting.note(request.user, found.pk, reached=reached)
    except attempting.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("registry:record", key=key, pk=pk)
    words = _("Noted: reached today.") if reached else _("Noted: tried today, not reached.")
    return done(request, "registry:record", found, words)


@login_required
@require_GET
def looked(request: HttpRequest, key: str, pk: UUID) -> HttpResponse:
    """GET /workspace/records/<type>/<id>/looked/: who looked at the record."""
    found = managed(request, key, pk)
    looks = [
        {"who": one.user, "did": watching.WORDS.get(one.action, ""), "at": one.at, "why": one.purpose}
        for one in watching.looks_at(found)
    ]
    return page(request, found, _("Who looked at this record"), None, "", looks=looks)


@login_required
@require_http_methods(["GET", "POST"])
def incoming(request: HttpRequest) -> HttpResponse:
    """GET and POST /workspace/incoming/: what came in from outside, and cases that other offices offer."""
    if request.method == "POST":
        accept = request.POST.get("answer") == "accept"
        try:
            asked, reason = UUID(request.POST.get("handover", "")), request.POST.get("reason", "")
            handing_over.answer(request.user, asked, accept=accept, reason=reason)
        except (Handover.DoesNotExist, ValueError) as error:
            raise Http404 from error
        except handing_over.Refused as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("Accepted.") if accept else _("Refused."))
        return redirect("registry:incoming")
    quoted = clean_text(request.GET.get("q", ""))[:LONGEST_QUOTED]
    has_queue = intake.has_queue(request.user)
    waiting = intake.queue(request.user, quoted=quoted, address=audit.address_of(request))
    context = {
        "title": _("Incoming"),
        "has_queue": has_queue,
        "quoted": quoted,
        "on_its_way": has_queue and not waiting and receipts.waits(quoted),
        "waiting": [
            {
                "reference": one.record.reference,
                "url": reverse("registry:record", args=[one.record.type.key, one.record.pk]),
                "type": one.record.type.name_in(language()),
                "status": status_label(one.record.type, one.record.status),
                "office": one.record.office.name_in(language()),
                "when": one.record.created_at,
                "due": one.due,
                "new": one.new,
                "code": one.code,
            }
            for one in waiting
        ],
        "offered": [offer_line(one) for one in handing_over.waiting_for(request.user)],
    }
    return render(request, "registry/incoming.html", context)


def offer_line(asked: Handover) -> dict[str, Any]:
    """A case that another office offers: its number and why, nothing of what is in it."""
    return {
        "pk": asked.pk,
        "reference": asked.record.reference,
        "office": asked.record.office.name_in(language()),
        "who": asked.asked_by,
        "when": asked.asked_at,
        "due": handing_over.answer_by(asked),
        "reason": handing_over.reason_of(asked, KeyRing.of(asked.record)),
    }


def managed(request: HttpRequest, key: str, pk: UUID) -> Record:
    """The record, for somebody who may hand over, merge and unlock; a 404 for anybody else."""
    find_record(request, key, pk)
    return get_record(request.user, pk, Action.MANAGE)


def by_reference(request: HttpRequest, found: Record, reference: str) -> Record:
    """Another record of the same kind by the number that somebody typed."""
    other = by_number(request.user, [found.type], reference)
    if other is None:
        raise merging.Refused(_("There is no such record that you may see."))
    return other


def told(request: HttpRequest, form: forms.Form, field: str, refusal: Exception) -> None:
    """Say why it was refused: beside its field where one was filled in, at the top of the page otherwise."""
    if form.is_bound:
        form.add_error(field, str(refusal))
    else:
        messages.error(request, str(refusal))


def number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def done(request: HttpRequest, name: str, found: Record, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(name, key=found.type.key, pk=found.pk)


def page(
    request: HttpRequest, found: Record, title: str, form: forms.Form | None, button: str, **more: Any
) -> HttpResponse:
    context = {
        "record": found,
        "title": title,
        "form": form,
        "button": button,
        "type_name": found.type.name_in(language()),
        "list_url": reverse("registry:records", args=[found.type.key]),
        "record_url": reverse("registry:record", args=[found.type.key, found.pk]),
        **more,
    }
    return render(request, "registry/case_form.html", context)
