"""Which column answers which question: what a person may bring in at all, and a guess for each heading."""

from collections.abc import Mapping, Sequence
from typing import Any

from forms_builder.schema import Question
from forms_builder.schema import questions as all_questions
from forms_builder.schema.text import search_text
from registry.access import reach
from registry.importing.cells import importable
from registry.indexing import slots_of
from registry.known import live_version
from registry.models import Action, RecordType

REFERENCE = "_reference"
"""A column that says which record a row is about, by its number."""
NUMBER_HEADINGS = ("Record number", "reference", "নথি নম্বর", "নথির নম্বর")
"""How people head it, in either language: as our pages call it, first of all."""


def questions_for(user: Any, record_type: RecordType) -> dict[str, Question]:
    """The questions of the live form that one may answer, outside rows, with answers that fit into one cell."""
    version = live_version(record_type)
    within = reach(user, record_type).everywhere(Action.CREATE)
    return {
        question.key: question
        for question, repeat in (all_questions(version.parsed) if version else ())
        if repeat is None and within.allows(question, Action.CREATE) and importable(question)
    }


def keys_for(record_type: RecordType, questions: Mapping[str, Question]) -> list[str]:
    """What records can be known by besides their number: an answer that is in the index, so it is found at once."""
    slots = slots_of(record_type)
    return [key for key in questions if slots.get(key, "").startswith("t")]


def guess(
    headings: Sequence[str], questions: Mapping[str, Question], more: Mapping[str, str] | None = None
) -> dict[int, str]:
    """Number of a column → what it seems to be. A heading is a key, or a label in either language; each is taken once.

    `more`: plain words of other headings → what they mean; questions come first.
    """
    words: dict[str, str] = {}
    for key, question in questions.items():
        for label in question.label.values():
            words.setdefault(plain(label), key)
    words |= {plain(key): key for key in questions}
    words |= {plain(word): REFERENCE for word in (REFERENCE, *NUMBER_HEADINGS)}
    words = {**(more or {}), **words}
    found: dict[int, str] = {}
    for number, heading in enumerate(headings):
        known = words.get(plain(heading))
        if known is not None and known not in found.values():
            found[number] = known
    return found


def plain(text: str) -> str:
    """What headings and names of sheets are compared by: letters and digits only."""
    return "".join(sign for sign in search_text(text) if sign.isalnum() or "\u0980" <= sign <= "\u09ff")
