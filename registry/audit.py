"""Who saw what. Reading and its event commit together: where the event cannot be written, nothing is shown.

Events hold ids and sensitivities, never answers.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest

from forms_builder.schema import Sensitivity
from registry import bulk_rows
from registry.models import AccessedRecord, AccessEvent


class AccessKind(StrEnum):
    """What somebody did that showed them something."""

    LIST = "list"
    VIEW = "view"
    HISTORY = "history"
    EDIT = "edit"
    EXPORT = "export"
    FILE = "file"
    PRINT = "print"
    SEARCH = "search"


IN_BULK = frozenset({AccessKind.EXPORT})
"""Events about thousands of records. They are few, and looked through themselves for one record: a row for each of its
records would cost a file a seventh of its time, and fill the database with every file again.
"""


@dataclass(slots=True)
class Seen:
    """What a reading has shown so far."""

    ids: list[object] = field(default_factory=list)
    tiers: set[Sensitivity] = field(default_factory=set)

    def add(self, record_ids: Iterable[object], tiers: Iterable[Sensitivity | str] = ()) -> None:
        self.ids += record_ids
        self.tiers.update(Sensitivity(tier) for tier in tiers)


@contextmanager
def reading(
    user: Any, action: AccessKind | str, record_type: str, *, purpose: str = "", address: str | None = None
) -> Iterator[Seen]:
    """`with reading(…) as seen:` around the reading itself; what it adds to `seen` is written as one event.

    Keep it short: the database is locked for writers on SQLite. Nothing read leaves it if the event fails. What is long
    in reading is read before, and kept back until the event is written.
    """
    with transaction.atomic():
        seen = Seen()
        yield seen
        record_access(user, action, record_type, seen.ids, seen.tiers, purpose=purpose, address=address)


def record_access(
    user: Any,
    action: AccessKind | str,
    record_type: str,
    ids: Iterable[object],
    tiers: Iterable[Sensitivity],
    *,
    purpose: str = "",
    address: str | None = None,
) -> AccessEvent:
    """Write one event. Must run in the transaction of the reading; a `RuntimeError` otherwise."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An access event belongs to the transaction of its reading.")
    kind, shown = AccessKind(action), list(ids)
    event = AccessEvent.objects.create(
        user=user,
        action=kind,
        record_type=record_type,
        records=list(map(str, shown)),
        tiers="".join(tier.value for tier in sorted(set(tiers), key=lambda tier: tier.rank)),
        purpose=purpose[:300],
        address=address,
    )
    if kind not in IN_BULK:
        _note_each(event, shown)
    return event


def _note_each(event: AccessEvent, shown: Iterable[object]) -> None:
    """The rows by which a record finds its events. In one go: a list has fifty of them on every page."""
    keys = dict.fromkeys(one if isinstance(one, UUID) else _as_key(str(one)) for one in shown)
    bulk_rows.insert(AccessedRecord, ("event_id", "record"), [(event.pk, key) for key in keys if key])


def _as_key(written: str) -> UUID | None:
    """The id of a record; None for an id of something else that a reading was about."""
    try:
        return UUID(written)
    except ValueError:
        return None


def address_of(request: HttpRequest) -> str | None:
    """The address the request came from, as the web server says; never what the browser claims."""
    return request.META.get("REMOTE_ADDR") or None
