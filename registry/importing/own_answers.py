"""What new records of an import answer by themselves, where the file has no answer: as when somebody fills the form in.

Their office is that of the import, or of the record they belong to, and the file may not name another; whoever sends
the file has recorded them. Days are never made up: when something happened stands in the file.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from forms_builder.questions import types
from forms_builder.questions.outside import StaffType
from forms_builder.schema import Document, Prefill, Question, questions
from registry.models import Office
from registry.prefilling import office_keys


class OwnAnswers:
    """Of the records of one form that one person brings in."""

    def __init__(self, document: Document, user: Any, language: str) -> None:
        asked = {one.key: one for one, repeat in questions(document) if repeat is None}
        self.office = {key: asked[key] for key in office_keys(document)}
        self.person = {key: str(user.pk) for key, one in asked.items() if _names_person(one)}
        self.language = language

    def with_own(self, answers: dict[str, Any], office: Office | None) -> dict[str, Any]:
        """The answers of a row together with those that it need not give."""
        if office is None or not (self.office or self.person):
            return answers
        offices = {key: office.key for key, one in self.office.items() if _offers(one, office.key)}
        return {**self.person, **offices, **answers}

    def other_office(
        self, answers: Mapping[str, Any], office: Office | None, columns: Mapping[str, int]
    ) -> dict[str, str]:
        """Column → what is wrong, where a row names another office than the one that its record will belong to."""
        if office is None or all(answers.get(key, office.key) == office.key for key in self.office):
            return {}
        words = _(
            "The new record will belong to “%(office)s”. Send the rows of each office in a file of their own."
        ) % {"office": office.name_in(self.language)}
        return {str(columns[key]): words for key in self.office if answers.get(key, office.key) != office.key}


def _names_person(question: Question) -> bool:
    return question.prefill is Prefill.USER and isinstance(types.of(question), StaffType)


def _offers(question: Question, value: str) -> bool:
    return not question.choices or value in {one.value for one in question.choices}
