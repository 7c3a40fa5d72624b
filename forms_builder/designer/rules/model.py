"""What rows are: a tree of comparisons. As JSON they go to the page; the page never makes an expression of its own kind.

A tree has one form only: no group of one, no empty group inside another. `tidy` brings any tree into it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

HERE = "."
"""In place of a question's key: the answer that the rule belongs to."""


class Operator(StrEnum):
    IS = "is"
    IS_NOT = "is_not"
    MORE = "more"
    AT_LEAST = "at_least"
    LESS = "less"
    AT_MOST = "at_most"
    INCLUDES = "includes"
    EXCLUDES = "excludes"
    MATCHES = "matches"
    ANSWERED = "answered"
    BLANK = "blank"

    @property
    def takes_value(self) -> bool:
        return self not in (Operator.ANSWERED, Operator.BLANK)


class ValueKind(StrEnum):
    TEXT = "text"
    """Also the value of a choice."""
    NUMBER = "number"
    DATE = "date"
    TODAY = "today"
    QUESTION = "question"
    """The answer to another question."""


@dataclass(frozen=True, slots=True)
class Value:
    kind: ValueKind
    text: str = ""
    """As it stands in the rule: a number in Latin digits, a date as year-month-day, a question's key."""

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind.value, "text": self.text}


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison. `value` is None where the operator takes none."""

    question: str
    operator: Operator
    value: Value | None = None

    def as_json(self) -> dict[str, Any]:
        value = self.value.as_json() if self.value else None
        return {"question": self.question, "operator": self.operator.value, "value": value}


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that have to hold together (`all`), or of which one is enough."""

    all: bool
    members: tuple["Row | Group", ...]

    def as_json(self) -> dict[str, Any]:
        return {"all": self.all, "members": [member.as_json() for member in self.members]}


Rows = Group
"""A whole rule. A single row stands in a group of one; no row at all is a rule that always holds."""


@dataclass(frozen=True, slots=True)
class Cascade:
    """Offer only the choices whose `column` is the answer to `question`."""

    column: str
    question: str

    def as_json(self) -> dict[str, Any]:
        return {"column": self.column, "question": self.question}


def tidy(rows: Rows) -> Rows:
    """The same rule in its one form."""
    plain = _plain(rows)
    if isinstance(plain, Group):
        return plain
    return Group(True, () if plain is None else (plain,))


def _plain(part: Row | Group) -> Row | Group | None:
    if isinstance(part, Row):
        return part
    members = tuple(member for inner in part.members if (member := _plain(inner)) is not None)
    if len(members) > 1:
        return Group(part.all, members)
    return members[0] if members else None
