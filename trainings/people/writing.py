"""Adding and changing people of the directory: the one way in. Whoever looks like somebody known is refused first."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from registry.models import Place
from trainings.models import Person
from trainings.people import sounding
from trainings.people.finding import Lookalike, lookalikes, phone_index


@dataclass(frozen=True, kw_only=True, slots=True)
class Details:
    """What is known of a person. `phone` as stored, see `finding.normal_phone`."""

    name_bn: str = ""
    name_en: str = ""
    agency_kind: str = ""
    agency: str = ""
    designation: str = ""
    phone: str = ""
    sex: str = Person.Sex.NOT_STATED
    age_band: str = Person.AgeBand.NOT_STATED
    disability: str = Person.Disability.NOT_ASKED
    district: Place | None = None


PLAIN = (
    *("name_bn", "name_en", "agency_kind", "agency", "designation"),
    *("sex", "age_band", "disability", "district"),
)


@dataclass
class Duplicate(Exception):
    """Somebody in the directory may be this person. Nothing was written."""

    candidates: list[Lookalike] = field(default_factory=list)


def add(user: Any, details: Details, *, different_because: str = "") -> Person:
    """Add a person. `Duplicate` where somebody looks like them and no reason is given why they are somebody else."""
    with transaction.atomic():
        _refuse_duplicates(details, different_because)
        person = Person(created_by=user, not_a_duplicate=different_because.strip()[:300])
        fill(person, details)
        person.save(force_insert=True)
    return person


def add_all(user: Any, several: Iterable[Details]) -> list[Person]:
    """Add people who were looked for already, all of them, in one go. Whoever calls it has judged each (`importing`)."""
    people = []
    for details in several:
        person = Person(created_by=user)
        fill(person, details)
        people.append(person)
    return Person.objects.bulk_create(people)


def change(user: Any, person: Person, details: Details, *, different_because: str = "") -> Person:
    """Change what is known of a person; refused like `add` where the new name or number is somebody else's."""
    with transaction.atomic():
        held = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        says_who = (held.name_bn, held.name_en, held.phone) != (
            details.name_bn,
            details.name_en,
            details.phone,
        )
        if says_who:
            _refuse_duplicates(details, different_because, but=held)
            held.not_a_duplicate = different_because.strip()[:300] or held.not_a_duplicate
        fill(held, details)
        held.save()
    return held


def fill(person: Person, details: Details) -> None:
    """Put the details into a row, with what is derived from them."""
    for name in PLAIN:
        setattr(person, name, getattr(details, name))
    person.seal({"phone": details.phone})
    person.phone_index = phone_index(details.phone)
    person.sounds = sounding.keys(details.name_bn, details.name_en)[:400]


def _refuse_duplicates(details: Details, reason: str, but: Person | None = None) -> None:
    if reason.strip():
        return
    alike = lookalikes((details.name_bn, details.name_en), details.phone, details.agency, but=but)
    if alike:
        raise Duplicate(alike)
