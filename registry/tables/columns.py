"""The columns of a list and what stands in their cells, in the reader's language and script."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from forms_builder.digits import day_in_script
from forms_builder.expressions import ValueType
from forms_builder.questions import types
from forms_builder.schema import Question
from forms_builder.schema.document import text_in
from forms_builder.schema.text import unfilled
from registry.models import RecordType
from registry.query_rows import Listed
from registry.tables.address import SORT, Address

STATUS, OFFICE, OWNER = "_status", "_office", "_owner"
CREATED, UPDATED, REFERENCE = "_created_at", "_updated_at", "_reference"
USUAL = (CREATED,)
"""What a list shows beside number and status when its set-up names nothing, or nothing this person may see."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `question` is None for what every record has."""

    key: str
    label: str
    question: Question | None = None

    @property
    def is_number(self) -> bool:
        return self.question is not None and types.of(self.question).value_type is ValueType.NUMBER


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column. `url` sorts by it, the other way round if it is sorted by already."""

    label: str
    number: bool
    url: str = ""
    sorted: str = ""
    """"ascending", "descending" or blank, as aria-sort says it."""


def fixed_label(key: str) -> str:
    return {
        REFERENCE: _("Record number"),
        STATUS: _("Status"),
        OFFICE: _("Office"),
        OWNER: _("Filled in by"),
        CREATED: _("Added on"),
        UPDATED: _("Changed on"),
    }[key]


def label_of(question: Question, language: str) -> str:
    return unfilled(text_in(question.label, language, question.key))


def columns_of(
    record_type: RecordType, questions: Mapping[str, Question], language: str, chosen: Sequence[str] = ()
) -> list[Column]:
    """What stands beside number and status: what was chosen, or else the set-up's columns.

    `questions`: those this person may see in lists.
    """
    known = possible(questions)
    named = [key for key in chosen if key in known] or [key for key in record_type.list_keys if key in known]
    return [column(key, questions.get(key), language) for key in named or USUAL]


def possible(questions: Mapping[str, Question]) -> list[str]:
    """Everything that can be a column beside number and status."""
    return [*questions, OFFICE, OWNER, CREATED, UPDATED]


def column(key: str, question: Question | None, language: str) -> Column:
    return Column(key, label_of(question, language) if question else fixed_label(key), question)


def headings(columns: Sequence[Column], address: Address, sort: str, sortable: set[str]) -> list[Heading]:
    """Heads of the columns; `sort` is what the list is sorted by, such as -_created_at."""
    return [heading(one, address, sort, one.key in sortable) for one in columns]


def heading(one: Column, address: Address, sort: str, sortable: bool) -> Heading:
    if not sortable:
        return Heading(one.label, one.is_number)
    now = {one.key: "ascending", f"-{one.key}": "descending"}.get(sort, "")
    # Days are looked at from the newest, words and numbers from the first.
    first = f"-{one.key}" if one.key in (CREATED, UPDATED) else one.key
    other = one.key if now == "descending" else f"-{one.key}"
    return Heading(one.label, one.is_number, str(address.with_(SORT, other if now else first)), now)


def cell(one: Column, record: Listed, answers: Mapping[str, object], language: str) -> str:
    """The words in a cell; blank when there is no answer, or none this person may see."""
    if one.question is not None:
        answer = answers.get(one.key)
        return types.of(one.question).display(one.question, answer, language)  # type: ignore[arg-type]  # stored JSON
    if one.key == OFFICE:
        return record.office.name_in(language) if record.office else ""
    if one.key == OWNER:
        return str(record.owner or "")
    moment = record.created_at if one.key == CREATED else record.updated_at
    return day_in_script(moment, language)
