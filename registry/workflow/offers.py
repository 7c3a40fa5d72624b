"""What somebody may do next with a record, and what is still missing for what they may not do yet."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms_builder.schema.document import text_in
from registry import consent, signing
from registry.events import Kind
from registry.models import Record, RecordType, Task
from registry.workflow.configuring import workflow_of
from registry.workflow.document import FourEyes, Transition, Workflow
from registry.workflow.facts import Facts
from registry.workflow.rollups import came_into
from registry.workflow.tasks import roles_of

NOT_THE_SAME: Mapping[FourEyes, str | Promise] = {
    FourEyes.CREATOR: gettext_lazy("You filled this in, so somebody else has to decide."),
    FourEyes.LAST_EDITOR: gettext_lazy("You changed this last, so somebody else has to decide."),
}
NOT_YET = gettext_lazy("Something that this needs is not there yet.")


@dataclass(frozen=True, slots=True)
class Offer:
    """A transition for one person. `missing` says why it cannot be done now; blank when it can."""

    transition: Transition
    missing: str = ""
    fill_in: RecordType | None = None
    """The kind of record that is missing, where it is one."""


def offers(user: Any, record: Record, language: str) -> list[Offer]:
    """The transitions out of the record's state that are for one of the person's roles, possible or not."""
    workflow = workflow_of(record.type)
    if workflow is None:
        return []
    facts, roles = Facts(record), roles_of(user)
    return [
        Offer(one, missing(user, one, facts, language), lacking(one, record))
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
    if transition.consent and (refusal := consent.why_not(facts.record)):
        return refusal
    if not facts.holds(transition.when):
        return text_in(transition.when_message, language) or str(NOT_YET)
    if undone := _undone(transition, facts.record):
        return _("First do what is due: %(task)s") % {"task": text_in(undone.label, language, undone.rule)}
    if kind := lacking(transition, facts.record):
        return _("First fill in: %(form)s") % {"form": kind.name_in(language)}
    return ""


def _undone(transition: Transition, record: Record) -> Task | None:
    """An open task that the transition waits for."""
    if not transition.waits_for:
        return None
    return record.tasks.filter(done_at=None, rule__in=transition.waits_for).order_by("due").first()


def lacking(transition: Transition, record: Record) -> RecordType | None:
    """A kind of record of which none was added below since the record came into its state, though one is needed."""
    if not transition.needs:
        return None
    below = Record.objects.filter(parent=record, is_test=record.is_test, withdrawn=False)
    if since := came_into(record, record.status):
        below = below.filter(created_at__gte=since)
    there = set(below.filter(type__key__in=transition.needs).values_list("type__key", flat=True))
    lacks = [key for key in transition.needs if key not in there]
    return RecordType.objects.select_related("form__live_version").filter(key__in=lacks).first()


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


def ended(record: Record) -> bool:
    """Whether the work on the record is over."""
    workflow: Workflow | None = workflow_of(record.type)
    state = workflow.state(record.status) if workflow else None
    return state is not None and (state.end or state.locked)


def closed(record: Record) -> bool:
    """Whether the record's state ends the work on it: nothing is changed, and nothing added below it; see `takes`."""
    workflow: Workflow | None = workflow_of(record.type)
    return workflow is not None and workflow.is_locked(record.status)


def takes(record: Record, record_type: RecordType) -> bool:
    """Whether records of a type may be added below this one in its state."""
    workflow = workflow_of(record.type)
    state = workflow.state(record.status) if workflow else None
    return state is None or not state.locked or record_type.key in state.open_for
