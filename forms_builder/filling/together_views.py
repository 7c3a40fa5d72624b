"""When something moved on while a draft was open: the form (a newer version is live) or the record (somebody else
changed it). Both pages show what is different and let the person decide; nothing of theirs goes.
"""

import uuid
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forms_builder.filling import drafts, handlers, merging, moving
from forms_builder.filling.draft_wizard import CHECK
from forms_builder.filling.handlers import Assignment
from forms_builder.filling.merging import MINE, THEIRS, Comparison, Sides
from forms_builder.filling.spots import name_rows
from forms_builder.models import Draft
from forms_builder.schema.document import text_in


@login_required
@require_http_methods(["GET", "POST"])
def version(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """GET lists what changed in the form; POST moves the draft to the version that is live."""
    found, assignment = _open(request.user, draft)
    new = assignment.version
    if new.pk == found.version_id or not new.takes_answers:
        return redirect("filling:resume", draft=draft)
    payload, language = drafts.opened(found), get_language() or "bn"
    if request.method == "POST":
        payload = moving.moved(payload, found.version.parsed, new.parsed, language)
        if not _saved(lambda: drafts.move(found, new, payload)):
            return redirect("filling:version", draft=draft)
        messages.success(request, _("You go on with the new version. Your answers came along."))
        return redirect("filling:resume", draft=draft)
    shown = {key: answer for key, answer in payload.answers.items() if key not in payload.withheld}
    context = {
        "title": text_in(new.parsed.title, language),
        "draft": found,
        "changes": moving.changes(found.version.parsed, new.parsed, shown, language),
        "old_number": found.version.number,
        "new_number": new.number,
    }
    return render(request, "filling/version.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """GET shows what others changed in the record since; POST puts both together as the person chose."""
    found, assignment = _open(request.user, draft)
    payload, language = drafts.opened(found), get_language() or "bn"
    if assignment.base_revision == payload.base_revision:
        return redirect("filling:page", draft=draft, step=CHECK)
    document = found.version.parsed
    items = tuple(item for page in document.pages for item in page.items)
    sides = Sides(payload.original, name_rows(items, assignment.answers), payload.answers)
    comparison = merging.compare(document, sides, assignment.withheld, language)
    chosen = {clash.key: request.POST.get(f"answer-{clash.key}", "") for clash in comparison.clashes}
    if request.method == "GET" or not set(chosen.values()) <= {MINE, THEIRS}:
        return _show_merge(request, found, assignment, comparison, chosen)
    together = replace(
        payload,
        answers=merging.merged(sides, chosen),
        original=dict(sides.theirs),
        base_revision=assignment.base_revision,
        withheld=sorted(assignment.withheld),
        settled=dict(assignment.settled),
    )
    if not _saved(lambda: drafts.save(found, together, found.step)):
        return redirect("filling:merge", draft=draft)
    messages.success(request, _("Both changes are put together. Check the answers, then send them."))
    return redirect("filling:page", draft=draft, step=CHECK)


def _show_merge(
    request: HttpRequest, draft: Draft, assignment: Assignment, comparison: Comparison, chosen: dict[str, str]
) -> HttpResponse:
    open_ones = [clash for clash in comparison.clashes if not chosen[clash.key]] if request.POST else []
    errors = [
        {"href": f"#{clash.key}-{MINE}", "text": f"{clash.label}: {_('Choose which answer counts.')}"}
        for clash in open_ones
    ]
    context: dict[str, Any] = {
        "title": assignment.title,
        "draft": draft,
        "last_change": assignment.last_change,
        "clashes": [(clash, chosen[clash.key], clash in open_ones) for clash in comparison.clashes],
        "taken": comparison.taken,
        "errors": errors,
        "has_errors": bool(errors),
    }
    return render(request, "filling/merge.html", context, status=422 if errors else 200)


def _saved(save: Any) -> bool:
    """False where another tab saved the draft in between: the page is shown anew then."""
    try:
        save()
    except drafts.Stale:
        return False
    return True


def _open(user: Any, draft: uuid.UUID) -> tuple[Draft, Assignment]:
    """An open draft of the person and what its handler says now; a 404 where there is no such thing any more."""
    try:
        found = drafts.get(user, draft)
        assignment = handlers.get(found.purpose).assignment(user, found.target)
    except drafts.NotTheirs:  # its page says so, see `not_theirs`
        raise
    except (Draft.DoesNotExist, handlers.UnknownHandler) as error:
        raise Http404("There is no such draft for this person.") from error
    if found.state != Draft.State.OPEN or assignment is None:
        raise Http404("There is nothing to fill in here any more.")
    return found, assignment
