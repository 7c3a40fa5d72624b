"""The form document: immutable, typed, versioned. Pure Python; imports nothing of the rest."""

from forms_builder.schema.document import (
    SCHEMA_VERSION,
    Choice,
    Compartment,
    Document,
    Expected,
    Group,
    Item,
    Layout,
    Page,
    Prefill,
    Question,
    Repeat,
    Required,
    Sensitivity,
    TestCase,
    Text,
)
from forms_builder.schema.reading import DocumentError, from_json, sha256, to_json
from forms_builder.schema.walking import Place, find_question, questions, walk

__all__ = [
    "SCHEMA_VERSION",
    "Choice",
    "Compartment",
    "Document",
    "DocumentError",
    "Expected",
    "Group",
    "Item",
    "Layout",
    "Page",
    "Place",
    "Prefill",
    "Question",
    "Repeat",
    "Required",
    "Sensitivity",
    "TestCase",
    "Text",
    "find_question",
    "from_json",
    "questions",
    "sha256",
    "to_json",
    "walk",
]
