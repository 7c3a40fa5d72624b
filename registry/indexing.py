"""From a record's open answers to what lists read: the slots of its index row, and its value rows.

Derived and rebuilt at will, so nothing here decides anything. Sealed answers never come here: they are not in `data`.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from operator import attrgetter
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

FIXED_OF = attrgetter(*FIXED_COLUMNS)
INDEX_COLUMNS = ("record_id", *FIXED_COLUMNS, *SLOTS)
"""Of an index row, in the order in which `Indexer.row` gives them."""

Slots = Mapping[str, str]
"""Key of a question → its slot."""


def slots_of(record_type: RecordType) -> dict[str, str]:
    """Which answers of a type have a slot: one query."""
    return dict(SlotMap.objects.filter(record_type=record_type).values_list("key", "slot"))


def index_row(record: Record, known: Mapping[str, Question], slots: Slots) -> RecordIndex:
    """The narrow row of a record; not saved."""
    return RecordIndex(**dict(zip(INDEX_COLUMNS, Indexer(known, slots).row(record), strict=True)))


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
    return [
        RecordValue(record=record, type_id=record.type_id, key=key, text=text)
        for key, text in values_of(record.data, known)
    ]


def values_of(data: Mapping[str, Any], known: Mapping[str, Question]) -> list[tuple[str, str]]:
    """(key, text) of the value rows that open answers have."""
    return sorted(set(_values(data, known)))


class Indexer:
    """Index rows of many records of one form, as plain values. The answers of a slot are read once each."""

    def __init__(self, known: Mapping[str, Question], slots: Slots) -> None:
        kinds = {key: types.of(known[key]).indexed_as(known[key]) for key in slots if key in known}
        self.columns = [
            (SLOTS.index(slots[key]), key, _Slot(kind, slots[key])) for key, kind in kinds.items()
        ]

    def row(self, record: Record) -> list[Any]:
        """A value for each of `INDEX_COLUMNS`."""
        data = record.data
        found: list[Any] = [None] * len(SLOTS)
        for place, key, slot in self.columns:
            answer = data.get(key)
            if answer is not None:
                # Of each kind for itself: 1 and True are one key of a dictionary.
                read = slot.read.get(type(answer))
                found[place] = slot.value(answer) if read is None else read[answer]
        return [record.id, *FIXED_OF(record), *found]


class _Slot:
    """One slot of the records of a form."""

    def __init__(self, kind: QuestionType, name: str) -> None:
        self.kind, self.name = kind, name
        self.read: dict[type, _Read] = {str: _Read(self), int: _Read(self)}

    def value(self, answer: Any) -> Any:
        return slot_value(self.kind, self.name, answer)


class _Read(dict[Any, Any]):
    """Answer → what stands in the slot."""

    def __init__(self, slot: _Slot) -> None:
        super().__init__()
        self.slot = slot

    def __missing__(self, answer: Any) -> Any:
        self[answer] = value = self.slot.value(answer)
        return value


def _values(data: Mapping[str, Any], known: Mapping[str, Question]) -> Iterator[tuple[str, str]]:
    for key, row, answer in each(data):
        question = known.get(key)
        if question is None or not question.filterable or types.of(question).is_sealed(question):
            continue
        if row or types.of(question).many:
            for value in answer if isinstance(answer, list) else [answer]:
                if value not in (None, "", *DECLINE_CODES):
                    yield key, str(value)[:TEXT_LENGTH]
