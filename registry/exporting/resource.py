"""django-import-export resources made from the field ledger: fields, headings and how a record becomes a row.

Only the resources' columns are used. `Resource.export` builds the whole file in memory, so it is never called: the
writers beside this module take the rows in chunks.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from import_export.fields import Field
from import_export.resources import Resource

from forms_builder.questions import types
from forms_builder.questions.base import QuestionType
from forms_builder.questions.common import OurType
from registry.exporting.columns import LedgerColumn
from registry.exporting.signed import UNSIGNED, Signed, signed_fields
from registry.query_rows import Listed

Reader = Callable[[Any], object]
"""Reads one cell of a record or a row."""
REFERENCE = "_reference"
ROW = "_row"


@dataclass(slots=True)
class Exported:
    """One record on its way into a file: what stands on the main sheet, and the rows of its repeats."""

    record: Listed
    answers: Mapping[str, Any]
    """Only what may be exported and is not sealed."""
    version: int
    """Number of the form's version that it was filled in with."""
    signed: Signed = UNSIGNED


@dataclass(frozen=True, slots=True)
class ExportedRow:
    """One row of a repeat. `number` counts from 1; rows of a repeat in a repeat are numbered 2.1, 2.2."""

    reference: str
    number: str
    answers: Mapping[str, Any]


class AnswerField(Field):
    """The column of one answer. Values keep their type: the writer decides how its format says them."""

    def __init__(self, column: LedgerColumn, index: int) -> None:
        super().__init__(column_name=column.headings[index], readonly=True)
        self.column = column
        self.index = index
        self.plain_key = column.question.key if is_plain(types.of(column.question)) else ""
        """The key of the question where the cell is the answer itself."""
        self._cells = types.of(column.question).export

    def __deepcopy__(self, memo: dict[int, Any]) -> "AnswerField":
        """A resource copies its fields; this one never changes, and its question is large."""
        return self

    def export(self, instance: Exported | ExportedRow, **kwargs: Any) -> object:
        return self.made(instance.answers.get(self.column.question.key))

    def made(self, answer: Any) -> object:
        """The cell of an answer."""
        if answer is None:
            return None
        return filled(answer) if self.plain_key else self._cells(self.column.question, answer)[self.index]


def is_plain(kind: QuestionType) -> bool:
    """Whether the cell is the answer itself."""
    own = type(kind)
    return isinstance(kind, OurType) and own.export is OurType.export and kind.cell.__func__ is OurType.cell  # type: ignore[attr-defined]  # a method


def filled(answer: Any) -> Any:
    return None if answer == "" or answer == [] else answer


class FixedField(Field):
    """A column that every record has; `read` names a method of the resource."""

    def __init__(self, heading: str, read: str) -> None:
        super().__init__(column_name=heading, readonly=True, dehydrate_method=read)


class TypedResource(Resource):
    """Rows with typed cells."""

    def cell(self, field: Field, instance: Any) -> object:
        return self.reader(field)(instance)

    def reader(self, field: Field) -> Reader:
        """What reads a column that is no answer."""
        if isinstance(field, FixedField):
            found: Reader = getattr(self, field.dehydrate_method)
            return found
        return field.export


class RecordResource(TypedResource):
    """The main sheet: one row a record. Says which record by its number, never by a name.

    The number is the pseudonym (domain.md 3 and 6: "case code, counter only", what may be read without identity): an
    office, a year and a counter, the same in every file, so that files fit together and one's own can be sent back.
    """

    reference = FixedField(REFERENCE, "read_reference")
    status = FixedField("_status", "read_status")
    office = FixedField("_office", "read_office")
    version = FixedField("_version", "read_version")
    created = FixedField("_created_at", "read_created")
    changed = FixedField("_updated_at", "read_changed")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.zone = timezone.get_current_timezone()

    def read_reference(self, row: Exported) -> str:
        return row.record.reference

    def read_status(self, row: Exported) -> str:
        return row.record.status

    def read_office(self, row: Exported) -> str:
        return row.record.office.key if row.record.office else ""

    def read_version(self, row: Exported) -> int:
        return row.version

    def read_created(self, row: Exported) -> object:
        """Local time; formats say it to the second and without its zone."""
        return row.record.created_at.astimezone(self.zone)

    def read_changed(self, row: Exported) -> object:
        return row.record.updated_at.astimezone(self.zone)


class RowResource(TypedResource):
    """A repeat's sheet: one row a row, with the number of the record it is in."""

    reference = FixedField(REFERENCE, "read_reference")
    row = FixedField(ROW, "read_row")

    def read_reference(self, row: ExportedRow) -> str:
        return row.reference

    def read_row(self, row: ExportedRow) -> str:
        return row.number


class CountField(Field):
    """How many rows a record has in a repeat: all that a file of one table can say of them."""

    def __init__(self, repeat: str) -> None:
        super().__init__(column_name=f"{repeat}._count", readonly=True)
        self.repeat = repeat

    def export(self, instance: Exported, **kwargs: Any) -> int:
        return sum(1 for _ in rows_of(instance.answers, self.repeat))


def record_resource(
    columns: Sequence[LedgerColumn], counted: Sequence[str] = (), *, signed: bool = False
) -> TypedResource:
    """The resource of a form's main sheet, with a count for each of the repeats in `counted`, and who signed."""
    fields: dict[str, Any] = {f"count {repeat}": CountField(repeat) for repeat in counted}
    fields |= signed_fields() if signed else {}
    return type("FormResource", (RecordResource,), answer_fields(columns) | fields)()


def row_resource(columns: Sequence[LedgerColumn]) -> TypedResource:
    """The resource of one repeat's sheet."""
    return type("RepeatResource", (RowResource,), answer_fields(columns))()


def answer_fields(columns: Sequence[LedgerColumn]) -> dict[str, Any]:
    """Fields by a name that no attribute of a resource can have."""
    return {
        f"answer {heading}": AnswerField(column, index)
        for column in columns
        for index, heading in enumerate(column.headings)
    }


def rows_of(answers: Mapping[str, Any], repeat: str, number: str = "") -> list[tuple[str, Mapping[str, Any]]]:
    """All rows of a repeat with their numbers, also where it stands inside another repeat."""
    found: list[tuple[str, Mapping[str, Any]]] = []
    for key, answer in answers.items():
        if not isinstance(answer, list):
            continue
        for index, row in enumerate(answer, start=1):
            if isinstance(row, Mapping):
                here = f"{number}.{index}" if number else str(index)
                found += [(here, row)] if key == repeat else rows_of(row, repeat, here)
    return found
