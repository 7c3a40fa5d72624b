"""What can be wrong with an expression: the exception and the finding, each with a code and English prose.

Callers translate by code; the prose is the English original. Nothing here knows how a fault is found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Code = Literal[
    "too-long",
    "too-deep",
    "bad-character",
    "empty",
    "unclosed-text",
    "unclosed-reference",
    "unexpected",
    "unexpected-end",
    "variable",
    "unknown-axis",
    "unknown-function",
    "arity",
    "unknown-name",
    "type-clash",
    "needs-questions",
    "bad-pattern",
    "bad-value",
    "unknown-instance",
    "unavailable",
    "too-much",
]


def gettext_noop(text: str) -> str:
    """Marks a sentence for the catalogues, by the name the collecting tool looks for; translates nothing."""
    return text


MESSAGES: Mapping[Code, str] = {
    "too-long": gettext_noop("The expression has {given} characters; at most {limit} are allowed."),
    "too-deep": gettext_noop("The expression has more than {limit} levels of brackets."),
    "bad-character": gettext_noop("The character {character} cannot be used here."),
    "empty": gettext_noop("The expression is empty."),
    "unclosed-text": gettext_noop("This text has no closing quotation mark."),
    "unclosed-reference": gettext_noop("This question reference has to look like ${{name}}."),
    "unexpected": gettext_noop("“{found}” is not expected here."),
    "unexpected-end": gettext_noop("The expression ends too early."),
    "variable": gettext_noop("Variables are not available; write a question as ${{name}}."),
    "unknown-axis": gettext_noop("There is no axis called “{name}”."),
    "unknown-function": gettext_noop("There is no function called “{name}”."),
    "arity": gettext_noop("The function “{name}” takes {expected} values, not {given}."),
    "unknown-name": gettext_noop("There is no question called “{name}”."),
    "type-clash": gettext_noop("“{operation}” cannot be used between {left} and {right}."),
    "needs-questions": gettext_noop("The function “{name}” needs a question or a group here, not a value."),
    "bad-pattern": gettext_noop("The pattern “{pattern}” is not a usable regular expression."),
    "bad-value": gettext_noop("The function “{name}” cannot work with this value."),
    "unknown-instance": gettext_noop("There is no list called “{name}”."),
    "unavailable": gettext_noop("The function “{name}” is not available here."),
    "too-much": gettext_noop("The expression needs more than {limit} steps."),
}


def prose(code: Code, params: Mapping[str, object]) -> str:
    """The English sentence for a code."""
    return MESSAGES[code].format(**params)


class ExpressionError(Exception):
    """An expression that cannot be parsed or evaluated.

    `position` is the 0-based character of the source the fault is at; `params` fill the message.
    """

    def __init__(
        self,
        message: str,
        position: int,
        code: Code,
        params: Mapping[str, object] | None = None,
        length: int = 1,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.position = position
        self.code = code
        self.params = dict(params or {})
        self.length = length

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.message, self.position, self.code, self.params, self.length))


def fault(code: Code, position: int, length: int = 1, **params: object) -> ExpressionError:
    """Build the error for a code at a place."""
    return ExpressionError(prose(code, params), position, code, params, length)


@dataclass(frozen=True)
class Problem:
    """One finding of `check`: where it is, what it is, and what fills the message.

    An unknown name or function carries `suggestion` in its params (the nearest known one, or '').
    """

    code: Code
    message_params: Mapping[str, object] = field(hash=False)
    position: int
    length: int

    @property
    def params(self) -> Mapping[str, object]:
        """The same as `message_params`."""
        return self.message_params

    @property
    def message(self) -> str:
        """English prose."""
        return prose(self.code, self.message_params)
