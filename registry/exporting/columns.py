"""Which columns an export has: every question any version of the form ever asked, from the field ledger alone.

Old columns keep their place and heading for ever, new ones come after them, so a file of next year fits the
spreadsheet of this year. What a person may not export stays in the code book, named as withheld.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from forms_builder.models import FieldLedger, FormDefinition
from forms_builder.questions import types
from forms_builder.questions.base import Answer
from forms_builder.schema import Compartment, Prefill, Question, Sensitivity


class Withheld(StrEnum):
    """Why an answer is not in the file."""

    NO = ""
    SEALED = "sealed"
    PERSONAL = "personal"
    """It tells who somebody is, and the file speaks of records by number only."""
    NOT_ALLOWED = "not_allowed"


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """One question as one or more columns of a file."""

    question: Question
    repeat: str
    """Key of the repeat that the answer is in; blank on the main sheet."""
    first_version: int
    last_version: int
    withheld: Withheld = Withheld.NO

    @property
    def headings(self) -> tuple[str, ...]:
        """Machine-readable: the question's key, and the part where there are several."""
        columns = types.of(self.question).columns(self.question, "en")
        return tuple(f"{column.key}.{column.part}" if column.part else column.key for column in columns)

    def cells(self, answer: Answer) -> list[object]:
        """One value a heading: text, number, date or None."""
        return types.of(self.question).export(self.question, answer)


@dataclass(frozen=True, slots=True)
class Layout:
    """All columns of a form, those in the file and those left out."""

    columns: tuple[LedgerColumn, ...]
    signed: bool = False
    """Whether the records are of a kind that is signed: the file says so of each, after all answers."""

    @property
    def main(self) -> tuple[LedgerColumn, ...]:
        return self.of("")

    def of(self, repeat: str) -> tuple[LedgerColumn, ...]:
        """Columns in the file: of a repeat's sheet, or of the main one for ""."""
        return tuple(column for column in self.columns if column.repeat == repeat and not column.withheld)

    @property
    def repeats(self) -> tuple[str, ...]:
        """Keys of repeats with at least one column in the file."""
        return tuple(dict.fromkeys(c.repeat for c in self.columns if c.repeat and not c.withheld))

    @property
    def withheld(self) -> tuple[LedgerColumn, ...]:
        return tuple(column for column in self.columns if column.withheld)


def layout_of(
    definition: FormDefinition, allowed: Callable[[Question], bool], *, signed: bool = False
) -> Layout:
    """The columns of a form for somebody; `allowed` tells which questions their grants reach."""
    rows = FieldLedger.objects.filter(definition=definition).order_by("first_version", "pk")
    return replace(layout_from(list(rows), allowed), signed=signed)


def layout_from(rows: Sequence[FieldLedger], allowed: Callable[[Question], bool]) -> Layout:
    found = []
    for row in rows:
        question = row.as_question
        if question.type not in types:
            continue  # a stand-in of an early version, which never took an answer
        # The record's own number is a column of every file already.
        if types.of(question).stored and question.prefill is not Prefill.REFERENCE:
            why = why_withheld(question, allowed)
            found.append(LedgerColumn(question, row.repeat, row.first_version, row.last_version, why))
    return Layout(tuple(found))


def why_withheld(question: Question, allowed: Callable[[Question], bool]) -> Withheld:
    if not allowed(question):
        return Withheld.NOT_ALLOWED
    if types.of(question).is_sealed(question):
        return Withheld.SEALED
    return Withheld.PERSONAL if tells_who(question) else Withheld.NO


def tells_who(question: Question) -> bool:
    """Free words about somebody's identity, or the name of the person who filled the form in."""
    free_text = types.of(question).sealed_from is Sensitivity.CONFIDENTIAL
    return free_text and (question.compartment is Compartment.IDENTITY or question.prefill is Prefill.USER)
