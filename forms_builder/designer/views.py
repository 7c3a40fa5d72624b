"""Wagtail's views with the gate in them: whatever publishes may be refused, and then nothing that was typed is lost."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views import snippets

from forms_builder.models import FormDefinition

SHOWN_AT_ONCE = 3


def problems_url(definition: FormDefinition) -> str:
    """The designer's page of a form with everything marked that keeps it from going live."""
    return reverse(definition.snippet_viewset.get_url_name("edit"), args=[definition.pk]) + "?check"


def tell_refused(request: HttpRequest, error: ValidationError) -> None:
    """Say that the draft is kept, and what is wrong with it."""
    count = len(error.messages)
    first = " ".join(error.messages[:SHOWN_AT_ONCE])
    text = _("The draft is kept, but it is not published yet: %(problems)s") % {"problems": first}
    more = _("And %(count)d more.") % {"count": count - SHOWN_AT_ONCE} if count > SHOWN_AT_ONCE else ""
    messages.error(request, f"{text} {more}".strip())


class GatedActions:
    """Create and edit: save first, then publish or approve in a transaction of its own that may be refused."""

    request: HttpRequest
    object: FormDefinition
    run_action_method: Callable[[], Any]

    def _gated(self, act: Callable[[], Any]) -> Any:
        try:
            with transaction.atomic():
                return act()
        except ValidationError as error:
            tell_refused(self.request, error)
            return redirect(problems_url(self.object))


class FormCreateView(GatedActions, snippets.CreateView):
    def run_action_method(self) -> Any:
        return self._gated(super().run_action_method)


class FormCopyView(GatedActions, snippets.CopyView):
    """A copy has the questions of the latest draft, a key of its own and no history."""

    def get_initial_form_instance(self) -> FormDefinition:
        return FormDefinition(document=self.get_object().get_latest_revision_as_object().document)

    def run_action_method(self) -> Any:
        return self._gated(super().run_action_method)


class FormEditView(GatedActions, snippets.EditView):
    def run_action_method(self) -> Any:
        return self._gated(super().run_action_method)

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        if self.request.method == "GET" and "check" in self.request.GET:
            form.show_problems()
        return form


class FormWorkflowActionView(snippets.WorkflowActionView):
    """Approving may publish, and publishing may be refused: then the approval does not count either."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                response: HttpResponse = super().post(request, *args, **kwargs)
                return response
        except ValidationError as error:
            tell_refused(request, error)
            address = problems_url(self.object)
            if request.headers.get("x-requested-with") == "XMLHttpRequest":
                answer: HttpResponse = self.render_modal_json(
                    request, {"step": "success", "redirect": address}
                )
                return answer
            return redirect(address)


class FormIndexView(snippets.IndexView):
    """The live version of each form comes with the list, not one by one. A new form may come from a workbook."""

    @cached_property
    def header_buttons(self) -> list[Any]:
        buttons: list[Any] = super().header_buttons
        if self.user_has_permission("add"):
            address = reverse(self.model().snippet_viewset.get_url_name("import"))
            buttons.append(HeaderButton(_("Import"), url=address, icon_name="upload"))
        return buttons

    def get_base_queryset(self) -> QuerySet[FormDefinition]:
        forms: QuerySet[FormDefinition] = super().get_base_queryset().select_related("live_version")
        return forms


class KeptOnceUsedDeleteView(snippets.DeleteView):
    """What was published or is pointed at stays; deleting it says so instead of failing."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
            return response
        except ProtectedError:
            messages.error(self.request, _("This is in use and stays. Unpublish it instead."))
            return redirect(self.get_success_url())
