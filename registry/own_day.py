"""The day on which a record itself says it happened: the date that lists of its kind are sorted by.

A record may be typed months later, so what is said of its past goes by this day and not by that of its typing.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from forms_builder.logic.answers import day_of
from forms_builder.questions import types
from forms_builder.questions.base import SlotKind
from forms_builder.schema import Question
from registry.known import live_questions
from registry.models import Record, RecordType
from registry.sealing import is_sealed


def key_in(record_type: RecordType, known: Mapping[str, Question]) -> str:
    """Key of the question that names the day, among those given; blank where the type is sorted by nothing of the kind."""
    key = record_type.sort.lstrip("-")
    question = known.get(key)
    if question is None or is_sealed(question):
        return ""
    return key if types.of(question).indexed_as(question).slot is SlotKind.DATE else ""


def key_of(record_type: RecordType) -> str:
    """As its live form asks it."""
    return key_in(record_type, live_questions(record_type))


def own_day(record: Record) -> date | None:
    """None where the record names none."""
    return said_in(record.type, record.data)


def said_in(record_type: RecordType, answers: Mapping[str, Any]) -> date | None:
    """The day that a record of the type with these answers names."""
    key = key_of(record_type)
    return day_of(answers.get(key)) if key else None
