"""What a person took part in and which offices they held, as far as somebody may see the events and bodies."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from registry.models import Record
from trainings.committees.bodies import may_see_members, visible_bodies
from trainings.models import Membership, Participant, Person
from trainings.setup.reading import answer_of, sheet_of

MOST = 50


@dataclass(frozen=True, slots=True)
class Event:
    """One event on whose sheet the person stands."""

    record: Record
    title: str
    first_day: date


def events_of(user: Any, person: Person) -> Iterator[Event]:
    """The latest first. Restricted sheets name nobody, so none of them is here."""
    rows = Participant.objects.filter(
        person__in=[person, *person.merged.all()],
        removed_at=None,
        sheet__record__in=Record.objects.visible_to(user),
    ).select_related("sheet__record__type")
    titles: dict[int, str | None] = {}
    for row in rows.order_by("-sheet__first_day")[:MOST]:
        record = row.sheet.record
        if record.type_id not in titles:
            setup = sheet_of(record.type)
            titles[record.type_id] = setup.title if setup else None
        title = str(answer_of(record, titles[record.type_id]) or record.reference)
        yield Event(record, title, row.sheet.first_day)


def offices_of(user: Any, person: Person) -> list[Membership]:
    """Memberships in bodies that somebody may see the members of."""
    if not may_see_members(user):
        return []
    found = Membership.objects.filter(
        person__in=[person, *person.merged.all()], body__in=visible_bodies(user), body__kind__restricted=False
    )
    return list(found.select_related("body__organisation").order_by("-since")[:MOST])
