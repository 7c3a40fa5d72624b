"""How a question looks on paper: a small description that a PDF renderer draws. Types give it (`print_shape`).

Pure data. What was answered is not in it: a filled form draws the same shape and marks it with the answer.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from forms_builder.schema import Choice, Text


class PrintKind(StrEnum):
    """A closed set; which attributes of `PrintShape` count goes by it."""

    LINE = "line"
    """One line to write on; `unit` stands behind it."""
    LINES = "lines"
    """As many lines as `lines` says."""
    DIGITS = "digits"
    """A comb of `lines` cells, one a digit: telephone numbers."""
    DATE = "date"
    """Blanks for day / month / year."""
    MONTH = "month"
    """Blanks for month / year."""
    TIME = "time"
    """Blanks for hour : minute."""
    MOMENT = "moment"
    """Blanks for a date and a time."""
    ONE = "one"
    """A round box a choice; an answer is a choice's value."""
    MANY = "many"
    """A square box a choice; an answer is a list of values."""
    RANKS = "ranks"
    """A blank for a number before each choice; an answer is a list of values, the first in front."""
    SCALE = "scale"
    """The choices in one row, with the words of the first and the last at its ends."""
    GRID = "grid"
    """`rows` down, `choices` across; an answer says the value of each row by the row's key."""
    SIGNATURE = "signature"
    """An empty frame to sign in."""
    ENCLOSED = "enclosed"
    """Nothing to write: a box to tick that a paper is enclosed."""
    STATEMENT = "statement"
    """`text` to read, a box to tick, then `parts`."""
    PARTS = "parts"
    """Several shapes below each other, each with a word before it."""
    WORDS = "words"
    """Only the question's own text: a note."""
    RESULT = "result"
    """Worked out by the program; an empty frame on a blank form."""
    NOTHING = "nothing"
    """Not on paper."""


@dataclass(frozen=True, slots=True)
class PrintRow:
    """A row of a grid."""

    key: str
    label: Text


@dataclass(frozen=True, slots=True)
class PrintPart:
    """A shape within a question, with the word before it. `key` names it in an answer that has several parts."""

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
