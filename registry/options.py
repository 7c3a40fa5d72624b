"""Choices that forms take from the registry: places, staff, records, organisations.

Each person is offered what they may see; a stored value keeps its label whoever reads it.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils import timezone

from forms_builder.logic.answers import uuid_of
from forms_builder.options import Option, option_sources
from forms_builder.schema.text import latin_digits
from registry.access import offices_of
from registry.models import Organisation, Place, Record, RecordIndex, RecordType
from registry.query_source import Answers, QuerySource, Settings, SpelledSource

MOST_RECORDS = 1_000
"""How many records are offered, the newest; more do not make a list one can choose from."""


def register() -> None:
    """Called once, when the app starts."""
    option_sources.register("places", Places())
    option_sources.register("staff", Staff())
    option_sources.register("records", Records())
    option_sources.register("organisations", Organisations())


class Places(SpelledSource):
    """Value: the place's code. `level` says which level of the tree; `within` names the question with the place around."""

    value = "code"
    others = "aliases"

    def rows(self, user: Any, settings: Settings, answers: Answers) -> QuerySet[Place]:
        places = Place.objects.filter(_valid_now())
        if settings.get("level"):
            places = places.filter(level=settings["level"])
        if settings.get("within"):
            places = places.filter(_below(str(answers.get(settings["within"]) or "")))
        return places

    def option(self, row: Place, language: str) -> Option:
        return Option(row.code, row.name_in(language))

    def labels(self, values: Collection[str], language: str) -> Mapping[str, str]:
        return {place.code: place.name_in(language) for place in Place.objects.filter(code__in=values)}


def _valid_now() -> Q:
    today = timezone.localdate()
    begun = Q(valid_from=None) | Q(valid_from__lte=today)
    return begun & (Q(valid_to=None) | Q(valid_to__gte=today))


def _below(code: str) -> Q:
    """Places under the one with this code, however many levels between; none while it is not chosen."""
    if not code:
        return Q(pk__in=[])
    return Q(parent__code=code) | Q(parent__parent__code=code) | Q(parent__parent__parent__code=code)


class Staff(SpelledSource):
    """Value: the person's key as text. Offered are the active people of one's offices, and oneself."""

    names = ("full_name", "email")

    def rows(self, user: Any, settings: Settings, answers: Answers) -> QuerySet[Any]:
        mine = Q(pk=user.pk) | Q(office_memberships__office__in=offices_of(user))
        return get_user_model().objects.filter(mine, is_active=True).distinct()

    def order(self, language: str) -> tuple[str, ...]:
        return ("full_name", "pk")

    def option(self, row: Any, language: str) -> Option:
        return Option(str(row.pk), str(row))

    def is_value(self, value: str) -> bool:
        return value.isascii() and value.isdecimal() and len(value) < 19

    def labels(self, values: Collection[str], language: str) -> Mapping[str, str]:
        keys = [int(value) for value in values if self.is_value(value)]
        return {str(person.pk): str(person) for person in get_user_model().objects.filter(pk__in=keys)}


class Records(QuerySource):
    """Value: the record's id. `record_type` narrows to one type; labels are references, which say nothing."""

    names = ("reference",)
    most = MOST_RECORDS

    def fits(self, word: str) -> Q:
        return super().fits(latin_digits(word))

    def rows(self, user: Any, settings: Settings, answers: Answers) -> QuerySet[RecordIndex]:
        wanted = settings.get("record_type")
        record_type = RecordType.objects.filter(key=wanted).first() if wanted else None
        if wanted and record_type is None:
            return RecordIndex.objects.none()
        return RecordIndex.objects.visible_to(user, record_type)

    def order(self, language: str) -> tuple[str, ...]:
        return ("-created_at", "-pk")

    def option(self, row: RecordIndex, language: str) -> Option:
        return Option(str(row.pk), row.reference)

    def is_value(self, value: str) -> bool:
        return uuid_of(value) is not None

    def labels(self, values: Collection[str], language: str) -> Mapping[str, str]:
        asked = {pk: value for value in values if (pk := uuid_of(value)) is not None}
        found = Record.objects.filter(pk__in=asked).values_list("pk", "reference")
        return {asked[pk]: reference for pk, reference in found}


class Organisations(SpelledSource):
    """Value: the organisation's key. `kind` narrows; offered are those of one's offices and those of none."""

    value = "key"

    def rows(self, user: Any, settings: Settings, answers: Answers) -> QuerySet[Organisation]:
        near = Q(office=None) | Q(office__in=offices_of(user))
        found = Organisation.objects.filter(near, active=True)
        return found.filter(kind=settings["kind"]) if settings.get("kind") else found

    def option(self, row: Organisation, language: str) -> Option:
        return Option(row.key, row.name_in(language))

    def labels(self, values: Collection[str], language: str) -> Mapping[str, str]:
        return {one.key: one.name_in(language) for one in Organisation.objects.filter(key__in=values)}
