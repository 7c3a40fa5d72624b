"""Signing a record: its author vouches for it, somebody may countersign, and then it changes no more.

Corrections are addenda: dated, by name, shown, printed and kept with the record. Unlocking needs a reason and the
right to manage the record; the signatures of before stay on file.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from registry import access
from registry.audit import AccessKind, reading
from registry.casework import Signing, casework_of
from registry.events import Kind, Refused, note, words_of
from registry.models import Action, Record, RecordEvent
from registry.opening import get_record, knowledge
from registry.sealing import GENERAL, KeyRing
from registry.workflow.tasks import roles_of

LONGEST_ADDENDUM = 10_000
STANDING = (Kind.SIGNED, Kind.COUNTERSIGNED, Kind.UNLOCKED)


@dataclass(frozen=True, slots=True)
class Signatures:
    """Those under a record as it stands; both None where it is not signed or was unlocked."""

    author: RecordEvent | None = None
    second: RecordEvent | None = None


@dataclass(frozen=True, slots=True)
class Addendum:
    """One addition. `words` is None where the reader's role does not reach it."""

    words: str | None
    by: Any
    at: datetime


def signatures_of(record: Record) -> Signatures:
    """Who signed what stands. Nothing is asked for types whose records are not signed."""
    if casework_of(record.type).signing is None:
        return Signatures()
    return left_standing(record.events.filter(kind__in=STANDING).select_related("by").order_by("pk"))


def left_standing(events: Iterable[RecordEvent]) -> Signatures:
    """What the events of one record, the first first, leave standing."""
    author = second = None
    for event in events:
        if event.kind == Kind.UNLOCKED:
            author = second = None
        elif event.kind == Kind.SIGNED:
            author = event
        elif event.kind == Kind.COUNTERSIGNED:
            second = event
    return Signatures(author, second)


def is_signed(record: Record) -> bool:
    return signatures_of(record).author is not None


def may_sign(user: Any, record: Record, standing: Signatures) -> bool:
    """Whether this person wrote the record and may sign it as it stands."""
    wrote = record.revisions.filter(number=1, by=user).exists()
    return (
        casework_of(record.type).signing is not None
        and wrote
        and access.can(user, Action.EDIT, record)
        and standing.author is None
    )


def may_countersign(user: Any, record: Record, standing: Signatures) -> bool:
    """Whether this person is the second one: of a role for that, not the author, and nothing withheld from them."""
    signing = casework_of(record.type).signing
    if signing is None or standing.author is None or standing.second is not None:
        return False
    another = standing.author.by_id != user.pk
    return (
        another and bool({*roles_of(user)} & {*signing.countersign}) and not knowledge(user, record).withheld
    )


def may_add(user: Any, record: Record, standing: Signatures) -> bool:
    """Whether this person may write an addendum: who may change such records and may read what they write."""
    signing = casework_of(record.type).signing
    return (
        signing is not None
        and standing.author is not None
        and access.can(user, Action.EDIT, record)
        and _reads_addenda(user, record, signing)
    )


def sign(user: Any, record_id: UUID, seen: int) -> RecordEvent:
    """Sign what one has before one, as author or second. `seen` is the revision that was read."""
    with transaction.atomic():
        record = _locked(get_record(user, record_id))
        if record.revision != seen:
            raise Refused(_("This record changed in the meantime. Read it again before you sign it."))
        standing = signatures_of(record)
        if may_sign(user, record, standing):
            return note(record, Kind.SIGNED, user)
        if may_countersign(user, record, standing):
            return note(record, Kind.COUNTERSIGNED, user)
        raise Refused(_("This is not yours to sign."))


def unlock(user: Any, record_id: UUID, reason: str) -> RecordEvent:
    """Let a signed record be changed again. The signatures end; that they were there stays on file."""
    with transaction.atomic():
        record = _locked(get_record(user, record_id, Action.MANAGE))
        if not is_signed(record):
            raise Refused(_("This record is not signed."))
        if not reason.strip():
            raise Refused(_("Say why."))
        return note(record, Kind.UNLOCKED, user, reason.strip())


def add(user: Any, record_id: UUID, words: str) -> RecordEvent:
    """Add to a signed record."""
    with transaction.atomic():
        record = _locked(get_record(user, record_id, Action.EDIT))
        signing = casework_of(record.type).signing
        if signing is None or not may_add(user, record, signatures_of(record)):
            raise Refused(_("Addenda are written to signed records, by those who may change such records."))
        if not words.strip():
            raise Refused(_("Write what is to be added or corrected."))
        return note(record, Kind.ADDENDUM, user, words.strip(), compartment=_key_of(signing))


def addenda_of(
    user: Any, record: Record, *, kind: AccessKind = AccessKind.VIEW, address: str | None = None
) -> list[Addendum]:
    """The addenda, the first first, as far as `user` may read them; reading them is noted."""
    signing = casework_of(record.type).signing or Signing()
    rows = list(record.events.filter(kind=Kind.ADDENDUM).select_related("by").order_by("pk"))
    if not rows:
        return []
    if not _reads_addenda(user, record, signing):
        return [Addendum(None, one.by, one.at) for one in rows]
    with reading(user, kind, record.type.key, address=address) as seen:
        ring = KeyRing.of(record)
        found = [Addendum(words_of(one, ring), one.by, one.at) for one in rows]
        seen.add([record.pk], {signing.sensitivity})
    return found


def _reads_addenda(user: Any, record: Record, signing: Signing) -> bool:
    within = access.reach(user, record.type).on(record)
    return within.covers(signing.sensitivity, signing.compartment.value)


def _key_of(signing: Signing) -> str:
    return GENERAL if signing.compartment.value == "none" else signing.compartment.value


def _locked(record: Record) -> Record:
    found: Record = (
        Record.objects.select_for_update(of=("self",)).select_related("type", "version").get(pk=record.pk)
    )
    return found
