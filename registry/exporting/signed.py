"""Who signed a record and what was added to it since, as columns of a file: roles and times, no name and no text.

Of types whose records are signed only. One query a chunk of records, and one more where it has people who were not met before.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from import_export.fields import Field

from registry.events import Kind
from registry.models import RecordEvent, Role
from registry.signing import STANDING, left_standing

SIGNED = (
    ("_signed_at", "স্বাক্ষরের সময়", "Signed", "datetime"),
    ("_signed_by", "স্বাক্ষরকারীর ভূমিকা", "Role of whoever signed", "text"),
    ("_countersigned_at", "প্রতিস্বাক্ষরের সময়", "Countersigned", "datetime"),
    ("_countersigned_by", "প্রতিস্বাক্ষরকারীর ভূমিকা", "Role of whoever countersigned", "text"),
    ("_addenda._count", "সংযোজনীর সংখ্যা", "Number of addenda", "integer"),
    ("_addenda.at", "সংযোজনীগুলোর সময়", "When each addendum was written", "text"),
    ("_addenda.by", "সংযোজনী লেখকদের ভূমিকা", "Role of whoever wrote each addendum", "text"),
)
"""Heading, label in both languages, type. Several roles of one person stand with spaces, several addenda with `; `."""
ADDENDA_TEXT = ("_addenda.text", "সংযোজনীর লেখা", "Text of addenda", "long_text")
"""What never is in the file, named in the code book."""
BETWEEN = "; "


@dataclass(frozen=True, slots=True)
class Signed:
    """The cells of one record, in the order of `SIGNED`."""

    cells: tuple[object, ...] = (None, None, None, None, 0, None, None)


UNSIGNED = Signed()


class SignedField(Field):
    """One of the columns; `place` among them."""

    def __init__(self, place: int) -> None:
        super().__init__(column_name=SIGNED[place][0], readonly=True)
        self.place = place

    def export(self, instance: Any, **kwargs: Any) -> object:
        return instance.signed.cells[self.place]


def signed_fields() -> dict[str, Field]:
    """Fields by a name that no attribute of a resource can have."""
    return {f"signed {place}": SignedField(place) for place in range(len(SIGNED))}


class Signers:
    """Finds the signatures of many records, and remembers which roles people have while one file is written."""

    def __init__(self) -> None:
        self.roles: dict[int, str] = {}
        self.zone = timezone.get_current_timezone()

    def of(self, record_ids: Collection[UUID]) -> Mapping[UUID, Signed]:
        """Record → its cells, of those that have any."""
        kinds = (*STANDING, Kind.ADDENDUM)
        rows = RecordEvent.objects.filter(record__in=record_ids, kind__in=kinds).order_by("pk")
        events: dict[UUID, list[RecordEvent]] = defaultdict(list)
        for event in rows.only("record_id", "kind", "at", "by_id"):
            events[event.record_id].append(event)
        self._learn({event.by_id for some in events.values() for event in some})
        return {pk: self._signed(some) for pk, some in events.items()}

    def _signed(self, events: list[RecordEvent]) -> Signed:
        now = left_standing(events)
        added = [event for event in events if event.kind == Kind.ADDENDUM]
        at = BETWEEN.join(self._moment(event).isoformat() for event in added)
        by = BETWEEN.join(self.roles[event.by_id] for event in added)
        return Signed(
            (*self._cells(now.author), *self._cells(now.second), len(added), at or None, by or None)
        )

    def _cells(self, event: RecordEvent | None) -> tuple[object, object]:
        return (None, None) if event is None else (self._moment(event), self.roles[event.by_id] or None)

    def _moment(self, event: RecordEvent) -> datetime:
        return event.at.astimezone(self.zone).replace(tzinfo=None, microsecond=0)

    def _learn(self, people: set[int]) -> None:
        """The keys of their roles, as they are now; blank for somebody without any."""
        unmet = people - self.roles.keys()
        if not unmet:
            return
        found: dict[int, list[str]] = {one: [] for one in unmet}
        for key, person in (
            Role.objects.filter(group__user__in=unmet).order_by("key").values_list("key", "group__user")
        ):
            if person in found:
                found[person].append(key)
        self.roles |= {person: " ".join(keys) for person, keys in found.items()}
