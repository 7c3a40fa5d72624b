"""Translating in the admin: wagtail-localize's editor with a way into the review, and the ordinary editor during it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page, Revision
from wagtail_localize.models import Translation
from wagtail_localize.views.submit_translations import SubmitPageTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsView

from knowledge.models.page import HubPage
from knowledge.safeguarding.checks import faults
from knowledge.translating import original_to_translate, save_draft, take_over, translation_into

DRAFT, SEND, PUBLISH = "draft", "send", "publish"
"""What the buttons say; the last one is wagtail-localize's own."""


class EditDuringReview(EditView):
    """The ordinary editor, which has the actions of the workflow, for a page that is translated text by text."""

    def run_hook(self, name: str, *args: Any, **kwargs: Any) -> Any:
        return None if name == "before_edit_page" else super().run_hook(name, *args, **kwargs)


class TranslatePage(SubmitPageTranslationView):
    """A page that is not public yet is translated from its newest draft, not from what was saved first."""

    def get_object(self) -> Page:
        page = super().get_object()
        return original_to_translate(page) if isinstance(page, HubPage) else page


class TakeOver(UpdateTranslationsView):
    """Brings the texts of the original up to date. Publishing them is left to the review."""

    def get_form(self) -> Any:
        form = super().get_form()
        del form.fields["publish_translations"]
        return form

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        form.cleaned_data["publish_translations"] = False
        answer = super().form_valid(form)
        take_over(self.object)
        return answer


def instead_of_the_editor(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Called before a page is edited, by somebody who may. None: go on as wagtail-localize does."""
    translation = translation_into(page) if isinstance(page, HubPage) else None
    if translation is None:
        return None
    if page.workflow_in_progress:
        answer: HttpResponse = EditDuringReview.as_view()(request, page.pk)
        return answer
    if request.method == "POST" and request.POST.get("action") in {DRAFT, SEND, PUBLISH}:
        act(request, page, translation)
        return redirect(request.path)
    return None


def act(request: HttpRequest, page: HubPage, translation: Translation) -> None:
    """Saves the draft whatever else is wanted; then sends or publishes it, or says what is in the way."""
    try:
        revision = save_draft(translation, request.user)
    except ValidationError as problem:
        for message in problem.messages:
            messages.error(request, message)
        return
    action = request.POST["action"]
    if action == DRAFT:
        messages.success(request, _("The draft is saved."))
        return
    found = faults(revision.as_object(), with_review=action == PUBLISH)
    for message in found:
        messages.error(request, message)
    if not found:
        (publish if action == PUBLISH else send)(request, page, revision)


def send(request: HttpRequest, page: HubPage, revision: Revision) -> None:
    workflow = page.get_workflow()
    if workflow is None or not page.permissions_for_user(request.user).can_submit_for_moderation():
        raise PermissionDenied
    state = page.current_workflow_state
    if state is None:
        workflow.start(revision.as_object(), request.user)
    else:  # somebody asked for changes
        state.resume(request.user)
    messages.success(request, _("The page is sent to the review."))


def publish(request: HttpRequest, page: HubPage, revision: Revision) -> None:
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    revision.publish(user=request.user)
    messages.success(request, _("The page is public."))
