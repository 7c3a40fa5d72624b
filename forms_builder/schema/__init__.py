"""The form document: immutable, typed, versioned. Pure Python; imports nothing of the rest."""

from forms_builder.schema.document import (
    MOST_DRAFT_DAYS,
    SCHEMA_VERSION,
    Choice,
    Compartment,
    Document,
    Group,
    Item,
    Layout,
    Page,
    Prefill,
    PrintSettings,
    Question,
    Repeat,
    Required,
    Sensitivity,
    Text,
)
from forms_builder.schema.reading import DocumentError, from_json, sha256, to_json
from forms_builder.schema.walking import Place, find_question, questions, walk

__all__ = [
    "MOST_DRAFT_DAYS",
    "SCHEMA_VERSION",
    "Choice",
    "Compartment",
    "Document",
    "DocumentError",
    "Group",
    "Item",
    "Layout",
    "Page",
    "Place",
    "Prefill",
    "PrintSettings",
    "Question",
    "Repeat",
    "Required",
    "Sensitivity",
    "Text",
    "find_question",
    "from_json",
    "questions",
    "sha256",
    "to_json",
    "walk",
]
