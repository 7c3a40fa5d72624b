"""Linking a record to another, and ending a link: siblings, parents, whoever belongs together."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from forms_builder.schema.document import text_in
from registry import access, relating
from registry.casework import casework_of
from registry.events import LONGEST, Refused
from registry.models import Action, Record, RecordType
from registry.numbered import by_number
from registry.opening import get_record
from registry.views.casework import done, page
from registry.views.common import find_record, language
from registry.views.signing import ReasonForm


class LinkForm(forms.Form):
    """How two records belong together, and why somebody says so."""

    way = forms.ChoiceField(label=gettext_lazy("This record is"), widget=forms.RadioSelect)
    reference = forms.CharField(label=gettext_lazy("Of the record with the number"), max_length=60)
    reason = forms.CharField(
        label=gettext_lazy("How do you know?"),
        help_text=gettext_lazy("It is kept, sealed, with the record."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@login_required
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, key: str, pk: UUID) -> HttpResponse:
    """GET and POST /workspace/records/<type>/<id>/link/"""
    found = editable(request, key, pk)
    ways = relating.ways(found)
    if not ways:
        raise Http404
    form = LinkForm(request.POST or None, label_suffix="")
    choices: Any = form.fields["way"]
    choices.choices = [(one.name, text_in(one.label, language(), one.name)) for one in ways]
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        try:
            other = other_record(request, found, wanted["reference"])
            relating.link(request.user, pk, wanted["way"], other.pk, wanted["reason"])
        except Refused as refusal:
            form.add_error("reference", str(refusal))
        else:
            return done(request, "registry:record", found, _("Linked. Both records say so."))
    return page(request, found, _("Link to another record"), form, _("Link the two"))


@login_required
@require_http_methods(["GET", "POST"])
def unlink(request: HttpRequest, key: str, pk: UUID, link: int) -> HttpResponse:
    """GET and POST /workspace/records/<type>/<id>/unlink/<link>/"""
    found = editable(request, key, pk)
    one = relating.find(request.user, found, link)
    if one is None:
        raise Http404
    form = ReasonForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            relating.unlink(request.user, pk, link, form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error("reason", str(refusal))
        else:
            return done(request, "registry:record", found, _("The link has ended."))
    words = f"{text_in(one.label, language())}: {one.other.reference}"
    return page(request, found, _("End a link"), form, _("End the link"), words=words)


def editable(request: HttpRequest, key: str, pk: UUID) -> Record:
    """The record, for somebody who may change it; a 404 for anybody else."""
    find_record(request, key, pk)
    return get_record(request.user, pk, Action.EDIT)


def other_record(request: HttpRequest, found: Record, reference: str) -> Record:
    """Another record by the number that somebody typed: of this type, or of one that a relation leads to."""
    keys = {found.type.key, *(one.to for one in casework_of(found.type).relations if one.to)}
    other = by_number(request.user, RecordType.objects.filter(key__in=keys, active=True), reference)
    if other is None:
        raise Refused(_("There is no such record that you may see."))
    return other


def links_part(request: HttpRequest, found: Record) -> dict[str, Any] | None:
    """The record's links for its page; None where there are none and none can be made."""
    if not found.type.casework and found.type.workflow_id is None:
        return None
    rows = relating.related(request.user, found)
    may_change = access.can(request.user, Action.EDIT, found)
    may_link = may_change and bool(relating.ways(found))
    if not rows and not may_link:
        return None
    address = [found.type.key, found.pk]
    return {
        "rows": [
            {
                "label": text_in(one.label, language()),
                "reference": one.other.reference,
                "url": reverse("registry:record", args=[one.other.type.key, one.other.pk]),
                "since": one.link.since,
                "end_url": reverse("registry:unlink", args=[*address, one.link.pk]) if may_change else "",
            }
            for one in rows
        ],
        "link_url": reverse("registry:link", args=address) if may_link else "",
    }
