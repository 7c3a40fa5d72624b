"""Keeping a list under a name, and deleting it again."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from forms_builder.questions.cleaning import one_line
from registry import access, saved_views
from registry.models import Action, RecordType, SavedView
from registry.tables.address import LONGEST_TOKEN, MOST_VALUES, Address, plain
from registry.views.common import find_type


class SaveForm(forms.ModelForm[SavedView]):
    """A name and who else may open it."""

    class Meta:
        model = SavedView
        fields = ("name", "shared")
        help_texts = {"name": gettext_lazy("Name what is in it, such as “open, Jashore”; never a person.")}

    def clean_name(self) -> str:
        name = one_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(self.fields["name"].error_messages["required"])
        return name


@login_required
@require_POST
def keep(request: HttpRequest, key: str) -> HttpResponse:
    """POST /workspace/records/<type>/views/"""
    record_type = find_listed(request, key)
    address = address_of(key, request.POST.get("query", ""))
    form = SaveForm(request.POST)
    if not form.is_valid():
        text = " ".join(str(text) for errors in form.errors.values() for text in errors)
        messages.error(request, _("The list is not kept: %(why)s") % {"why": text})
        return redirect(str(address))
    try:
        view = saved_views.keep(
            request.user, record_type, form.cleaned_data["name"], form.cleaned_data["shared"], address
        )
    except saved_views.NotKept as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The list “%(name)s” is kept.") % {"name": view.name})
    return redirect(str(address))


@login_required
@require_POST
def delete(request: HttpRequest, key: str, view: UUID) -> HttpResponse:
    """POST /workspace/records/<type>/views/<id>/delete/"""
    record_type = find_listed(request, key)
    if not saved_views.delete(request.user, record_type, view):
        raise Http404
    messages.success(request, _("The list is not kept any more. The records in it stay."))
    return redirect(reverse("registry:records", args=[key]))


def find_listed(request: HttpRequest, key: str) -> RecordType:
    record_type = find_type(request.user, key)
    if not access.can(request.user, Action.VIEW, record_type):
        raise Http404
    return record_type


def address_of(key: str, query: str) -> Address:
    """What the list's page posted about itself, read like any address."""
    given = QueryDict(query[: LONGEST_TOKEN * 4])
    pairs = [
        (name, plain(name, str(value))) for name, values in given.lists() for value in values[:MOST_VALUES]
    ]
    return Address(reverse("registry:records", args=[key]), tuple(pair for pair in pairs if pair[1]))
