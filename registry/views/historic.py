"""Entering what happened to a record before it came here: one step at a time, each on its day."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from forms_builder.questions.cleaning import typed_sign
from forms_builder.questions.dates import read_date
from forms_builder.schema.document import text_in
from registry.models import Record, RecordTransition
from registry.sealing import KeyRing
from registry.views.casework import managed
from registry.views.common import language, status_label
from registry.workflow import historic, moving
from registry.workflow.document import Transition


class StepForm(forms.Form):
    """What happened next, when, and why it is entered only now."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=40)
    transition = forms.ChoiceField(label=gettext_lazy("What happened next?"), widget=forms.RadioSelect)
    day = forms.CharField(
        label=gettext_lazy("On which day?"),
        help_text=gettext_lazy("Day, month, year: 25/12/2026."),
        max_length=40,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why is it entered only now, and on what paper does it stand?"),
        help_text=gettext_lazy("It is kept, sealed, with the record."),
        max_length=moving.REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, found: Record, ways: list[Transition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["transition"]
        choices.choices = [
            (
                one.key,
                f"{text_in(one.label, language(), one.key)} → {status_label(found.type, one.to)}",
            )
            for one in ways
        ]

    def clean_day(self) -> date:
        found: date = read_date(typed_sign(self.cleaned_data["day"]))
        return found


@login_required
@require_http_methods(["GET", "POST"])
def past(request: HttpRequest, key: str, pk: UUID) -> HttpResponse:
    """GET and POST /workspace/records/<type>/<id>/past/"""
    found = managed(request, key, pk)
    ways, done = historic.possible(found), historic.entered(found)
    if not ways and not done:
        raise Http404
    initial = {"seen": found.status, "reason": last_reason(found, done)}
    form = StepForm(request.POST or None, found=found, ways=ways, initial=initial, label_suffix="")
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        step = historic.Step(wanted["transition"], wanted["seen"], wanted["day"], wanted["reason"])
        try:
            entered = historic.enter(request.user, pk, step)
        except moving.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            status = status_label(found.type, entered.to_status)
            messages.success(request, _("The status is now: %(status)s") % {"status": status})
            return redirect("registry:past", key=key, pk=pk)
    return render(request, "registry/past.html", context(found, form if ways else None, done))


def context(found: Record, form: StepForm | None, done: list[RecordTransition]) -> dict[str, Any]:
    return {
        "record": found,
        "title": _("Enter what happened before"),
        "type_name": found.type.name_in(language()),
        "list_url": reverse("registry:records", args=[found.type.key]),
        "record_url": reverse("registry:record", args=[found.type.key, found.pk]),
        "form": form,
        "button": _("Enter this step") if form else "",
        "now": status_label(found.type, found.status),
        "latest": historic.latest(found),
        "done": [
            {"day": one.day, "by": one.by, "words": status_label(found.type, one.to_status)} for one in done
        ],
    }


def last_reason(found: Record, done: list[RecordTransition]) -> str:
    """The reason of the step before: the same paper usually tells of several."""
    return moving.reason_of(done[-1], KeyRing.of(found)) if done else ""
