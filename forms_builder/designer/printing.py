"""A form printed from its page in the admin: the draft, marked as one, or any version that was published."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from wagtail.permission_policies import ModelPermissionPolicy

from forms_builder import schema
from forms_builder.compiling import compile_draft, unknown_types
from forms_builder.models import FormDefinition
from forms_builder.printing.blank_form import BlankPrint, Edition, blank_form
from forms_builder.printing.editions import edition_of
from forms_builder.printing.responses import GUIDANCE, asked_wording, printed
from forms_builder.schema import Document

MAY_LOOK = ("add", "change", "view")


@require_GET
def print_form(request: HttpRequest, pk: int, number: int | None = None) -> HttpResponse:
    """GET print/<form>/ and print/<form>/<version>/: the form to fill in by hand."""
    if not ModelPermissionPolicy(FormDefinition).user_has_any_permission(request.user, MAY_LOOK):
        raise PermissionDenied
    definition = get_object_or_404(FormDefinition, pk=pk)
    back = reverse(definition.snippet_viewset.get_url_name("edit"), args=[definition.pk])
    if number is not None:
        version = get_object_or_404(definition.versions, number=number)
        return _printed(request, version.parsed, edition_of(version), back)
    draft = _draft(definition)
    if draft is None:
        messages.error(request, _("The draft has faults that keep it from being printed."))
        return redirect(f"{back}?check")
    return _printed(request, draft, Edition(definition.key), back)


def _printed(request: HttpRequest, document: Document, edition: Edition, back: str) -> HttpResponse:
    how = BlankPrint(asked_wording(request, document), GUIDANCE in request.GET)
    name = f"{edition.key}-v{edition.number}" if edition.number else f"{edition.key}-draft"
    return printed(request, blank_form(document, edition, how), name, back)


def _draft(definition: FormDefinition) -> Document | None:
    """The latest draft with its choice lists copied in; None where it is no document or one of its questions is none."""
    try:
        document = definition.get_latest_revision_as_object().parsed
    except schema.DocumentError:
        return None
    if unknown_types(document):
        return None
    compiled = compile_draft(document)
    return compiled.document if compiled.settings_fit else None
