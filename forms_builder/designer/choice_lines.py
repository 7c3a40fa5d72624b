"""Choices as lines of text: `value | English | বাংলা | alone, retired, score 3`. Quick to type, and a spreadsheet pastes well.

Pure functions over JSON. What a line cannot say (columns for filters, other languages) is kept by the value.
"""

import re
from collections.abc import Sequence
from typing import Any

from forms_builder.designer.keys import snake_case
from forms_builder.schema.text import latin_digits

Choice = dict[str, Any]
ALONE, RETIRED = "alone", "retired"
SCORE = re.compile(r"score\s*(-?\d+(?:\.\d+)?)")
"""The points that a choice counts in a score; kept among its columns, as XLSForm has them."""


def write(choices: Sequence[Choice]) -> str:
    """One line a choice."""
    return "\n".join(_line(choice) for choice in choices)


def read(text: str, before: Sequence[Choice]) -> list[Choice]:
    """The choices that lines stand for; `before` are those that stood there, for what a line cannot say."""
    known = {choice["value"]: choice for choice in before}
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    return [_choice(line, number, known) for number, line in enumerate(lines, start=1)]


def _line(choice: Choice) -> str:
    label = choice.get("label", {})
    marks = [ALONE] * bool(choice.get("exclusive")) + [RETIRED] * bool(choice.get("retired"))
    points = f"score {choice.get('filters', {}).get('score', '')}"
    marks += [points] * bool(SCORE.fullmatch(points))
    cells = [choice["value"], label.get("en", ""), label.get("bn", ""), ", ".join(marks)]
    return " | ".join(cells[: 4 if marks else 3])


def _choice(line: str, number: int, known: dict[str, Choice]) -> Choice:
    """A line from a spreadsheet has tabs between its cells. A line with one cell is a label."""
    cells = [cell.strip() for cell in line.replace("\t", "|").split("|")]
    if len(cells) == 1:
        cells = [snake_case(cells[0]) or f"choice_{number}", *cells]
    value, english, bangla, marks = (*cells, "", "", "", "")[:4]
    before = known.get(value, {})
    labels = {**before.get("label", {}), "en": english, "bn": bangla}
    choice: Choice = {
        **before,
        "value": value,
        "label": {name: text for name, text in labels.items() if text},
    }
    for attribute, mark in (("exclusive", ALONE), ("retired", RETIRED)):
        choice.pop(attribute, None)
        if mark in marks.lower():
            choice[attribute] = True
    return _with_points(choice, SCORE.search(latin_digits(marks.lower())))


def _with_points(choice: Choice, points: re.Match[str] | None) -> Choice:
    """Points that were taken off the line go; a column `score` that no line can say stays."""
    filters = dict(choice.get("filters", {}))
    if points:
        filters["score"] = points[1]
    elif SCORE.fullmatch(f"score {filters.get('score', '')}"):
        del filters["score"]
    return {
        name: value for name, value in {**choice, "filters": filters}.items() if name != "filters" or value
    }
