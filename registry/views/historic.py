"""Entering what happened to a record before it came here: one step at a time, each on its day; the last can be taken
back, and where the work is over already, forms of that past can still be added.
"""

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
from django.views.decorators.http import require_http_methods, require_POST

from forms_builder.digits import in_readers_digits, readers_day
from forms_builder.questions.cleaning import typed_sign
from forms_builder.questions.dates import read_date
from forms_builder.schema.document import text_in
from registry.models import Record, RecordTransition
from registry.sealing import KeyRing
from registry.views.casework import done as finished
from registry.views.casework import managed, page
from registry.views.common import language, status_label
from registry.views.signing import ReasonForm
from registry.workflow import historic, lifting, moving
from registry.workflow.document import Transition
from registry.workflow.offers import closed


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


class BackForm(ReasonForm):
    """Why the step that the person has before them is taken back."""

    step = forms.CharField(widget=forms.HiddenInput, max_length=40)


@login_required
@require_http_methods(["GET", "POST"])
def past(request: HttpRequest, key: str, pk: UUID) -> HttpResponse:
    """GET and POST /workspace/records/<type>/<id>/past/"""
    found = moving_one(request, key, pk)
    ways, done = historic.possible(found), historic.entered(found)
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


@login_required
@require_http_methods(["GET", "POST"])
def back(request: HttpRequest, key: str, pk: UUID) -> HttpResponse:
    """GET and POST /workspace/records/<type>/<id>/past/back/: take the step that was entered last back."""
    found = moving_one(request, key, pk)
    step = historic.last(found)
    if step is None:
        messages.warning(request, _("There is no step that could be taken back."))
        return redirect("registry:past", key=key, pk=pk)
    title, form = _("Take the last step back"), BackForm(request.POST or None, initial={"step": str(step.pk)})
    words = _(
        "The record will be “%(before)s” again, as if it had not become “%(after)s”. That this was entered, and that you "
        "took it back, stays in its history."
    ) % {
        "before": status_label(found.type, step.from_status),
        "after": status_label(found.type, step.to_status),
    }
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        try:
            historic.take_back(request.user, pk, wanted["step"], wanted["reason"])
        except moving.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return finished(request, "registry:past", found, _("Taken back."))
    return page(request, found, title, form, _("Take it back"), words=words)


@login_required
@require_http_methods(["GET", "POST"])
def lift(request: HttpRequest, key: str, pk: UUID) -> HttpResponse:
    """GET and POST /workspace/records/<type>/<id>/past/lift/: let the past of a closed record be completed."""
    found = moving_one(request, key, pk)
    if not closed(found):
        messages.info(request, _("This record is not closed: nothing has to be lifted."))
        return redirect("registry:record", key=key, pk=pk)
    form = ReasonForm(request.POST or None, label_suffix="")
    words = _(
        "For %(days)s days forms can be added below this record again, dated up to %(end)s, when the work on it ended. "
        "Its own answers stay closed, and what was due in the past does not become a task."
    ) % {"days": in_readers_digits(lifting.DAYS), "end": readers_day(lifting.ended_on(found))}
    if request.method == "POST" and form.is_valid():
        try:
            lifting.lift(request.user, pk, form.cleaned_data["reason"])
        except moving.Refused as refusal:
            form.add_error("reason", str(refusal))
        else:
            words = _("Opened. Add the forms below, under “What belongs to this record”.")
            return finished(request, "registry:record", found, words)
    return page(request, found, _("Add forms of its past"), form, _("Open it for that"), words=words)


@login_required
@require_POST
def lock(request: HttpRequest, key: str, pk: UUID) -> HttpResponse:
    """POST /workspace/records/<type>/<id>/past/lock/: nothing more of the past is to come."""
    found = moving_one(request, key, pk)
    lifting.lock_again(request.user, pk)
    return finished(request, "registry:record", found, _("Closed again."))


def moving_one(request: HttpRequest, key: str, pk: UUID) -> Record:
    """A record that goes from state to state, for somebody who manages it; a 404 otherwise."""
    found = managed(request, key, pk)
    if found.type.workflow_id is None:
        raise Http404
    return found


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
        "earliest": historic.earliest(found),
        "moved_here": historic.moved_here_on(found),
        "may_go_back": historic.last(found) is not None,
        "is_closed": closed(found),
        "lifted_until": lifting.lifted_until(found) if closed(found) else None,
        "done": [
            {"day": one.day, "by": one.by, "words": status_label(found.type, one.to_status)} for one in done
        ],
    }


def last_reason(found: Record, done: list[RecordTransition]) -> str:
    """The reason of the step before: the same paper usually tells of several."""
    return moving.reason_of(done[-1], KeyRing.of(found)) if done else ""
