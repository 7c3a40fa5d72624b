"""Whether an answer of a file says what is there already: by what it means, not by how it is written.

An exported file says 12.50 as a number, which comes back as 12.5; sent back unchanged it changes nothing.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from forms_builder.questions import types
from forms_builder.schema import Question


def kept(question: Question | None, before: Any, given: Any) -> Any:
    """What is there where the file says the same, else what the file says."""
    return before if question is not None and is_same(question, before, given) else given


def kept_of(questions: Mapping[str, Question], before: Mapping[str, Any], given: Mapping[str, Any]) -> Any:
    """`kept` for each answer of a row."""
    return {key: kept(questions.get(key), before.get(key), answer) for key, answer in given.items()}


def is_same(question: Question, before: Any, given: Any) -> bool:
    if before == given:
        return True
    if before is None or given is None:
        return False
    kind = types.of(question)
    return _told(kind.export(question, before)) == _told(kind.export(question, given))


def _told(cells: list[Any]) -> list[Any]:
    """The cells of an export as a spreadsheet keeps them: no number has more digits there than a float."""
    return [float(cell) if isinstance(cell, Decimal) else cell for cell in cells]
