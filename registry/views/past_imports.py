"""The page where a supervisor answers for what happened to imported records before: what would be entered, why, how far
it is, and what was refused.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from forms_builder.digits import readers_day
from forms_builder.schema.document import text_in
from registry.extending import Notice
from registry.importing import replaying
from registry.importing.replaying import Preview
from registry.models import DataImport, ImportedPast, PastReplay, RecordType
from registry.views.common import find_type, language, status_label
from registry.workflow.calendar import due_date
from registry.workflow.moving import REASON_LENGTH, Refused

SHOWN = 50
DAYS = 7
"""After records were brought in their past is due: until then they stand in their first status."""


class AnswerForForm(forms.Form):
    """Why what happened before is entered only now."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it entered only now, and on what paper does it stand?"),
        help_text=gettext_lazy("It is kept, sealed, with each of the records."),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@login_required
@require_http_methods(["GET", "POST"])
def replay(request: HttpRequest, key: str, batch: UUID) -> HttpResponse:
    """GET and POST /workspace/records/<type>/import/<id>/past/"""
    record_type = find_type(request.user, key)
    found = find_batch(request, record_type, batch)
    running = found.replays.filter(finished_at=None).first()
    form = AnswerForForm(request.POST or None, label_suffix="")
    if request.method == "POST" and running is not None:
        if request.POST.get("do") == "again":
            replaying.again(running)
        return redirect(request.path)
    if request.method == "POST" and form.is_valid():
        try:
            replaying.start(request.user, found.pk, form.cleaned_data["reason"], language())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(request.path)
    return render(request, "registry/past_import.html", context(request, found, form, running))


def find_batch(request: HttpRequest, record_type: RecordType, batch: UUID) -> DataImport:
    """An import with a past that this person may answer for, or has; else 404."""
    found = DataImport.objects.filter(pk=batch, record_type=record_type).select_related("by").first()
    if found is not None:
        found.record_type = record_type
        if replaying.within_reach(request.user, found).exists():
            return found
    raise Http404


def context(
    request: HttpRequest, found: DataImport, form: AnswerForForm, running: PastReplay | None
) -> dict[str, Any]:
    record_type, mine = found.record_type, replaying.within_reach(request.user, found)
    seen = replaying.preview(request.user, found)
    refused = mine.filter(state=ImportedPast.State.REFUSED)
    return {
        "title": _("What happened before"),
        "type_name": record_type.name_in(language()),
        "list_url": reverse("registry:records", args=[record_type.key]),
        "batch": found,
        "running": running,
        "form": form,
        "records": seen.records,
        "steps": steps(seen),
        "states": [
            {"label": status_label(record_type, state), "records": number}
            for state, number in seen.states.most_common()
        ],
        "locks": any(replaying.locks(record_type, state) for state in seen.states),
        "done": mine.filter(state=ImportedPast.State.DONE).count(),
        "refused": refused.count(),
        "refusals": [
            {
                "row": one.row,
                "reference": one.record.reference,
                "url": reverse("registry:record", args=[record_type.key, one.record_id]),
                "why": one.refusal,
            }
            for one in refused.select_related("record")[:SHOWN]
        ],
    }


def steps(seen: Preview) -> list[dict[str, Any]]:
    """The transitions in the order of their first days; `lifted`: what is not asked of the past."""
    return [
        {
            "label": text_in(one.rule.label, language(), one.rule.key),
            "records": one.records,
            "first": one.first,
            "last": one.last,
            "lifted": bool(one.rule.when.strip() or one.rule.consent),
        }
        for one in sorted(seen.steps.values(), key=lambda one: one.first)
    ]


def waiting(user: Any, types: list[RecordType]) -> list[dict[str, Any]]:
    """For the overview: the imports whose past this person may answer for."""
    return [
        {
            "label": one.record_type.name_in(language()),
            "at": one.created_at,
            "url": reverse("registry:import_past", args=[one.record_type.key, one.pk]),
        }
        for one in replaying.waiting_for(user, types)
    ]


def notices(user: Any, types: list[RecordType]) -> Iterator[Notice]:
    """The same for the first page."""
    for one in waiting(user, types):
        day = timezone.localtime(one["at"]).date()
        words = {"what": one["label"], "day": readers_day(day)}
        label = _("Enter what happened before: %(what)s, imported on %(day)s") % words
        yield Notice(one["url"], label, due_date(day, DAYS))
