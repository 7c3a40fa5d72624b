"""Which record types carry sheets or are meetings. Every question about that comes through here."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from registry.access import Reach, reach
from registry.models import Action, Record, RecordType
from trainings.models import Capability
from trainings.setup.documents import MeetingDocument, SheetDocument

SHEET, MEETING = Capability.Kind.SHEET, Capability.Kind.MEETING


@dataclass(frozen=True, slots=True)
class Reached:
    """A record type with a use, and how far somebody's rights go with it."""

    record_type: RecordType
    kind: str
    reach: Reach


def sheet_of(record_type: RecordType) -> SheetDocument | None:
    """How the type's sheets look; None where it has none."""
    found = Capability.objects.filter(record_type=record_type, kind=SHEET).first()
    return SheetDocument.model_validate(found.document) if found else None


def meeting_of(record_type: RecordType) -> MeetingDocument | None:
    found = Capability.objects.filter(record_type=record_type, kind=MEETING).first()
    return MeetingDocument.model_validate(found.document) if found else None


def uses(user: Any) -> list[Reached]:
    """The types with a use that somebody may see, add or change records of."""
    found = Capability.objects.filter(record_type__active=True).select_related("record_type")
    reached = (Reached(one.record_type, one.kind, reach(user, one.record_type)) for one in found)
    return [one for one in reached if one.reach.actions]


def can_write(reached: Iterable[Reached]) -> bool:
    return any(one.reach.can(Action.CREATE) or one.reach.can(Action.EDIT) for one in reached)


def answer_of(record: Record, key: str | None) -> Any:
    """An open answer of a record; sealed ones are not looked at. None where the type asks no such thing."""
    return record.data.get(key) if key else None
