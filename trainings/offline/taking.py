"""Taking over what was entered without a network, entry by entry. What sent twice counts once; what needs a decision waits.

Each entry commits by itself, together with the row that remembers it: a connection that breaks in the middle loses
nothing and doubles nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from trainings.models import OfflineEntry
from trainings.offline import applying, entries
from trainings.offline.keys import Sealed, Unreadable, key_of, opened
from trainings.sheets.opening import OpenSheet

MOST = 500
"""Entries that are taken at once; the device sends the rest after them."""
Outcome = OfflineEntry.Outcome


@dataclass
class Taken:
    """What became of the entries, by id."""

    done: list[UUID] = field(default_factory=list)
    """Known here from now on: they may go from the device."""
    foreign: list[UUID] = field(default_factory=list)
    """Somebody else's: they stay on the device until that person signs in."""
    unreadable: list[UUID] = field(default_factory=list)
    marks: list[entries.MarkEntry] = field(default_factory=list)
    open: int = 0
    others: int = 0
    """Of the done: those that are no marks."""


def take(user: Any, sheet: OpenSheet, sent: Iterable[Sealed]) -> Taken:
    """Take entries over in the order they were made."""
    key, taken = key_of(user), Taken()
    for one in list(sent)[:MOST]:
        if one.key != key.pk:
            taken.foreign.append(one.id)
            continue
        try:
            entry = entries.read(opened(key, sheet.sheet.pk, one))
        except Unreadable:
            taken.unreadable.append(one.id)
            continue
        with transaction.atomic():
            _take_one(user, sheet, one.id, entry, taken)
    return taken


def _take_one(user: Any, sheet: OpenSheet, pk: UUID, entry: entries.AnyEntry, taken: Taken) -> None:
    values = {"sheet": sheet.sheet, "by": user, "kind": entry.kind, "outcome": Outcome.TAKEN}
    held, is_new = OfflineEntry.objects.get_or_create(pk=pk, defaults=values)
    taken.done.append(pk)
    if not is_new:
        return
    result = applying.apply(user, sheet, entry)
    applying.settle(held, entry, result)
    if isinstance(entry, entries.MarkEntry):
        taken.marks.append(entry)
    else:
        taken.others += 1
    taken.open += held.outcome == Outcome.OPEN
