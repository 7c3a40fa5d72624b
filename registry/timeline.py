"""What happened around a record, across the kinds of records below it, on the days on which it happened.

A record stands on the day that its kind sorts by (the day of a session, not of its typing), where the reader may see it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from forms_builder.logic.answers import day_of
from registry import access, audit, own_day
from registry.handing_over import handovers_of
from registry.known import live_questions
from registry.models import Action, Handover, Record, RecordTransition, RecordType
from registry.workflow import historic

MOST = 300
"""Records and changes of the state that are shown, the newest."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One line: a record of some kind, a change of the state (`moved`), or of the office (`handed`)."""

    day: date
    record: Record | None = None
    moved: RecordTransition | None = None
    handed: Handover | None = None


def kinds_of(user: Any, record: Record) -> list[RecordType]:
    """The kinds of records below, as far as `user` may see such records."""
    below = access.visible_types(user).filter(parent_type=record.type_id)
    related = below.select_related("form__live_version")
    return [kind for kind in related if access.can(user, Action.VIEW, kind)]


def happenings(
    user: Any,
    record: Record,
    kinds: Sequence[RecordType],
    *,
    most: int = MOST,
    moves: bool = True,
    kind: audit.AccessKind = audit.AccessKind.LIST,
    address: str | None = None,
) -> list[Happening]:
    """The newest first. Reading is noted like a list, or as what it is for."""
    found = []
    if kinds:
        with audit.reading(user, kind, record.type.key, address=address) as seen:
            found = _records(user, record, kinds, most)
            seen.add([one.record.pk for one in found if one.record])
    if moves:
        found += [Happening(one.day, moved=one) for one in reversed(historic.course(record)[-most:])]
        found += [
            Happening(timezone.localtime(one.answered_at).date(), handed=one)
            for one in handovers_of(record)
            if one.accepted and one.answered_at
        ]
    return sorted(found, key=lambda one: one.day, reverse=True)[:most]


def _records(user: Any, record: Record, kinds: Sequence[RecordType], most: int) -> list[Happening]:
    keys = {kind.pk: _day_key(user, kind) for kind in kinds}
    by_id = {kind.pk: kind for kind in kinds}
    rows = (
        Record.objects.visible_to(user).filter(parent=record, type__in=by_id).order_by("-created_at", "-pk")
    )
    wanted = ("reference", "status", "created_at", "type_id", "data")
    found = []
    for child in rows.only(*wanted)[:most]:
        child.type = by_id[child.type_id]
        found.append(Happening(_day(child, keys[child.type_id]), record=child))
    return found


def _day_key(user: Any, kind: RecordType) -> str:
    """The question that says when it happened: what the list is sorted by, if it is a date this person sees."""
    key = own_day.key_of(kind)
    return key if key and access.reach(user, kind).in_lists.allows(live_questions(kind)[key]) else ""


def _day(child: Record, key: str) -> date:
    return day_of(child.data.get(key)) or timezone.localtime(child.created_at).date()
