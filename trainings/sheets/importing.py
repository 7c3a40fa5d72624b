"""Bringing rows onto a sheet: first what would happen (`plan`), then it happens (`carry_out`), judged again meanwhile.

A row is somebody known, somebody new, somebody already there, or at fault. Nobody is guessed: a number that is
somebody else's, or a name that several people have, is a fault to be settled by a person.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from forms_builder.digits import in_readers_digits
from forms_builder.models import ChoiceList
from forms_builder.schema.text import search_text
from trainings.models import Participant, Person
from trainings.people import sounding
from trainings.people.finding import phone_index
from trainings.people.forms import AGENCIES
from trainings.people.writing import add_all
from trainings.sheets import columns
from trainings.sheets.opening import OpenSheet
from trainings.sheets.pasting import Table, Typed, read_rows
from trainings.sheets.roster import add_many


class Kind(StrEnum):
    NEW = "new"
    KNOWN = "known"
    THERE = "there"
    FAULT = "fault"


@dataclass(slots=True)
class Planned:
    """What would become of one row."""

    typed: Typed
    kind: Kind
    person: Person | None = None

    @property
    def name(self) -> str:
        return self.typed.details.name_bn or self.typed.details.name_en


@dataclass(slots=True)
class Plan:
    rows: list[Planned] = field(default_factory=list)

    def of(self, kind: Kind) -> list[Planned]:
        return [row for row in self.rows if row.kind is kind]

    @property
    def counts(self) -> Counter[Kind]:
        return Counter(row.kind for row in self.rows)


@dataclass(slots=True)
class Directory:
    """Everybody by number and by sound, so that 500 rows ask the database once. `there`: those in the list already."""

    by_phone: dict[str, Person]
    by_sound: dict[str, list[Person]]
    there: set[Any]

    @classmethod
    def with_list(cls, there: set[Any]) -> "Directory":
        by_phone: dict[str, Person] = {}
        by_sound: dict[str, list[Person]] = {}
        for person in Person.objects.present().defer("sealed", "wrapped").iterator(chunk_size=2_000):
            if person.phone_index:
                by_phone[person.phone_index] = person
            for key in filter(None, person.sounds.split("|")):
                by_sound.setdefault(key, []).append(person)
        return cls(by_phone, by_sound, there)


def plan(opened: OpenSheet, table: Table, targets: Sequence[str], language: str) -> Plan:
    """What would become of each row. Writes nothing."""
    asked = columns.columns_of(opened)
    rows = opened.sheet.participants.filter(removed_at=None).select_related("person")
    there = {one.person.merged_into_id or one.person_id for one in rows if one.person}
    directory, made = Directory.with_list(there), Plan()
    seen: dict[tuple[str, ...], int] = {}
    for typed in read_rows(table, targets, asked, spoken_agencies()):
        wrong = columns.faults(opened, typed.answers, language)
        typed.problems += list(wrong.values())
        made.rows.append(judge(typed, directory, seen))
    return made


def carry_out(user: Any, opened: OpenSheet, planned: Plan) -> list[Participant]:
    """Everybody of the good rows stands on the sheet then, new ones in the directory too. All of it or nothing."""
    good = [row for row in planned.rows if row.kind in (Kind.NEW, Kind.KNOWN)]
    with transaction.atomic():
        new = [row for row in good if row.kind is Kind.NEW]
        for row, person in zip(new, add_all(user, [row.typed.details for row in new]), strict=True):
            row.person = person
        people = [row.person for row in good if row.person]
        made = add_many(user, opened, people, Participant.Origin.IMPORTED)
        answers = {row.person.pk: row.typed.answers for row in good if row.person and row.typed.answers}
        for participant in made:
            if participant.person_id in answers:
                columns.store(opened, participant, answers[participant.person_id])
    return made


def spoken_agencies() -> Mapping[str, str]:
    """How a kind of agency may be written in a list → its value."""
    found = ChoiceList.objects.filter(key=AGENCIES).first()
    items: Iterable[Any] = found.items.filter(retired=False) if found else ()
    return {
        search_text(words): item.value
        for item in items
        for words in (item.value, item.label_bn, item.label_en)
    }


def judge(typed: Typed, directory: Directory, seen: dict[tuple[str, ...], int]) -> Planned:
    """What would become of a row. `seen`: who stood in which row before; kept by the caller."""
    person = None if typed.problems else _known(typed, directory)
    if not typed.problems:
        _refuse_twice(typed, person, seen)
    if typed.problems:
        return Planned(typed, Kind.FAULT)
    if person is None:
        return Planned(typed, Kind.NEW)
    return Planned(typed, Kind.THERE if person.pk in directory.there else Kind.KNOWN, person)


def _known(typed: Typed, directory: Directory) -> Person | None:
    """The one person of the directory that the row means; more than one, or a clash, is noted as a problem."""
    details = typed.details
    heard = [key for key in map(sounding.key, (details.name_bn, details.name_en)) if key]
    by_phone = directory.by_phone.get(phone_index(details.phone)) if details.phone else None
    if by_phone is not None:
        if any(f"|{key}|" in by_phone.sounds for key in heard):
            return by_phone
        typed.problems.append(_("This telephone number belongs to somebody of another name."))
        return None
    alike = {
        one.pk: one for key in heard for one in directory.by_sound.get(key, ()) if _near(one, details.agency)
    }
    if len(alike) > 1:
        typed.problems.append(_("Several people have this name. Give the telephone number."))
    elif alike:
        (one,) = alike.values()
        if not (details.phone and one.phone_index):  # two numbers are two people
            return one
    return None


def _near(one: Person, agency: str) -> bool:
    mine, theirs = search_text(agency), search_text(one.agency)
    return not mine or not theirs or mine in theirs or theirs in mine


def _refuse_twice(typed: Typed, person: Person | None, seen: dict[tuple[str, ...], int]) -> None:
    details = typed.details
    who = (
        (str(person.pk),)
        if person
        else (
            details.phone or sounding.key(details.name_bn or details.name_en),
            "" if details.phone else search_text(details.agency),
        )
    )
    if who in seen:
        typed.problems.append(
            _("The same person as in row %(number)s.") % {"number": in_readers_digits(seen[who])}
        )
    else:
        seen[who] = typed.number
