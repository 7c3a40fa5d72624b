"""What the columns of a file mean: labels, types, choices, since which version, and what was left out and why."""

from collections.abc import Iterator

from forms_builder.questions import types
from forms_builder.schema import Question
from registry.exporting.columns import Layout, LedgerColumn, Withheld
from registry.exporting.signed import ADDENDA_TEXT, SIGNED

HEADINGS = (
    "column",
    "sheet",
    "label_bn",
    "label_en",
    "type",
    "choices",
    "sensitivity",
    "first_version",
    "last_version",
    "withheld",
)
FIXED = (
    ("_reference", "নথি নম্বর", "Record number", "text"),
    ("_status", "অবস্থা", "Status", "choose_one"),
    ("_office", "কার্যালয়", "Office", "text"),
    ("_version", "ফরমের সংস্করণ", "Version of the form", "integer"),
    ("_created_at", "নথিভুক্ত", "Recorded", "datetime"),
    ("_updated_at", "শেষ পরিবর্তন", "Last change", "datetime"),
)
"""Columns every file has. Both languages at once, so they are not translated."""


def codebook_rows(layout: Layout) -> Iterator[tuple[object, ...]]:
    """One row a column, those that were left out included."""
    for key, bangla, english, kind in FIXED:
        yield (key, "records", bangla, english, kind, None, "I", None, None, None)
    for column in layout.columns:
        for heading in column.headings:
            yield described(column, heading)
    if layout.signed:
        for key, bangla, english, kind in SIGNED:
            yield (key, "records", bangla, english, kind, None, "I", None, None, None)
        key, bangla, english, kind = ADDENDA_TEXT
        yield (key, "records", bangla, english, kind, None, None, None, None, Withheld.SEALED.value)


def described(column: LedgerColumn, heading: str) -> tuple[object, ...]:
    question = column.question
    return (
        heading,
        column.repeat or "records",
        question.label.get("bn"),
        question.label.get("en"),
        types.of(question).name,
        choices_in_words(question) or None,
        question.sensitivity.value,
        column.first_version,
        column.last_version,
        column.withheld.value or None,
    )


def choices_in_words(question: Question) -> str:
    """value = English / Bangla, one a line."""
    return "\n".join(
        f"{choice.value} = {choice.label.get('en', '')} / {choice.label.get('bn', '')}"
        for choice in question.choices
    )
