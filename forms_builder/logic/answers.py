"""The shape of answers: question key → answer; repeat key → list of rows, each with an `_id` of its own.

Groups and pages leave no trace in the answers. A `Path` names one answer: ("att", 0, "t_name").
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

Answers = Mapping[str, Any]
Row = Mapping[str, Any]
Path = tuple[str | int, ...]

ROW_ID = "_id"


def blank(answer: Any) -> bool:
    return answer is None or answer == "" or answer == []


def as_text(answer: Any) -> str:
    """An answer as an expression sees it: several values with spaces between, numbers in Latin digits."""
    if answer is None:
        return ""
    if isinstance(answer, list):
        return " ".join(map(str, answer))
    if isinstance(answer, dict):
        return str(answer.get("value", ""))
    return str(answer)


def day_of(answer: Any) -> date | None:
    """The day that a date or date-time answer names; None where it names none."""
    try:
        return date.fromisoformat(str(answer or "")[:10])
    except ValueError:
        return None


def uuid_of(answer: Any) -> UUID | None:
    """The id that an answer or a posted value names; None where it is none."""
    try:
        return UUID(str(answer))
    except ValueError:
        return None
