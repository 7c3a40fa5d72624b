"""Question types: what people can be asked, one class a type, one module a family."""

from forms_builder.questions.base import (
    DECLINE_CODES,
    Answer,
    Column,
    FieldContext,
    QuestionType,
    SlotKind,
    UnknownType,
    types,
)

__all__ = [
    "DECLINE_CODES",
    "Answer",
    "Column",
    "FieldContext",
    "QuestionType",
    "SlotKind",
    "UnknownType",
    "types",
]
