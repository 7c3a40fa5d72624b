"""Moving a record on: what will happen, why if that is asked, and then it happens."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forms_builder.schema.document import text_in
from registry import access, consent
from registry.models import Action, Record
from registry.views.common import find_record, language, status_label
from registry.workflow import moving
from registry.workflow.calendar import due_date
from registry.workflow.configuring import workflow_of
from registry.workflow.document import Reason, TaskRule, Transition
from registry.workflow.facts import Facts
from registry.workflow.offers import Offer, is_for, offers
from registry.workflow.tasks import roles_of


@login_required
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, key: str, pk: UUID, rule: str) -> HttpResponse:
    """GET and POST /workspace/records/<type>/<id>/move/<transition>/"""
    found = find_record(request, key, pk)
    record_url = reverse("registry:record", args=[key, pk])
    offer = next((one for one in offers(request.user, found, language()) if one.transition.key == rule), None)
    if offer is None:
        return moved_on(request, found, rule, record_url)
    said, problem = request.POST.get("reason", ""), ""
    if request.method == "POST":
        wanted = moving.Move(rule, request.POST.get("seen", ""), said, language())
        try:
            done = moving.move(request.user, pk, wanted)
        except moving.Refused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, now(found, done.to_status))
            return redirect(record_url)
    page = context(found, offer, record_url, said, problem)
    page["stopped"] = stopped(request.user, found, offer.transition)
    return render(request, "registry/move.html", page)


def moved_on(request: HttpRequest, found: Record, rule: str, record_url: str) -> HttpResponse:
    """A step of theirs that the record took already, by a second press, or that its state no longer leads to."""
    workflow = workflow_of(found.type)
    wanted = workflow.transition(rule) if workflow else None
    if wanted is None or not is_for(wanted, roles_of(request.user)):
        raise Http404
    said, words = request.POST.get("reason", "").strip(), now(found, found.status)
    if said and not took_it(request.user, found, rule):
        page = {**about(found, wanted, record_url), "missing": words, "said": said}
        return render(request, "registry/move.html", page)
    tell = messages.success if found.status == wanted.to else messages.warning
    tell(request, words)
    return redirect(record_url)


def took_it(user: Any, found: Record, rule: str) -> bool:
    """Whether the record's last step was this one, and this person's: then what they wrote is kept with it."""
    last = found.transitions.order_by("at").last()
    return last is not None and last.rule == rule and last.by_id == user.pk


def now(found: Record, state: str) -> str:
    return _("The status is now: %(status)s") % {"status": status_label(found.type, state)}


def context(found: Record, offer: Offer, record_url: str, said: str, problem: str) -> dict[str, Any]:
    rule = offer.transition
    return {
        **about(found, rule, record_url),
        "missing": offer.missing,
        "now": status_label(found.type, found.status),
        "then": status_label(found.type, rule.to),
        "tasks": planned(found, rule.tasks),
        "asks_reason": rule.reason is not Reason.NO,
        "reason_optional": rule.reason is Reason.OPTIONAL,
        "said": said,
        "problem": problem,
    }


def stopped(user: Any, found: Record, rule: Transition) -> list[str] | None:
    """References of what is cancelled with a consent, as far as this person sees them; None where no consent ends."""
    ending = consent.would_stop(found, rule.to)
    if ending is None:
        return None
    return [one.reference for one in ending if access.can(user, Action.VIEW, one)]


def about(found: Record, rule: Transition, record_url: str) -> dict[str, Any]:
    return {
        "record": found,
        "type_name": found.type.name_in(language()),
        "list_url": reverse("registry:records", args=[found.type.key]),
        "record_url": record_url,
        "title": text_in(rule.label, language(), rule.key),
    }


def planned(found: Record, rules: tuple[TaskRule, ...]) -> list[dict[str, Any]]:
    """The tasks that the transition would make today, with their days."""
    facts, today = Facts(found), timezone.localdate()
    return [
        {
            "label": text_in(rule.label, language(), rule.key),
            "due": due_date(
                (facts.day(rule.after) if rule.after else None) or today, rule.days, every_day=rule.every_day
            ),
        }
        for rule in rules
        if facts.holds(rule.when)
    ]
