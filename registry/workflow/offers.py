"""What somebody may do next with a record, and what is still missing for what they may not do yet."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms_builder.schema.document import text_in
from registry import consent, signing
from registry.events import Kind
from registry.models import Record
from registry.workflow.configuring import workflow_of
from registry.workflow.document import FourEyes, Transition, Workflow
from registry.workflow.facts import Facts
from registry.workflow.tasks import roles_of

NOT_THE_SAME: Mapping[FourEyes, str | Promise] = {
    FourEyes.CREATOR: _("You filled this in, so somebody else has to decide."),
    FourEyes.LAST_EDITOR: _("You changed this last, so somebody else has to decide."),
}
NOT_YET = _("Something that this needs is not there yet.")


@dataclass(frozen=True, slots=True)
class Offer:
    """A transition for one person. `missing` says why it cannot be done now; blank when it can."""

    transition: Transition
    missing: str = ""


def offers(user: Any, record: Record, language: str) -> list[Offer]:
    """The transitions out of the record's state that are for one of the person's roles, possible or not."""
    workflow = workflow_of(record.type)
    if workflow is None:
        return []
    facts, roles = Facts(record), roles_of(user)
    return [
        Offer(one, missing(user, one, facts, language))
        for one in workflow.leaving(record.status)
        if is_for(one, roles)
    ]


def is_for(transition: Transition, roles: Collection[str]) -> bool:
    by_itself = transition.automatic or transition.merging
    return not by_itself and any(role in transition.roles for role in roles)


def missing(user: Any, transition: Transition, facts: Facts, language: str) -> str:
    """Why this person cannot do it now, in words; blank when they can."""
    if same := not_the_same(user, transition, facts.record):
        return same
    if transition.consent and not consent.covers(facts.record):
        return str(consent.MISSING)
    if not facts.holds(transition.when):
        return text_in(transition.when_message, language) or str(NOT_YET)
    return ""


def not_the_same(user: Any, transition: Transition, record: Record) -> str:
    """Why somebody else has to decide, in words; blank where this person may."""
    for rule in transition.four_eyes:
        if user.pk == _person(rule, record):
            return str(NOT_THE_SAME[rule])
    return ""


def _person(rule: FourEyes, record: Record) -> int | None:
    if rule is FourEyes.CREATOR:
        return record.revisions.order_by("number").values_list("by_id", flat=True).first()
    moves = record.events.filter(kind=Kind.MOVED).values(
        "revision"
    )  # to another record: nothing was said anew
    edits = record.revisions.exclude(number__in=moves)
    return edits.order_by("-number").values_list("by_id", flat=True).first()


def locked(record: Record) -> bool:
    """Whether the record's answers can no longer be changed: by its state, or because it is signed."""
    return closed(record) or signing.is_signed(record)


def closed(record: Record) -> bool:
    """Whether the record's state ends the work on it: nothing is changed, and nothing added below it."""
    workflow: Workflow | None = workflow_of(record.type)
    return workflow is not None and workflow.is_locked(record.status)
