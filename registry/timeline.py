"""What happened around a record, across the kinds of records below it, on the days on which it happened.

A record stands on the day that its kind sorts by (the day of a session, not of its typing), where the reader may see it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from forms_builder.logic.answers import day_of
from forms_builder.questions import types
from forms_builder.questions.base import SlotKind
from registry import access, audit
from registry.known import live_questions
from registry.models import Action, Record, RecordTransition, RecordType
from registry.sealing import is_sealed

MOST = 300
"""Records and changes of the state that are shown, the newest."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One line: a record of some kind, or a change of the state (`moved`)."""

    day: date
    record: Record | None = None
    moved: RecordTransition | None = None


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
        done = record.transitions.exclude(from_status="").select_related("by").order_by("-at")[:most]
        found += [Happening(one.day, moved=one) for one in done]
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
    key = kind.sort.lstrip("-")
    question = live_questions(kind).get(key)
    if question is None or is_sealed(question) or not access.reach(user, kind).in_lists.allows(question):
        return ""
    return key if types.of(question).indexed_as(question).slot is SlotKind.DATE else ""


def _day(child: Record, key: str) -> date:
    return day_of(child.data.get(key)) or timezone.localtime(child.created_at).date()
