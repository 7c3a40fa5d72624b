"""What surrounds the wizard: beginning, the receipt, throwing a draft away, getting one's own file back."""

import uuid
from io import BytesIO
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from forms_builder.filling import attachments, drafts, handlers, sending
from forms_builder.filling.carried import changed_questions
from forms_builder.filling.handlers import Assignment
from forms_builder.media import plays_in_page
from forms_builder.media_views import in_place
from forms_builder.models import Attachment, Draft
from forms_builder.sealing import SealingError


@login_required
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, purpose: str, target: str = "") -> HttpResponse:
    """GET shows what is about to begin; POST begins it, or goes on with a change that was begun before."""
    assignment = find_assignment(request.user, purpose, target)
    context: dict[str, Any] = {
        "assignment": assignment,
        "drafts": drafts.open_drafts(request.user, purpose, target),
        "title": assignment.title,
        "print_url": reverse("filling:print", args=[purpose, target]) if target else "",
    }
    if not assignment.version.takes_answers:
        return render(request, "filling/not_taking.html", context, status=409)
    if request.method == "GET":
        context |= {"changed": changed_questions(assignment), "heed": assignment.heed(request)}
        return render(request, "filling/start.html", context)
    if context["drafts"] and "new" not in request.POST:
        if not assignment.base_revision:
            # Going on by itself might mix two people up: the page asks which one is meant.
            return redirect(request.path)
        return redirect(context["drafts"][0].url)
    draft = drafts.begin(request.user, purpose, target, assignment)
    return redirect("filling:resume", draft=draft.pk)


@login_required
@require_GET
def sent(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """The receipt, as often as somebody looks at it."""
    found = _own(request.user, draft)
    if found.state != Draft.State.SENT:
        return redirect("filling:resume", draft=draft)
    context = {"receipt": sending.receipt_of(found, request.user), "draft": found}
    return render(request, "filling/sent.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """Asks, then throws an open draft away."""
    found = _own(request.user, draft)
    if found.state != Draft.State.OPEN:
        raise Http404("Sent forms are not drafts any more.")
    line = drafts.line_of(found)
    if request.method == "GET":
        return render(request, "filling/delete.html", {"line": line})
    drafts.delete(found)
    messages.success(request, _("The draft was deleted."))
    return redirect(settings.LOGIN_REDIRECT_URL)


@login_required
@require_GET
def download(request: HttpRequest, draft: uuid.UUID, attachment: uuid.UUID) -> HttpResponseBase:
    """A file of one's own open draft, as it came; sound and film also piece by piece, for a page that plays them.

    Once it was sent it is the record's, and so is the right to it.
    """
    if _draft(request.user, draft).state != Draft.State.OPEN:
        raise Http404("Files of sent forms are given out by what became of them.")
    found = get_object_or_404(Attachment, pk=attachment, draft_id=draft, owner_id=request.user.pk)
    try:
        content, name = attachments.open_attachment(found)
    except (SealingError, OSError) as error:
        raise Http404("The file cannot be opened.") from error
    if plays_in_page(found.content_type):
        return in_place(request, content, found.content_type)
    return FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=found.content_type)


def find_assignment(user: Any, purpose: str, target: str) -> Assignment:
    try:
        assignment = handlers.get(purpose).assignment(user, target)
    except handlers.UnknownHandler as error:
        raise Http404(f"Nothing takes {purpose!r}.") from error
    if assignment is None:
        raise Http404("There is nothing to fill in here for this person.")
    return assignment


def _draft(user: Any, draft: uuid.UUID) -> Draft:
    try:
        return drafts.get(user, draft)
    except Draft.DoesNotExist as error:
        raise Http404("There is no such draft for this person.") from error


def _own(user: Any, draft: uuid.UUID) -> Draft:
    try:
        return drafts.own(user, draft)
    except Draft.DoesNotExist as error:
        raise Http404("There is no such draft for this person.") from error
