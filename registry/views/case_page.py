"""What the page of a case shows beside its answers: how to reach the child safely, who works on it, what happened below."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

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
    merging,
    receipts,
)
from registry import history as past
from registry.casework import Casework, casework_of
from registry.models import Action, Record
from registry.opening import Opened
from registry.views.common import language, status_label
from registry.workflow import historic
from registry.workflow.offers import closed


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


def case_page(request: HttpRequest, found: Record, seen: Opened) -> CasePage:
    """All of it, for one person."""
    casework = casework_of(found.type)
    if not found.type.casework and found.type.workflow_id is None:  # nothing more can have happened to it
        return CasePage(workers(found), links(request, found, casework), receipt=receipt_of(found))
    merged, became = merging.merge_of(found), converting.became(found)
    return CasePage(
        workers=workers(found),
        links=links(request, found, casework),
        attempts=attempts(request, found) if casework.attempts else None,
        merged=link_to(request, merged.kept) if merged else None,
        became=link_to(request, became) if became else None,
        aliases=list(found.aliases.values_list("reference", flat=True)),
        receipt=receipt_of(found),
        told=recipients(request, found),
        categories=categories(request, found, casework, seen),
    )


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
    names += ["looked", "withdraw"] if manages else []
    names += ["past"] if manages and historic.possible(found) else []
    names += ["conference"] if _has_conferences(request, found) else []
    names += ["history"] if found.revision > 1 else []
    names += ["letter"] if casework.sharing else []
    shown = [
        {"name": name, "url": reverse(f"registry:{name}", args=[found.type.key, found.pk])} for name in names
    ]
    if converting.offered(request.user, found):
        shown.append({"name": "convert", "url": begin_url(converting.CONVERT, found)})
    return shown


def _has_conferences(request: HttpRequest, found: Record) -> bool:
    """Only cases with a workflow of their own are conferred about."""
    return found.type.workflow_id is not None and conferences.kind_for(request.user, found) is not None


def begin_url(purpose: str, found: Record) -> str:
    return reverse("filling:start", kwargs={"purpose": purpose, "target": str(found.pk)})


def attempts(request: HttpRequest, found: Record) -> dict[str, Any]:
    """The days on which nobody was reached, and whether one may add to them."""
    return {
        "days": contacts.vain(found),
        "may_note": access.can(request.user, Action.EDIT, found) and not closed(found),
        "url": reverse("registry:attempt", args=[found.type.key, found.pk]),
    }


def link_to(request: HttpRequest, other: Record) -> dict[str, str]:
    """Another record by its reference; no address where this person may not see it."""
    visible = access.can(request.user, Action.VIEW, other)
    return {
        "reference": other.reference,
        "url": reverse("registry:record", args=[other.type.key, other.pk]) if visible else "",
    }


def recipients(request: HttpRequest, found: Record) -> list[dict[str, Any]] | None:
    """Who was told of it, as far as this person may see; None unless consent was withdrawn."""
    if not consent.standing_of(found).withdrawn:
        return None
    seen = {one.pk for one in access.visible_types(request.user)}
    told = [one for one in consent.told(found, seen) if access.can(request.user, Action.VIEW, one)]
    return [{**link_to(request, one), "status": status_label(one.type, one.status)} for one in told]


def categories(request: HttpRequest, found: Record, casework: Casework, seen: Opened) -> list[dict[str, Any]]:
    """What the person counted as and from when, the first first; empty where it never changed."""
    key = casework.category
    if not key or key in seen.withheld or found.revision == 1:
        return []
    rows = past.revisions(request.user, found, address=audit.address_of(request))
    changes = [(row.at, one) for row in reversed(rows) for one in row.changes if one.key == key]
    if len(changes) < 2:
        return []
    return [
        {"since": at, "words": types.of(one.question).display(one.question, one.after, language())}
        for at, one in changes
        if not blank(one.after)
    ]
