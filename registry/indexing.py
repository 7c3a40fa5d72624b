"""From a record's open answers to what lists read: the slots of its index row, and its value rows.

Derived and rebuilt at will, so nothing here decides anything. Sealed answers never come here: they are not in `data`.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from forms_builder.questions import types
from forms_builder.questions.base import DECLINE_CODES, QuestionType, SlotKind
from forms_builder.schema import Question
from registry.answers import each
from registry.models import Record, RecordIndex, RecordType, RecordValue, SlotMap
from registry.models.record import SLOTS

TEXT_LENGTH = 200
NUMBER_LIMIT = Decimal(10) ** 14
"""What fits before the point of a number slot."""

FIXED_COLUMNS = (
    "type_id",
    "office_id",
    "owner_id",
    "status",
    "reference",
    "is_test",
    "created_at",
    "updated_at",
)

Slots = Mapping[str, str]
"""Key of a question → its slot."""


def slots_of(record_type: RecordType) -> dict[str, str]:
    """Which answers of a type have a slot: one query."""
    return dict(SlotMap.objects.filter(record_type=record_type).values_list("key", "slot"))


def index_row(record: Record, known: Mapping[str, Question], slots: Slots) -> RecordIndex:
    """The narrow row of a record; not saved."""
    row = RecordIndex(record=record, **{name: getattr(record, name) for name in FIXED_COLUMNS})
    for slot in SLOTS:
        setattr(row, slot, None)
    for key, slot in slots.items():
        question = known.get(key)
        if question is not None:
            setattr(
                row, slot, slot_value(types.of(question).indexed_as(question), slot, record.data.get(key))
            )
    return row


def slot_value(question_type: QuestionType, slot: str, answer: Any) -> str | Decimal | date | None:
    """An answer as its slot holds it; None when there is none, or when it does not fit the kind of slot."""
    value = question_type.slot_value(answer)
    kind = SlotKind(slot[0])
    if kind is SlotKind.TEXT:
        return None if value is None else str(value)[:TEXT_LENGTH]
    if kind is SlotKind.NUMBER:
        return (
            value if isinstance(value, Decimal) and value.is_finite() and abs(value) < NUMBER_LIMIT else None
        )
    return value if isinstance(value, date) else None


def value_rows(record: Record, known: Mapping[str, Question]) -> list[RecordValue]:
    """One row for each of several values: choices of many, and filterable columns of repeats. Not saved."""
    pairs = sorted(set(_values(record, known)))
    return [RecordValue(record=record, type_id=record.type_id, key=key, text=text) for key, text in pairs]


def _values(record: Record, known: Mapping[str, Question]) -> Iterator[tuple[str, str]]:
    for key, row, answer in each(record.data):
        question = known.get(key)
        if question is None or not question.filterable or types.of(question).is_sealed(question):
            continue
        if row or types.of(question).many:
            for value in answer if isinstance(answer, list) else [answer]:
                if value not in (None, "", *DECLINE_CODES):
                    yield key, str(value)[:TEXT_LENGTH]
