"""How each question looks on paper. Pure data; what was answered is not in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from forms_builder.questions import types
from forms_builder.questions.choices import YES_NO
from forms_builder.questions.declining import REASONS, said_in
from forms_builder.schema import Choice, Question, Text

LANGUAGES = ("bn", "en")


class PrintKind(StrEnum):
    """A closed set; which attributes of `PrintShape` count goes by it."""

    LINE = "line"
    LINES = "lines"
    DIGITS = "digits"
    DATE = "date"
    MONTH = "month"
    TIME = "time"
    MOMENT = "moment"
    ONE = "one"
    MANY = "many"
    RANKS = "ranks"
    SCALE = "scale"
    GRID = "grid"
    SIGNATURE = "signature"
    ENCLOSED = "enclosed"
    STATEMENT = "statement"
    PARTS = "parts"
    WORDS = "words"
    RESULT = "result"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class PrintRow:
    """A row of a grid."""

    key: str
    label: Text


@dataclass(frozen=True, slots=True)
class PrintPart:
    """A shape within a question, with the word before it."""

    key: str
    label: Text
    shape: "PrintShape"


@dataclass(frozen=True, slots=True)
class PrintShape:
    kind: PrintKind
    lines: int = 1
    unit: Text = field(default_factory=dict)
    text: Text = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    rows: tuple[PrintRow, ...] = ()
    parts: tuple[PrintPart, ...] = ()
    declines: tuple[Choice, ...] = ()
    """Reasons for giving no answer, as further boxes."""


def worded(labels: Mapping[str, object]) -> tuple[Choice, ...]:
    """Choices of ours, in all languages."""
    return tuple(
        Choice(value=value, label={language: said_in(language, str_or_lazy) for language in LANGUAGES})
        for value, str_or_lazy in labels.items()
    )


def offered(question: Question) -> tuple[Choice, ...]:
    return tuple(choice for choice in question.choices if not choice.retired)


SHAPES: Mapping[str, Callable[[Question], PrintShape]] = {
    "long_text": lambda question: PrintShape(PrintKind.LINES, lines=4),
    "phone": lambda question: PrintShape(PrintKind.DIGITS, lines=11),
    "date": lambda question: PrintShape(PrintKind.DATE),
    "datetime": lambda question: PrintShape(PrintKind.MOMENT),
    "yes_no": lambda question: PrintShape(PrintKind.ONE, choices=worded(YES_NO)),
    "choose_one": lambda question: PrintShape(PrintKind.ONE, choices=offered(question)),
    "choose_many": lambda question: PrintShape(PrintKind.MANY, choices=offered(question)),
    "signature": lambda question: PrintShape(PrintKind.SIGNATURE),
    "file": lambda question: PrintShape(PrintKind.ENCLOSED),
    "note": lambda question: PrintShape(PrintKind.WORDS),
    "calculated": lambda question: PrintShape(PrintKind.RESULT),
}


def shape_of(question: Question) -> PrintShape:
    """The shape of a question; a line to write on for types that say nothing of their own."""
    make = SHAPES.get(types.of(question).name)
    shape = make(question) if make else PrintShape(PrintKind.LINE)
    return replace(shape, declines=worded(REASONS)) if question.decline else shape
