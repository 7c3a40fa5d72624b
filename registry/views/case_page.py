"""What the page of a case shows beside its answers: how to reach the child safely, who works on it, what happened below."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from forms_builder.logic import blank
from forms_builder.questions import types
from registry import (
    access,
    assigning,
    audit,
    conferences,
    consent,
    contacts,
    converting,
    handing_over,
    merging,
    own_day,
    receipts,
    recipients,
)
from registry import history as past
from registry.casework import Casework, casework_of
from registry.categories import dated
from registry.models import Action, Record
from registry.opening import Opened
from registry.sealing import KeyRing
from registry.views.common import language, status_label
from registry.views.history import may_read_reasons
from registry.workflow import historic, lifting
from registry.workflow.offers import closed, ended

ADDRESSES = {"mistake": "withdraw"}
"""Ways that are called otherwise than their address."""

TOLD_FOR = timedelta(days=30)
"""How long a refusal of another office stands on the page; after that it is in the history alone."""


@dataclass(slots=True)
class CasePage:
    """For `registry/case.html`."""

    workers: list[dict[str, Any]] = field(default_factory=list)
    links: list[dict[str, str]] = field(default_factory=list)
    attempts: dict[str, Any] | None = None
    merged: dict[str, str] | None = None
    became: dict[str, str] | None = None
    aliases: list[str] = field(default_factory=list)
    receipt: str = ""
    """What the visitor who sent it was told to quote."""
    told: list[dict[str, Any]] | None = None
    """Past recipients, where consent was withdrawn; None where it was not."""
    categories: list[dict[str, Any]] = field(default_factory=list)
    lifted_until: date | None = None
    """How long forms of the past can be added to a closed record."""
    handover: dict[str, Any] | None = None
    """The offer to another office that waits, or that was refused lately."""


def case_page(request: HttpRequest, found: Record, seen: Opened) -> CasePage:
    """All of it, for one person."""
    casework = casework_of(found.type)
    if not found.type.casework and found.type.workflow_id is None:  # nothing more can have happened to it
        return CasePage(
            workers(found),
            links(request, found, casework),
            receipt=receipt_of(found),
            handover=handover(request, found),
        )
    merged, became = merging.merge_of(found), converting.became(found)
    return CasePage(
        workers=workers(found),
        links=links(request, found, casework),
        attempts=attempts(request, found) if casework.attempts else None,
        merged=link_to(request, merged.kept) if merged else None,
        became=link_to(request, became) if became else None,
        aliases=list(found.aliases.values_list("reference", flat=True)),
        receipt=receipt_of(found),
        told=past_recipients(request, found),
        categories=categories(request, found, casework, seen),
        lifted_until=lifting.lifted_until(found) if closed(found) else None,
        handover=handover(request, found),
    )


def handover(request: HttpRequest, found: Record) -> dict[str, Any] | None:
    """What whoever looks after the case has to know of its way to another office; nothing once that is over."""
    newest = next(iter(handing_over.handovers_of(found)), None)
    if newest is None or newest.accepted or newest.taken_back:
        return None
    refused = newest.answered_at is not None
    if newest.answered_at is not None and newest.answered_at < timezone.now() - TOLD_FOR:
        return None
    words = handing_over.refusal_of if refused else handing_over.reason_of
    return {
        "refused": refused,
        "office": newest.office.name_in(language()),
        "who": newest.answered_by if refused else newest.asked_by,
        "when": newest.answered_at or newest.asked_at,
        "reason": words(newest, KeyRing.of(found)) if may_read_reasons(request, found) else "",
        "take_back_url": reverse("registry:office", args=[found.type.key, found.pk])
        if not refused and access.can(request.user, Action.MANAGE, found)
        else "",
    }


def receipt_of(found: Record) -> str:
    """Only forms for everybody give receipts with a code."""
    if found.submission_id is None or found.version.parsed.public is None:
        return ""
    return receipts.codes_of([found.submission_id]).get(found.submission_id, "")


def workers(found: Record) -> list[dict[str, Any]]:
    """Who works on it now, beside the one in charge."""
    others = [
        one for one in assigning.working_on(found) if one.until is None and one.user_id != found.owner_id
    ]
    return [{"name": str(one.user), "since": one.since} for one in others]


def links(request: HttpRequest, found: Record, casework: Casework) -> list[dict[str, str]]:
    """What one may go to from here, blank ones left out."""
    manages = access.can(request.user, Action.MANAGE, found)
    names = ["people", "office"] if manages and found.parent_id is None else []
    if names and merging.possible(found.type):
        names.insert(1, "merge")
    names += ["looked", "mistake" if casework.consent else "withdraw"] if manages else []
    names += ["past"] if manages and _has_past(found) else []
    names += ["conference"] if _has_conferences(request, found) else []
    names += ["history"] if found.revision > 1 else []
    names += ["letter"] if casework.sharing and not consent.no_letter(found) else []
    shown = [
        {
            "name": name,
            "url": reverse(f"registry:{ADDRESSES.get(name, name)}", args=[found.type.key, found.pk]),
        }
        for name in names
    ]
    if converting.offered(request.user, found):
        shown.append({"name": "convert", "url": begin_url(converting.CONVERT, found)})
    return shown


def _has_past(found: Record) -> bool:
    """Whether steps or forms of the past can be entered, or a step taken back."""
    if found.type.workflow_id is None:
        return False
    return bool(historic.possible(found)) or closed(found) or historic.last(found) is not None


def _has_conferences(request: HttpRequest, found: Record) -> bool:
    """Only cases with a workflow of their own are conferred about."""
    return found.type.workflow_id is not None and conferences.kind_for(request.user, found) is not None


def begin_url(purpose: str, found: Record) -> str:
    return reverse("filling:start", kwargs={"purpose": purpose, "target": str(found.pk)})


def attempts(request: HttpRequest, found: Record) -> dict[str, Any]:
    """The days on which nobody was reached, what was noted last, and whether one may add to it or take it back."""
    noted = contacts.tapped(found)
    may_note = access.can(request.user, Action.EDIT, found) and not ended(found)
    last = noted[-1] if noted else None
    return {
        "days": contacts.vain(found, noted),
        "may_note": may_note,
        "last": last,
        "may_take_back": may_note and last is not None and last.by_id == request.user.pk,
        "url": reverse("registry:attempt", args=[found.type.key, found.pk]),
    }


def link_to(request: HttpRequest, other: Record) -> dict[str, str]:
    """Another record by its reference; no address where this person may not see it."""
    visible = access.can(request.user, Action.VIEW, other)
    return {
        "reference": other.reference,
        "url": reverse("registry:record", args=[other.type.key, other.pk]) if visible else "",
    }


def past_recipients(request: HttpRequest, found: Record) -> list[dict[str, Any]] | None:
    """Who was told of it and when, as far as this person may see; None unless consent was withdrawn."""
    if not consent.standing_of(found).withdrawn:
        return None
    told = recipients.recipients(request.user, found, language(), address=audit.address_of(request))
    return [
        {
            **link_to(request, one.record),
            "name": one.name,
            "day": one.day,
            "status": status_label(one.record.type, one.record.status),
        }
        for one in told
    ]


def categories(request: HttpRequest, found: Record, casework: Casework, seen: Opened) -> list[dict[str, Any]]:
    """What the person counted as and from when, the first first; empty where it never changed."""
    key = casework.category
    if not key or key in seen.withheld or found.revision == 1:
        return []
    rows = past.revisions(request.user, found, address=audit.address_of(request))
    changes = dated(reversed(rows), key, own_day.key_of(found.type))
    if len(changes) < 2:
        return []
    return [
        {"since": day, "words": types.of(one.question).display(one.question, one.after, language())}
        for day, one in changes
        if not blank(one.after)
    ]
