"""Wagtail's views with the gate in them: whatever publishes may be refused, and then nothing that was typed is lost."""

import uuid
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, ProtectedError, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.snippets.views import snippets

from forms_builder.designer.forms import FormDefinitionForm
from forms_builder.designer.home_buttons import address
from forms_builder.designer.lists import using
from forms_builder.designer.trying_out import telling_wiped
from forms_builder.digits import in_readers_digits
from forms_builder.models import ChoiceList, FormDefinition
from forms_builder.models.definition import empty_document
from forms_builder.publishing import NotApproved
from forms_builder.schema.document import text_in
from forms_builder.schema.text import search_text

SHOWN_AT_ONCE = 3
FIRST_PAGE = {"en": "Questions", "bn": "প্রশ্ন"}
"""What the first page is called until somebody names it; its key follows from the name."""


def problems_url(definition: FormDefinition) -> str:
    """The designer's page of a form with everything marked that keeps it from going live."""
    return reverse(definition.snippet_viewset.get_url_name("edit"), args=[definition.pk]) + "?check"


def publish_url(definition: FormDefinition) -> str:
    """The page that says all about publishing: what changes, what is in the way, who has to agree."""
    return reverse(definition.snippet_viewset.get_url_name("task_publish"), args=[definition.pk])


def refused_url(definition: FormDefinition, error: ValidationError) -> str:
    """Where somebody goes on whose publishing was refused: to the faults, or to the person who has to agree."""
    return publish_url(definition) if isinstance(error, NotApproved) else problems_url(definition)


def draft_title(definition: FormDefinition) -> str:
    """What a form is called in its newest draft, without reading all of that."""
    latest = definition.latest_revision
    document = latest.content.get("document") if latest else None
    title = (document or definition.document).get("title", {})
    return text_in(title, get_language() or "bn", definition.key) or definition.key


def tell_refused(request: HttpRequest, definition: FormDefinition, error: ValidationError) -> None:
    """Say that the draft is kept, what is wrong with it, and where more is said."""
    count = len(error.messages)
    first = " ".join(error.messages[:SHOWN_AT_ONCE])
    text = _("The draft is kept, but it is not published yet: %(problems)s") % {"problems": first}
    left = in_readers_digits(count - SHOWN_AT_ONCE)
    more = _("And %(count)s more.") % {"count": left} if count > SHOWN_AT_ONCE else ""
    button = messages.button(publish_url(definition), _("Publish page"))
    messages.error(request, f"{text} {more}".strip(), buttons=[button])


class GatedActions:
    """Create and edit: save first, then publish or approve in a transaction of its own that may be refused."""

    request: HttpRequest
    object: FormDefinition
    run_action_method: Callable[[], Any]

    def _gated(self, act: Callable[[], Any]) -> Any:
        try:
            with telling_wiped(self.request, self.object), transaction.atomic():
                return act()
        except ValidationError as error:
            tell_refused(self.request, self.object, error)
            return redirect(refused_url(self.object, error))


class FormCreateView(GatedActions, snippets.CreateView):
    """A new form begins with a page, so that its first question has a place."""

    def get_initial_form_instance(self) -> FormDefinition:
        page = {"kind": "page", "id": str(uuid.uuid4()), "key": "", "label": FIRST_PAGE}
        return FormDefinition(document={**empty_document(), "pages": [page]})

    def run_action_method(self) -> Any:
        return self._gated(super().run_action_method)


class FormCopyView(GatedActions, snippets.CopyView):
    """A copy has the questions of the latest draft, a key of its own and no history."""

    def get_initial_form_instance(self) -> FormDefinition:
        return FormDefinition(document=self.get_object().get_latest_revision_as_object().document)

    def run_action_method(self) -> Any:
        return self._gated(super().run_action_method)


def tell_retired(request: HttpRequest, names: list[str]) -> None:
    """Say what became of published questions and choices that were deleted on the page."""
    if names:
        text = _(
            "Published before, so kept as retired: %(names)s. Nobody is asked any more, and what was answered can "
            "still be read."
        )
        messages.info(request, text % {"names": ", ".join(names)})


class FormEditView(GatedActions, snippets.EditView):
    form: FormDefinitionForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Somebody who may approve but not change forms comes here from their dashboard: the publish page is theirs."""
        may = self.permission_policy.user_has_permission
        if not may(request.user, "change") and may(request.user, "approve"):
            return redirect(publish_url(self.object))
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def run_action_method(self) -> Any:
        tell_retired(self.request, self.form.retired_names())
        return self._gated(super().run_action_method)

    def get_page_subtitle(self) -> str:
        """In the reader's language, as in the list."""
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The form's home stands between the list and its questions."""
        *before, here = super().get_breadcrumbs_items()
        home = {"url": address("home", self.object), "label": str(self.object)}
        return [*before, home, {**here, "label": _("Questions")}]

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        if self.request.method == "GET" and "check" in self.request.GET:
            form.show_problems()
        return form


class FormWorkflowActionView(snippets.WorkflowActionView):
    """Approving may publish, and publishing may be refused: then the approval does not count either."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with telling_wiped(request, self.object), transaction.atomic():
                response: HttpResponse = super().post(request, *args, **kwargs)
                return response
        except ValidationError as error:
            tell_refused(request, self.object, error)
            address = refused_url(self.object, error)
            if request.headers.get("x-requested-with") == "XMLHttpRequest":
                answer: HttpResponse = self.render_modal_json(
                    request, {"step": "success", "redirect": address}
                )
                return answer
            return redirect(address)


class FormIndexView(snippets.IndexView):
    """Forms by what they say, in either script; a row leads to the form's home. Archived ones are a list of their own.

    The live version of each form comes with the list, not one by one. A new form may come from a workbook.
    """

    @cached_property
    def is_searchable(self) -> bool:
        return True

    def _get_title_column(self, field_name: str, *args: Any, **kwargs: Any) -> Any:
        """In the reader's language; Wagtail's says what a form was called in that of whoever saved it last."""
        return super()._get_title_column(field_name, *args, accessor=draft_title, **kwargs)

    @cached_property
    def shows_archived(self) -> bool:
        return "archived" in self.request.GET

    @cached_property
    def header_buttons(self) -> list[Any]:
        buttons: list[Any] = super().header_buttons
        if self.user_has_permission("add"):
            url = reverse(self.model().snippet_viewset.get_url_name("import"))
            buttons.append(HeaderButton(_("Import"), url=url, icon_name="upload"))
        return buttons

    def get_base_queryset(self) -> QuerySet[FormDefinition]:
        forms: QuerySet[FormDefinition] = super().get_base_queryset().select_related("live_version")
        return forms.filter(archived_at__isnull=not self.shows_archived)

    def search_queryset(self, queryset: QuerySet[FormDefinition]) -> QuerySet[FormDefinition]:
        """Every word has to be in the form's key, titles or questions."""
        for word in search_text(self.search_query).split():
            queryset = queryset.filter(notes__words__contains=word)
        return queryset

    def get_edit_url(self, instance: FormDefinition) -> str:
        return address("home", instance)

    def get_page_subtitle(self) -> str:
        return _("Archived") if self.shows_archived else ""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        listing = self.request.path
        other = (
            Button(_("Forms in use"), listing, icon_name="form")
            if self.shows_archived
            else Button(_("Archived forms"), f"{listing}?archived", icon_name="folder-inverse")
        )
        return [*super().header_more_buttons, other]


class KeptOnceUsedDeleteView(snippets.DeleteView):
    """What was published or is pointed at stays; deleting it says so instead of failing."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
            return response
        except ProtectedError:
            messages.error(self.request, _("This is in use and stays. Unpublish it instead."))
            return redirect(self.get_success_url())


class ListIndexView(snippets.IndexView):
    """Choice lists with how many choices they have and which forms use them, in two queries for all."""

    def get_base_queryset(self) -> QuerySet[ChoiceList]:
        lists: QuerySet[ChoiceList] = super().get_base_queryset()
        return lists.annotate(choices=Count("items"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        forms = using.forms_by_list()
        for one in context["object_list"]:
            one.used_in = ", ".join(form.key for form in forms.get(one.key, []))
        return context


class ListCreateView(snippets.CreateView):
    """A new list goes on to where its choices are pasted."""

    def get_success_url(self) -> str:
        return reverse(self.object.snippet_viewset.get_url_name("paste"), args=[self.object.pk])


class ListDeleteView(KeptOnceUsedDeleteView):
    """A list that a form names stays: the form could not be published without it."""

    def form_valid(self, form: Any) -> HttpResponse:
        if using.is_used(self.object):
            messages.error(self.request, _("Forms use this list, so it stays. Retire its choices instead."))
            return redirect(self.get_success_url())
        return super().form_valid(form)
