"""The history of a record as a readable difference, an earlier state brought back; a record withdrawn and brought back."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from forms_builder.digits import in_readers_digits
from forms_builder.logic import blank
from forms_builder.logic.answers import uuid_of
from forms_builder.questions import types
from forms_builder.schema.document import text_in
from registry import access, audit, restoring, withdrawing
from registry import history as past
from registry.casework import casework_of
from registry.events import Refused, words_of
from registry.models import Action, Record, RecordEvent
from registry.opening import get_record
from registry.sealing import KeyRing
from registry.views.casework import done, managed, page
from registry.views.common import find_record, find_type, language, status_label
from registry.views.history import may_read_reasons
from registry.views.signing import ReasonForm

RESTORED = RecordEvent.Kind.RESTORED
WITHDRAWING = gettext_lazy(
    "The record is shown in no list and counts nowhere any more. Nothing of it is deleted: whoever may hand over "
    "and merge such records can bring it back."
)
MISTAKEN_CONSENT = gettext_lazy(
    "This is for what was entered by mistake. Where the child or the family withdraws consent, do not do it here: "
    "take that step on the record's own page, so that nothing more is shared and it is known who was told. Until a "
    "new consent is recorded, nothing counts as agreed to."
)


class RestoreForm(ReasonForm):
    """Why an earlier state is brought back, and the revision that stood before the person then."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


@login_required
@require_GET
def history(request: HttpRequest, key: str, pk: UUID) -> HttpResponse:
    """GET /workspace/records/<type>/<id>/history/: every change with what was there before and after."""
    found = find_record(request, key, pk)
    may_restore = access.can(request.user, Action.EDIT, found)
    rows = past.revisions(request.user, found, address=audit.address_of(request))
    reasons = reasons_of(request, found)
    restored = set(found.events.filter(kind=RESTORED).values_list("revision", flat=True))
    context = {
        "record": found,
        "title": _("History"),
        "type_name": found.type.name_in(language()),
        "list_url": reverse("registry:records", args=[key]),
        "record_url": reverse("registry:record", args=[key, pk]),
        "rows": [
            {
                "number": row.number,
                "by": row.by,
                "at": row.at,
                "reason": row.reason,
                "version": in_readers_digits(row.version_number),
                "restored": row.number in restored,
                "why": reasons.get(row.number, ""),
                "status": status_label(found.type, row.status),
                "changes": [change_line(one) for one in row.changes],
                "withheld": row.withheld,
                "restore_url": reverse("registry:restore", args=[key, pk, row.number])
                if may_restore and restoring.restorable(found, row.number)
                else "",
            }
            for row in rows
        ],
    }
    return render(request, "registry/history.html", context)


def reasons_of(request: HttpRequest, found: Record) -> dict[int, str]:
    """Number of a change → why it was made, where somebody said so and this person may read reasons."""
    done = found.events.filter(kind__in=(RESTORED, RecordEvent.Kind.EXPLAINED))
    if not done or not may_read_reasons(request, found):
        return {}
    ring = KeyRing.of(found)
    return {one.revision: words_of(one, ring) for one in done}


def change_line(change: past.Change) -> dict[str, Any]:
    """One changed answer in words; a row of a repeat by its number."""
    kind, label = types.of(change.question), text_in(change.question.label, language(), change.key)
    if change.row:
        label = _("%(question)s (row %(number)s)") % {
            "question": label,
            "number": in_readers_digits(change.row),
        }
    before, after = (
        "" if blank(answer) else kind.display(change.question, answer, language())
        for answer in (change.before, change.after)
    )
    return {"label": label, "before": before, "after": after}


@login_required
@require_http_methods(["GET", "POST"])
def restore(request: HttpRequest, key: str, pk: UUID, number: int) -> HttpResponse:
    """GET and POST /workspace/records/<type>/<id>/restore/<revision>/: make it the present state."""
    find_record(request, key, pk)
    found = get_record(request.user, pk, Action.EDIT)
    if not restoring.restorable(found, number):
        raise Http404
    form = RestoreForm(request.POST or None, initial={"seen": found.revision}, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            restoring.restore(
                request.user, pk, number, form.cleaned_data["seen"], form.cleaned_data["reason"]
            )
        except Refused as refusal:
            form.add_error("reason", str(refusal))
        else:
            return done(
                request, "registry:record", found, _("Restored. What was there before is in the history.")
            )
    shown = in_readers_digits(number)
    words = _(
        "The answers become again what they were after change %(number)s. It is a new change: nothing of the history "
        "is lost. Answers that are withheld from you stay as they are."
    ) % {"number": shown}
    title = _("Restore the state after change %(number)s") % {"number": shown}
    return page(request, found, title, form, _("Restore"), words=words)


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, key: str, pk: UUID) -> HttpResponse:
    """GET and POST /workspace/records/<type>/<id>/withdraw/: take a record out of use."""
    found = managed(request, key, pk)
    form = ReasonForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            withdrawing.withdraw(request.user, pk, form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("Withdrawn. It can be brought back from here."))
            return redirect("registry:withdrawn", key=key)
    words = WITHDRAWING
    if casework_of(found.type).consent is not None:
        words = format_lazy("{} {}", MISTAKEN_CONSENT, WITHDRAWING)
    return page(request, found, _("Withdraw this record"), form, _("Withdraw this record"), words=words)


@login_required
@require_http_methods(["GET", "POST"])
def withdrawn(request: HttpRequest, key: str) -> HttpResponse:
    """GET and POST /workspace/records/<type>/withdrawn/: what was taken out of use, and the way back."""
    record_type = find_type(request.user, key)
    if not access.can(request.user, Action.MANAGE, record_type):
        raise Http404
    problem, asked = "", request.POST.get("record", "")
    if request.method == "POST":
        if (pk := uuid_of(asked)) is None:
            raise Http404
        try:
            record = withdrawing.bring_back(request.user, pk, request.POST.get("reason", ""))
        except Refused as refusal:
            problem = str(refusal)
        else:
            return done(request, "registry:record", record, _("Brought back."))
    context = {
        "title": _("Withdrawn records"),
        "type_name": record_type.name_in(language()),
        "list_url": reverse("registry:records", args=[key]),
        "rows": withdrawing.withdrawn(request.user, record_type, address=audit.address_of(request)),
        "problem": problem,
        "asked": asked,
    }
    return render(request, "registry/withdrawn.html", context)
