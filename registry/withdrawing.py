"""Taking a record out of use: it is shown nowhere and counts nowhere, and can be brought back. Both with a reason.

Answers, history and signatures stay as they are. What an undone import left behind is not here: it was emptied.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from registry import access, audit, directory, indexing
from registry.events import Kind, Refused, newest, note, words_of
from registry.models import Action, Record, RecordEvent, RecordIndex, RecordType, RecordValue
from registry.opening import NotVisible, get_record
from registry.sealing import KeyRing, questions_by_key
from registry.workflow import moving

MOST = 200
"""How many withdrawn records of a type are listed, the last ones."""


@dataclass(frozen=True, slots=True)
class Gone:
    """A withdrawn record, by its reference, with who withdrew it and why."""

    record: Record
    event: RecordEvent
    reason: str


def withdraw(user: Any, record_id: UUID, reason: str) -> Record:
    """Take a record out of use. Records below it have to go first: they would hang in the air."""
    with transaction.atomic():
        record = _locked(get_record(user, record_id, Action.MANAGE))
        if not reason.strip():
            raise Refused(_("Say why."))
        if record.children.filter(withdrawn=False).exists():
            raise Refused(_("Other records belong to this one. Withdraw those first."))
        Record.objects.filter(pk=record.pk).update(withdrawn=True)
        record.values.all().delete()
        RecordIndex.objects.filter(pk=record.pk).delete()
        note(record, Kind.WITHDRAWN, user, reason.strip())
        record.withdrawn = True
        directory.follow(record)
        return record


def bring_back(user: Any, record_id: UUID, reason: str) -> Record:
    """Take a withdrawn record into use again, as it was. `NotVisible` for who may not manage it."""
    with transaction.atomic():
        found = _theirs(user).filter(pk=record_id).select_related("type").first()
        if found is None or not access.can(user, Action.MANAGE, found) or not _was_withdrawn(found):
            raise NotVisible
        record = _locked(found)
        if not reason.strip():
            raise Refused(_("Say why."))
        if record.parent is not None and record.parent.withdrawn:
            raise Refused(_("The record it belongs to is withdrawn. Bring that one back first."))
        Record.objects.filter(pk=record.pk).update(withdrawn=False)
        record.withdrawn = False
        known = questions_by_key(record.version.parsed)
        indexing.index_row(record, known, indexing.slots_of(record.type)).save()
        RecordValue.objects.bulk_create(indexing.value_rows(record, known))
        directory.follow(record)
        note(record, Kind.BROUGHT_BACK, user, reason.strip())
        moving.stop_sharing(record, user)
        return record


def withdrawn(user: Any, record_type: RecordType, *, address: str | None = None) -> list[Gone]:
    """The withdrawn records of a type that somebody may bring back, the last first; noted like any list."""
    rows = (
        _theirs(user).filter(type=record_type).select_related("type", "office").order_by("-updated_at")[:MOST]
    )
    found = []
    with audit.reading(user, audit.AccessKind.LIST, record_type.key, address=address) as seen:
        for record in rows:
            event = newest(record, [Kind.WITHDRAWN])
            if event is not None and access.can(user, Action.MANAGE, record):
                found.append(Gone(record, event, words_of(event, KeyRing.of(record))))
        seen.add([one.record.pk for one in found])
    return found


def kinds(user: Any, types: Iterable[RecordType]) -> list[RecordType]:
    """Those of the types of which somebody may bring a withdrawn record back."""
    managed = [kind for kind in types if access.can(user, Action.MANAGE, kind)]
    if not managed:
        return []
    rows = _theirs(user).filter(type__in=managed, events__kind=Kind.WITHDRAWN)
    found = set(rows.values_list("type_id", flat=True).distinct())
    return [kind for kind in managed if kind.pk in found]


def _theirs(user: Any) -> Any:
    return Record.objects.filter(access.visible_condition(user), withdrawn=True)


def _was_withdrawn(record: Record) -> bool:
    return record.events.filter(kind=Kind.WITHDRAWN).exists()


def _locked(record: Record) -> Record:
    related = ("type", "version", "parent")
    found: Record = Record.objects.select_for_update(of=("self",)).select_related(*related).get(pk=record.pk)
    return found
