"""Noting what was done to a record, and reading it again. Reasons and addenda are sealed with the record's own keys,
so that erasing a record erases them too.
"""

from collections.abc import Iterable
from typing import Any

from forms_builder.sealing import Binding
from registry.models import Record, RecordEvent, RecordKey
from registry.sealing import GENERAL, KeyRing

LONGEST = 2_000
"""Characters of a reason."""
Kind = RecordEvent.Kind


class Refused(Exception):
    """It cannot be done; the message tells why. Nothing was changed."""


def note(
    record: Record,
    kind: RecordEvent.Kind,
    by: Any,
    words: str = "",
    *,
    compartment: str = GENERAL,
    other: Record | None = None,
) -> RecordEvent:
    """Write one event. Runs inside the transaction of the use case that does what is noted."""
    digest = record.revisions.filter(number=record.revision).values_list("hash", flat=True).first()
    event = RecordEvent(
        record=record,
        kind=kind,
        revision=record.revision,
        digest=digest or "",
        other=other,
        compartment=compartment,
        sealed=b"",
        by=by,
    )
    if words:
        ring = KeyRing.of(record)
        known = set(ring.keys)
        event.sealed = ring.key(compartment).seal(words.encode(), _binding(event))
        RecordKey.objects.bulk_create(ring.rows(known))
    event.save()
    return event


def words_of(event: RecordEvent, ring: KeyRing) -> str:
    """What was written; `SealingError` when it was erased."""
    sealed = bytes(event.sealed)
    return ring.key(event.compartment).open(sealed, _binding(event)).decode() if sealed else ""


def newest(record: Record, kinds: Iterable[RecordEvent.Kind]) -> RecordEvent | None:
    """The last event of these kinds."""
    return record.events.filter(kind__in=list(kinds)).select_related("by").order_by("-pk").first()


def _binding(event: RecordEvent) -> Binding:
    return Binding(RecordEvent._meta.db_table, str(event.token), event.compartment)
