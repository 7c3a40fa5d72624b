"""Doing one thing with several records: what is offered, and one outcome a record.

Each record is done in a transaction of its own, by the same use case as alone; what fails for one stops no other.
Other rooms add what they offer (`register`), such as giving cases to somebody else.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _

from forms_builder.schema.document import text_in
from registry import consent
from registry.models import Record, RecordType
from registry.opening import NotVisible
from registry.workflow import moving
from registry.workflow.configuring import workflow_of
from registry.workflow.document import Reason, Transition
from registry.workflow.facts import Facts
from registry.workflow.offers import is_for, missing
from registry.workflow.tasks import roles_of

MOST = 200
"""Records at once: a few pages of the list, done while somebody waits."""


class Refused(Exception):
    """Not possible for this record; the message says why."""


class BulkAction(Protocol):
    """Something that can be done with several records of a type."""

    key: str
    """Unique among the actions of a type; letters, digits, `_` and `-`."""
    label: str
    """In the reader's language."""
    reason: Reason
    """Whether it asks why."""

    def objection(self, user: Any, record: Record) -> str:
        """Why it cannot be done with this record now; blank when it can."""
        ...

    def run(self, user: Any, record: Record, seen: str, reason: str) -> str:
        """Do it in one transaction; gives what happened, in words. `seen`: the status that the person saw. `Refused`."""
        ...


Source = Callable[[Any, RecordType, str], Sequence[BulkAction]]
"""(user, record type, language) → what it offers them."""
_sources: list[Source] = []


def register(source: Source) -> None:
    """Called when an app starts."""
    if source not in _sources:
        _sources.append(source)


def actions_for(user: Any, record_type: RecordType, language: str) -> dict[str, BulkAction]:
    """What somebody may do with several records of a type, by key."""
    found = [*transitions(user, record_type, language)]
    for source in _sources:
        found += source(user, record_type, language)
    return {action.key: action for action in found}


def offered_for(
    user: Any, record_type: RecordType, language: str, statuses: Collection[str]
) -> list[BulkAction]:
    """Of those, the ones that can be done with a record in one of these statuses."""
    found = actions_for(user, record_type, language).values()
    workflow = workflow_of(record_type)
    return [
        one
        for one in found
        if workflow is None
        or not isinstance(one, MoveOn)
        or any(workflow.begins_in(one.transition, status) for status in statuses)
    ]


@dataclass(frozen=True, slots=True)
class Outcome:
    record: Record
    done: bool
    words: str


def run(
    user: Any, action: BulkAction, records: Sequence[Record], seen: Mapping[str, str], reason: str
) -> list[Outcome]:
    """Do it with each record; `seen`: record id → the status that the person had before them."""
    return [_one(user, action, record, seen.get(str(record.pk), ""), reason) for record in records[:MOST]]


def _one(user: Any, action: BulkAction, record: Record, seen: str, reason: str) -> Outcome:
    try:
        return Outcome(record, True, action.run(user, record, seen, reason))
    except Refused as refusal:
        return Outcome(record, False, str(refusal))


def transitions(user: Any, record_type: RecordType, language: str) -> list[BulkAction]:
    """The transitions of the type's workflow that are for one of the person's roles.

    None that withdraws consent: that is said by one child or family at a time, and cannot be taken back.
    """
    workflow = workflow_of(record_type)
    if workflow is None:
        return []
    roles = roles_of(user)
    return [
        MoveOn(one, language)
        for one in workflow.transitions
        if is_for(one, roles) and not consent.ends_in(record_type, one.to)
    ]


class MoveOn:
    """One transition as a thing to do with several records."""

    def __init__(self, transition: Transition, language: str) -> None:
        self.transition, self.language = transition, language
        self.key = f"move-{transition.key}"
        self.label = text_in(transition.label, language, transition.key)
        self.reason = transition.reason

    def objection(self, user: Any, record: Record) -> str:
        workflow = workflow_of(record.type)
        if workflow is None or not workflow.begins_in(self.transition, record.status):
            return _("Not from its present status.")
        return missing(user, self.transition, Facts(record), self.language)

    def run(self, user: Any, record: Record, seen: str, reason: str) -> str:
        wanted = moving.Move(self.transition.key, seen, reason, self.language)
        try:
            moving.move(user, record.pk, wanted)
        except moving.Refused as refusal:
            raise Refused(str(refusal)) from refusal
        except NotVisible as error:
            raise Refused(_("It is not there for you any more.")) from error
        return self.label
