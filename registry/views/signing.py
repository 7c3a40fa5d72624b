"""Signing a record, adding to a signed one, unlocking it; and what its page shows of all that."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from registry import access, audit, signing
from registry.casework import casework_of
from registry.events import LONGEST, Refused
from registry.models import Action, Record
from registry.signing import LONGEST_ADDENDUM, Addendum, Signatures
from registry.views.casework import done, managed, page
from registry.views.common import find_record

SIGNED = gettext_lazy("Signed. The record is locked now.")


class SeenForm(forms.Form):
    """The revision that somebody read before they signed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class AddendumForm(forms.Form):
    """Something to add to a signed record."""

    words = forms.CharField(
        label=gettext_lazy("Addendum"),
        help_text=gettext_lazy(
            "What is to be added or corrected. It stands below the record with your name and the day; it cannot be "
            "changed afterwards."
        ),
        max_length=LONGEST_ADDENDUM,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class ReasonForm(forms.Form):
    """Why something out of the ordinary is done with a record."""

    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("It is kept, sealed, with the record."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@dataclass(slots=True)
class SigningPage:
    """For `registry/signed.html`. Addresses are blank where this person may not go there."""

    standing: Signatures = field(default_factory=Signatures)
    addenda: list[Addendum] = field(default_factory=list)
    sign_url: str = ""
    countersign_url: str = ""
    addendum_url: str = ""
    unlock_url: str = ""


def signing_page(request: HttpRequest, found: Record) -> SigningPage | None:
    """None for a record of a type that is not signed."""
    if casework_of(found.type).signing is None:
        return None
    user, standing = request.user, signing.signatures_of(found)
    shown = SigningPage(
        standing,
        signing.addenda_of(user, found, address=audit.address_of(request)),
    )
    if signing.may_sign(user, found, standing):
        shown.sign_url = _url("sign", found)
    if signing.may_countersign(user, found, standing):
        shown.countersign_url = _url("sign", found)
    if signing.may_add(user, found, standing):
        shown.addendum_url = _url("addendum", found)
    if standing.author and access.can(user, Action.MANAGE, found):
        shown.unlock_url = _url("unlock", found)
    return shown


@login_required
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, key: str, pk: UUID) -> HttpResponse:
    """GET and POST /workspace/records/<type>/<id>/sign/: as its author, or as the second person."""
    found = find_record(request, key, pk)
    standing = signing.signatures_of(found)
    first = signing.may_sign(request.user, found, standing)
    second = signing.may_countersign(request.user, found, standing)
    if request.method == "POST" and signed_by(request.user, standing):
        return done(request, "registry:record", found, str(SIGNED))  # a second press
    if not first and not second:
        raise Http404
    form = SeenForm(request.POST or None, initial={"seen": found.revision}, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            signing.sign(request.user, pk, form.cleaned_data["seen"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return done(request, "registry:record", found, str(SIGNED))
    title = _("Sign this record") if first else _("Countersign this record")
    words = _(
        "With your signature you say that what stands there is right and complete as far as you know. From then on "
        "the record is locked: nothing in it is changed. What turns out wrong later is put right by an addendum."
    )
    return page(request, found, title, form, _("Sign") if first else _("Countersign"), words=words)


@login_required
@require_http_methods(["GET", "POST"])
def addendum(request: HttpRequest, key: str, pk: UUID) -> HttpResponse:
    """GET and POST /workspace/records/<type>/<id>/addendum/: add to a signed record."""
    found = find_record(request, key, pk)
    if not signing.may_add(request.user, found, signing.signatures_of(found)):
        raise Http404
    form = AddendumForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            signing.add(request.user, pk, form.cleaned_data["words"])
        except Refused as refusal:
            form.add_error("words", str(refusal))
        else:
            return done(request, "registry:record", found, _("Added."))
    return page(request, found, _("Write an addendum"), form, _("Add to the record"))


@login_required
@require_http_methods(["GET", "POST"])
def unlock(request: HttpRequest, key: str, pk: UUID) -> HttpResponse:
    """GET and POST /workspace/records/<type>/<id>/unlock/: let a signed record be changed again."""
    found = managed(request, key, pk)
    if not signing.is_signed(found):
        raise Http404
    form = ReasonForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        return _unlocked(request, found, form)
    words = _(
        "The signatures end, and the record can be changed again. That it was signed, and that you unlocked it, "
        "stays in its history. An addendum is nearly always the better way."
    )
    return page(request, found, _("Unlock a signed record"), form, _("Unlock"), words=words)


def _unlocked(request: HttpRequest, found: Record, form: ReasonForm) -> HttpResponse:
    try:
        signing.unlock(request.user, found.pk, form.cleaned_data["reason"])
    except Refused as refusal:
        form.add_error("reason", str(refusal))
        return page(request, found, _("Unlock a signed record"), form, _("Unlock"))
    return done(request, "registry:record", found, _("Unlocked. Sign it again when it is right."))


def signed_by(user: Any, standing: Signatures) -> bool:
    return any(one.by_id == user.pk for one in (standing.author, standing.second) if one)


def _url(name: str, found: Record) -> str:
    return reverse(f"registry:{name}", args=[found.type.key, found.pk])
