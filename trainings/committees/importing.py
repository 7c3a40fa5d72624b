"""A list of members from a spreadsheet: first what would happen, then it happens, with everybody of the good rows or nobody.

People are told apart as on a sheet; what a list of members adds is the position, the office that brings it, and since
when. `members.join` decides in the end, as for a member added by hand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from forms_builder.models import ChoiceList
from forms_builder.questions.dates import read_date
from forms_builder.schema.text import search_text
from trainings.committees.bodies import in_office
from trainings.committees.members import ALONE, join
from trainings.models import Body, Membership
from trainings.people.forms import POSITIONS
from trainings.people.writing import add_all
from trainings.sheets.importing import Directory, Kind, Planned, judge, spoken_agencies
from trainings.sheets.pasting import SKIP, Table, guess, read_rows

POSITION, HELD_AS, SINCE = "position", "held_as", "since"
HEADINGS: Mapping[str, tuple[str, ...]] = {
    POSITION: ("position", "position in the committee", "role", "পদ", "কমিটিতে পদ", "কমিটির পদ"),
    HELD_AS: ("by what office", "ex officio", "office held", "পদাধিকার", "পদাধিকারবলে"),
    SINCE: ("since", "in office since", "member since", "date", "কবে থেকে", "যোগদানের তারিখ"),
}


@dataclass(frozen=True, slots=True)
class Seat:
    """One row: who, and the seat they would take."""

    planned: Planned
    position: str
    held_as: str
    since: date


def targets_of(headings: Sequence[str]) -> list[str]:
    """What each column means by its heading; nothing where it says nothing."""
    meant = {search_text(word): target for target, words in HEADINGS.items() for word in words}
    found = [meant.get(search_text(heading).rstrip(" .:"), SKIP) for heading in headings]
    guessed = guess([heading if not own else "" for heading, own in zip(headings, found, strict=True)], [])
    return [own or other for own, other in zip(found, guessed, strict=True)]


def plan(body: Body, table: Table, today: date) -> list[Seat]:
    """What would become of each row. Writes nothing."""
    targets = targets_of(table.headings)
    there = {one.person.merged_into_id or one.person_id for one in in_office(body, today)}
    directory, seen = Directory.with_list(there), {}  # type: ignore[var-annotated]  # as `judge` says
    taken = {one.position for one in in_office(body, today)} & ALONE
    spoken = spoken_positions()
    seats = []
    for typed, (_number, cells) in zip(
        read_rows(table, targets, [], spoken_agencies()), table.rows, strict=True
    ):
        said = dict(zip(targets, cells, strict=True))
        position = _position(said.get(POSITION, ""), spoken, typed.problems)
        since = _since(said.get(SINCE, ""), today, typed.problems)
        if position in taken:
            typed.problems.append(
                _("Somebody else holds this office on that day. End that membership first.")
            )
        planned = judge(typed, directory, seen)
        if planned.kind is not Kind.FAULT and position in ALONE:
            taken.add(position)
        seats.append(Seat(planned, position, said.get(HELD_AS, "")[:200], since))
    return seats


def carry_out(user: Any, body: Body, seats: Sequence[Seat]) -> list[Membership]:
    """Everybody of the good rows is a member then, new ones in the directory too. `members.Refused`: nobody is."""
    good = [seat for seat in seats if seat.planned.kind in (Kind.NEW, Kind.KNOWN)]
    with transaction.atomic():
        new = [seat.planned for seat in good if seat.planned.kind is Kind.NEW]
        for planned, person in zip(new, add_all(user, [one.typed.details for one in new]), strict=True):
            planned.person = person
        return [
            join(
                user,
                body,
                seat.planned.person,
                position=seat.position,
                since=seat.since,
                held_as=seat.held_as,
                ex_officio=bool(seat.held_as),
            )
            for seat in good
            if seat.planned.person
        ]


def spoken_positions() -> Mapping[str, str]:
    """How a position may be written in a list → its value."""
    found = ChoiceList.objects.filter(key=POSITIONS).first()
    items = found.items.filter(retired=False) if found else ()
    return {
        search_text(words): item.value
        for item in items
        for words in (item.value, item.label_bn, item.label_en)
    }


def _position(said: str, spoken: Mapping[str, str], problems: list[str]) -> str:
    found = spoken.get(search_text(said), "")
    if not found:
        problems.append(_("There is no position “%(text)s”.") % {"text": said[:40]})
    return found


def _since(said: str, today: date, problems: list[str]) -> date:
    """Today where the list says nothing."""
    try:
        return read_date(said) if said else today
    except ValidationError as error:
        problems += error.messages
        return today
