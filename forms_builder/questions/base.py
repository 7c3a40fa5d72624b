"""What a question type is: the one class each type of question derives from, and the table of all types.

Other code asks the type, never compares type names. One module beside this one holds a family of types.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from pydantic import BaseModel, ConfigDict, JsonValue

from forms_builder.expressions import ValueType
from forms_builder.questions.exchange import XlsType, own_columns
from forms_builder.questions.printing import PrintKind, PrintShape
from forms_builder.schema import Choice, Question, Sensitivity

Answer = JsonValue
"""A stored answer: text, whole number, list of texts, or None for blank. Decimals and dates are texts.

Types with several parts store a mapping; what rules see of it is its part `value`."""

DECLINE_CODES = ("__unknown", "__not_asked", "__declined")
"""Stored in place of an answer where the question allows it (`Question.decline`)."""


NEVER_ANSWERED = "fallback"
"""The type that stood in for those still to come in early forms; such forms took no answers."""


class SlotKind(StrEnum):
    """Which typed index column a filterable answer goes to."""

    TEXT = "t"
    NUMBER = "n"
    DATE = "d"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an export. `key` never changes while the question lives; `part` tells several apart."""

    key: str
    label: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class FieldContext:
    """What a form field needs to know beyond its question."""

    language: str
    choices: Sequence[Choice] | None = None
    """Choices after filtering, or None for all of the question's own."""
    user: Any = None
    answers: Mapping[str, Answer] = field(default_factory=dict)
    stored: Answer = None
    """The answer saved before, if any: it may be kept even where it is no longer offered."""


def offered(question: Question) -> tuple[Choice, ...]:
    """The choices that are not retired."""
    return tuple(choice for choice in question.choices if not choice.retired)


class NoSettings(BaseModel):
    """The settings of a type that has none."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class QuestionType:
    """Behaviour of one type of question. Instances hold nothing: one serves all questions of the type."""

    name: ClassVar[str]
    label: ClassVar[str | Promise]
    description: ClassVar[str | Promise] = ""
    icon: ClassVar[str] = "form"
    group: ClassVar[str | Promise] = ""
    value_type: ClassVar[ValueType] = ValueType.TEXT
    slot: ClassVar[SlotKind | None] = None
    """None: cannot be filtered by an index column."""
    many: ClassVar[bool] = False
    """Holds several values; filterable through `RecordValue` rows instead of a slot."""
    asked: ClassVar[bool] = True
    """False for notes and calculations: nothing to type in."""
    stored: ClassVar[bool] = True
    """False for notes: there is no answer."""
    uses_choices: ClassVar[bool] = False
    values: ClassVar[frozenset[str] | None] = None
    """The answers there are, where the type itself knows them (yes and no)."""
    sealed_from: ClassVar[Sensitivity] = Sensitivity.RESTRICTED
    """The lowest sensitivity at which answers of the type are sealed; free text and files: confidential."""
    settings_model: ClassVar[type[BaseModel]] = NoSettings
    shown: ClassVar[bool] = True
    """False: never on a page, whatever it is called."""
    personal: ClassVar[bool] = False
    """The field differs from person to person, so it is made for each anew."""
    for_everybody: ClassVar[bool] = True
    """False: to choose an answer one has to see what only people with an account may see."""
    plays: ClassVar[str] = ""
    """`audio` or `video`: how a page plays the file that an answer names."""
    takes_over: ClassVar[frozenset[str]] = frozenset()
    """Names of types whose stored answers it reads as its own, so that a question of theirs may become one of it."""
    print_kind: ClassVar[PrintKind] = PrintKind.LINE
    xls: ClassVar[str] = "text"
    """The word for it in XLSForm's `type` column; of the nearest type where there is none."""
    xls_appearance: ClassVar[str] = ""
    xls_reads: ClassVar[tuple[str, ...]] = ()
    """All words of XLSForm's `type` column that mean it, in small letters; those with a list of choices aside."""
    xls_exact: ClassVar[bool] = False
    """XLSForm has this very type, so its word brings it back."""

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        """The Django form field. Required-ness and checks are not its business: the evaluation decides them."""
        raise NotImplementedError(self.name)

    def clean(self, question: Question, value: Any) -> Answer:
        """A field's cleaned value as a stored answer; None when blank."""
        return value or None

    def initial(self, question: Question, answer: Answer) -> Any:
        """What the form field starts with for a stored answer; the inverse of `clean`."""
        return answer

    def from_rule(self, value: str | int | None) -> Answer:
        """What a rule came to, as a stored answer."""
        if value is None:
            return None
        if self.many:
            return list(str(value).split())
        return value if self.value_type is ValueType.ANY else str(value)

    def display(self, question: Question, answer: Answer, language: str) -> str:
        """The answer for a person to read, plain text, in the script of `language`."""
        return "" if answer is None else str(answer)

    def columns(self, question: Question, language: str) -> list[Column]:
        return [Column(question.key, question.label.get(language) or question.key)]

    def export(self, question: Question, answer: Answer) -> list[Any]:
        """One cell a column, machine-readable; None for an empty cell."""
        return [answer]

    def indexed_as(self, question: Question) -> "QuestionType":
        """The type whose slot and slot value count for this question; another one where the result is set up."""
        return self

    def slot_value(self, answer: Answer) -> str | Decimal | date | None:
        """The answer as its index column holds it; None when blank or declined."""
        return None if answer in (None, "", *DECLINE_CODES) else str(answer)

    def reads(self, question: Question) -> frozenset[str]:
        """Keys of the questions whose answers decide what can be chosen here; rules aside, which name their own."""
        return frozenset()

    def file_of(self, answer: Answer) -> str:
        """The id of the attachment that an answer names; blank where it names none."""
        return ""

    def is_sealed(self, question: Question) -> bool:
        return question.sensitivity.rank >= self.sealed_from.rank

    def fixed(self, question: Question) -> tuple[Choice, ...]:
        """Choices that the type brings itself; they are written into the form when it is published."""
        return ()

    def calculation(self, question: Question, beside: Mapping[str, Question]) -> str:
        """The rule that its settings stand for, put in when the form is published; `beside`: all questions by key."""
        return question.calculate

    def objections(self, question: Question, beside: Mapping[str, Question]) -> Iterator[tuple[str, str]]:
        """What is wrong with the settings in the light of the other questions: (setting, sentence)."""
        yield from ()

    def tone(self, question: Question, answer: Answer) -> str:
        """How an answer is coloured: neutral, good, caution, danger; blank for no colour."""
        return ""

    def xlsform(self, question: Question) -> XlsType:
        """How it stands in a workbook. What XLSForm cannot say goes into columns of our own."""
        own = {} if self.xls_exact and not question.settings else own_columns(self.name, question.settings)
        return XlsType(self.xls, self.xls_appearance, takes_list=self.uses_choices, columns=own)

    def print_shape(self, question: Question) -> PrintShape:
        """How it looks on paper."""
        shape = self.paper(question)
        return replace(shape, declines=tuple(self.decline_choices())) if question.decline else shape

    def paper(self, question: Question) -> PrintShape:
        """The shape without reasons for giving no answer."""
        return PrintShape(self.print_kind, choices=offered(question) if self.uses_choices else ())

    def decline_choices(self) -> list[Choice]:
        """The reasons for giving no answer, in all languages."""
        return []

    def json_schema(self, question: Question, language: str) -> dict[str, JsonValue]:
        """JSON Schema (2020-12) of a stored answer; a blank one is left out, or null."""
        schema = self.answer_schema(question, language)
        if question.decline:
            return {"anyOf": [schema, {"enum": list(DECLINE_CODES)}]}
        return schema

    def answer_schema(self, question: Question, language: str) -> dict[str, JsonValue]:
        """The schema without reasons for giving no answer."""
        return {"type": "string", "minLength": 1}


class UnknownType(LookupError):
    """No question type has this name."""


class TypeTable:
    """All question types by name. Apps add theirs when they start; later ones may not replace earlier ones."""

    def __init__(self) -> None:
        self._types: dict[str, QuestionType] = {}

    def register(self, cls: type[QuestionType]) -> type[QuestionType]:
        if cls.name in self._types:
            raise ValueError(f"There is a question type {cls.name!r} already.")
        self._types[cls.name] = cls()
        return cls

    def __getitem__(self, name: str) -> QuestionType:
        try:
            return self._types[name]
        except KeyError as error:
            raise UnknownType(name) from error

    def __contains__(self, name: str) -> bool:
        return name in self._types

    def __iter__(self) -> Iterator[QuestionType]:
        return iter(self._types.values())

    def of(self, question: Question) -> QuestionType:
        return self[question.type]

    def keeps_answers(self, before: str, after: str) -> bool:
        """Whether a published question of the type `before` may become one of `after`."""
        if before in (after, NEVER_ANSWERED):
            return True
        return after in self and before in self[after].takes_over


types = TypeTable()
