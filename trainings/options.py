"""People as choices in forms: found by a part of the name in either script, of the agency or of the designation."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import QuerySet

from forms_builder.logic.answers import uuid_of
from forms_builder.options import Option, option_sources
from registry.query_source import Answers, QuerySource, Settings
from trainings.models import Person
from trainings.people.access import visible_people


def register() -> None:
    """Called once, when the app starts."""
    option_sources.register("people", People())


class People(QuerySource):
    """Value: the person's id. Labels are the name in the reader's language, and the agency."""

    names = ("name_en", "name_bn", "agency", "designation")

    def rows(self, user: Any, settings: Settings, answers: Answers) -> QuerySet[Person]:
        return visible_people(user)

    def option(self, row: Person, language: str) -> Option:
        return Option(str(row.pk), row.title_in(language))

    def is_value(self, value: str) -> bool:
        return uuid_of(value) is not None

    def labels(self, values: Collection[str], language: str) -> Mapping[str, str]:
        asked = {pk: value for value in values if (pk := uuid_of(value)) is not None}
        return {asked[one.pk]: one.title_in(language) for one in Person.objects.filter(pk__in=asked)}
