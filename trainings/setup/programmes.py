"""Who led which event, as the programmes below the events say; only as far as somebody may see those."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from registry.models import Organisation, Record, RecordType
from trainings.models import Sheet
from trainings.setup.documents import SheetDocument
from trainings.setup.reading import SHEET, answer_of, sheet_of, uses

MOST = 500
"""Programmes of one kind of event that are looked through, the latest ones."""


@dataclass(frozen=True, slots=True)
class Led:
    """An event that somebody led a part of."""

    record: Record
    title: str
    first_day: date | None
    parts: int


def led_by(user: Any, facilitator: Organisation) -> list[Led]:
    """The latest event first."""
    found = [
        one for kind, setup in _with_programmes(user) for one in _led(user, kind, setup, facilitator.key)
    ]
    return sorted(found, key=lambda one: one.first_day or date.min, reverse=True)


def _with_programmes(user: Any) -> Iterator[tuple[RecordType, SheetDocument]]:
    for one in uses(user):
        setup = sheet_of(one.record_type) if one.kind == SHEET else None
        if setup is not None and setup.programme is not None:
            yield one.record_type, setup


def _led(user: Any, kind: RecordType, setup: SheetDocument, key: str) -> Iterator[Led]:
    programme = setup.programme
    below = RecordType.objects.filter(key=programme.record_type).first() if programme else None
    if programme is None or below is None:
        return
    visible = Record.objects.visible_to(user, below).filter(is_test=False)
    events = Record.objects.visible_to(user, kind).filter(is_test=False)
    rows = visible.filter(parent__in=events).select_related("parent__type").order_by("-created_at")[:MOST]
    parts: dict[Record, int] = {}
    for one in rows:
        led = [row for row in one.data.get(programme.rows) or () if row.get(programme.facilitator) == key]
        if led and one.parent is not None:
            parts[one.parent] = parts.get(one.parent, 0) + len(led)
    days = dict(Sheet.objects.filter(record__in=parts).values_list("pk", "first_day"))
    for event, number in parts.items():
        title = str(answer_of(event, setup.title) or event.reference)
        yield Led(event, title, days.get(event.pk), number)
