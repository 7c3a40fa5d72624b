"""Finding people: by letters among those within reach, by exact telephone number or name in the whole directory.

And finding those who might be the same person as somebody about to be added.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from forms_builder import sealing
from forms_builder.questions.cleaning import typed_sign
from forms_builder.questions.texts import read_phone
from forms_builder.schema.text import clean_text, search_text
from trainings.models import Person
from trainings.people import sounding
from trainings.people.access import may_add, reachable

LETTERS = 3
"""Fewer say too little about too many."""
MOST = 20


def normal_phone(typed: str) -> str:
    """A telephone number as stored, +880…; `ValidationError` where it is none. "" for nothing."""
    text = typed_sign(typed)
    if not text:
        return ""
    number = read_phone(text)
    return f"+{number.country_code}{number.national_number}"


def phone_index(phone: str) -> str:
    """What `Person.phone_index` holds for a stored number."""
    return sealing.blind_token(phone, Person._meta.db_table) if phone else ""


def search(user: Any, typed: str, limit: int = MOST) -> list[Person]:
    """Those within reach by a part of name, agency or designation; anybody by their whole number or whole name."""
    text = clean_text(typed)
    if len(search_text(text).replace(" ", "")) < LETTERS:
        return []
    found = list(_by_letters(reachable(user), text)[:limit])
    if may_add(user):
        known = {one.pk for one in found}
        found += [one for one in exactly(text) if one.pk not in known]
    return found[:limit]


def exactly(text: str) -> list[Person]:
    """People of the whole directory with this very number, or this very name in either script."""
    name = Q(name_bn__iexact=text) | Q(name_en__iexact=text)
    try:
        phone = normal_phone(text)
    except ValidationError:
        phone = ""
    found = Person.objects.present().filter(name | Q(phone_index=phone_index(phone)) if phone else name)
    return list(found.order_by("name_en", "pk")[:MOST])


def _by_letters(people: QuerySet[Person], text: str) -> QuerySet[Person]:
    """Each word stands in the names, agency or designation; or the whole sounds like a part of a name."""
    words = Q()
    for word in text.split():
        columns = ("name_bn", "name_en", "agency", "designation")
        words &= Q(*[(f"{column}__icontains", word) for column in columns], _connector=Q.OR)
    heard = sounding.key(text)
    if len(heard.replace(" ", "")) > 1:
        words |= Q(sounds__contains=heard)
    return people.filter(words).order_by("name_en", "pk")


@dataclass(frozen=True, slots=True)
class Lookalike:
    """Somebody who may be the same person, and by what."""

    person: Person
    by_phone: bool
    by_name: bool


def lookalikes(
    names: Iterable[str], phone: str, agency: str, *, but: Person | None = None
) -> list[Lookalike]:
    """People with the same number; and people whose name sounds the same, of the same agency or of none that is known."""
    heard = [key for key in map(sounding.key, names) if key]
    index = phone_index(phone)
    same_name = Q(pk__in=[])
    for key in heard:
        same_name |= Q(sounds__contains=f"|{key}|")
    people = Person.objects.present().exclude(pk__in=[but.pk] if but else [])
    found = people.filter(same_name | Q(phone_index=index) if index else same_name).order_by("name_en", "pk")
    judged = (_judge(one, heard, index, search_text(agency)) for one in found[: MOST * 5])
    likely = [one for one in judged if one is not None]
    return sorted(likely, key=lambda one: (not one.by_phone, not one.by_name))[:MOST]


def _judge(person: Person, heard: list[str], index: str, agency: str) -> Lookalike | None:
    by_phone = bool(index) and person.phone_index == index
    by_name = any(f"|{key}|" in person.sounds for key in heard)
    theirs = search_text(person.agency)
    near = not agency or not theirs or agency in theirs or theirs in agency
    return Lookalike(person, by_phone, by_name) if by_phone or (by_name and near) else None
