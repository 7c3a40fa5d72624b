"""Choices as lines of text: `value | English | বাংলা | alone, retired, score 3`. Quick to type, and a spreadsheet pastes well.

Pure functions over JSON. What a line cannot say (columns for filters, other languages) is kept by the value. What is
wrong with a line is told by `faults`; a line with a fault is read as well as it can be.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from forms_builder.designer.keys import free, proposed
from forms_builder.designer.lists.pasting import LONGEST_LABEL, VALUE, headings, is_yes
from forms_builder.schema.text import latin_digits

Choice = dict[str, Any]
ALONE, RETIRED = "alone", "retired"
SCORE = re.compile(r"score\s*(-?\d+(?:\.\d+)?)")
"""The points that a choice counts in a score; kept among its columns, as XLSForm has them."""
POINTS = re.compile(r"-?\d+(?:\.\d+)?")
MARK = re.compile(rf"{SCORE.pattern}(?![^\s,;])|[^\s,;]+".replace("(-", "(?:-"))
"""One of several: `alone, score 3`."""
BANGLA = re.compile(r"[\u0985-\u09b9\u09dc-\u09df]")
MARKS = "marks"
COLUMNS = ("value", "english", "bangla", MARKS)


class What(StrEnum):
    """What is wrong with a line."""

    BAD_VALUE = "bad-value"
    TWICE = "twice"
    LONG_LABEL = "long-label"
    BAD_MARK = "bad-mark"
    BAD_COLUMN = "bad-column"


@dataclass(frozen=True, slots=True)
class LineFault:
    line: int
    what: What
    text: str
    """What stands there."""


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    value: str
    english: str
    bangla: str
    marks: tuple[str, ...]


def write(choices: Sequence[Choice]) -> str:
    """One line a choice."""
    return "\n".join(_line(choice) for choice in choices)


def read(text: str, before: Sequence[Choice]) -> list[Choice]:
    """The choices that lines stand for; `before` are those that stood there, for what a line cannot say."""
    known = {choice["value"]: choice for choice in before}
    return [_choice(line, known.get(line.value, {})) for line in _lines(_table(text))]


def faults(text: str) -> list[LineFault]:
    """What cannot be kept as it stands there."""
    table = _table(text)
    unknown = [name for name in _columns(table) if name not in _KNOWN] if table else []
    seen: set[str] = set()
    found = [LineFault(table[0][0], What.BAD_COLUMN, name) for name in unknown]
    for line in _lines(table):
        found += _faults(line, seen)
        seen.add(line.value)
    return found


def _line(choice: Choice) -> str:
    label = choice.get("label", {})
    marks = [ALONE] * bool(choice.get("exclusive")) + [RETIRED] * bool(choice.get("retired"))
    points = f"score {choice.get('filters', {}).get('score', '')}"
    marks += [points] * bool(SCORE.fullmatch(points))
    cells = [choice["value"], label.get("en", ""), label.get("bn", ""), ", ".join(marks)]
    return " | ".join(cells[: 4 if marks else 3])


# -- Reading ---------------------------------------------------------------------------------------

Table = list[tuple[int, list[str]]]
"""Number of the line as people count, and its cells. A line from a spreadsheet has tabs between them."""
_KNOWN = frozenset({*COLUMNS, ALONE, RETIRED, "score", ""})


def _table(text: str) -> Table:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [
        (number, [cell.strip() for cell in line.replace("\t", "|").split("|")])
        for number, line in enumerate(lines, start=1)
        if line.strip()
    ]


def _columns(table: Table) -> list[str]:
    """What the first line calls the columns; nothing where it is a choice already."""
    return headings(table[0][1]) or []


def _lines(table: Table) -> Iterator[_Line]:
    columns = _columns(table) if table else []
    taken: set[str] = set()
    for number, cells in table[1:] if columns else table:
        value, english, bangla, *marks = _named(cells, columns) if columns else _placed(cells)
        if not value:
            value = free(proposed(english, bangla) or f"choice_{number}", taken)
        taken.add(value)
        yield _Line(number, value, english, bangla, _each_mark(marks))


def _placed(cells: list[str]) -> list[str]:
    """Cells in the order of `COLUMNS`, also where the value, which is then proposed, was left out."""
    if len(cells) == 1:
        return ["", "", cells[0]] if BANGLA.search(cells[0]) else ["", cells[0], ""]
    if _begins_with_english(cells):
        return ["", *cells]
    return [*cells, ""] if len(cells) == 2 else cells


def _begins_with_english(cells: list[str]) -> bool:
    """`Very good | খুব ভালো`, with points behind it or without: two languages and no value before them."""
    if BANGLA.search(cells[0]) or not BANGLA.search(cells[1]):
        return False
    return len(cells) == 2 or (bool(cells[2]) and all(map(_is_mark, _each_mark(cells[2:]))))


def _named(cells: list[str], columns: list[str]) -> list[str]:
    """Cells in the order of `COLUMNS`, by the headings above them."""
    by_name = dict(zip(columns, cells, strict=False))
    marks = [name for name in (ALONE, RETIRED) if is_yes(by_name.get(name, ""))]
    return [*(by_name.get(name, "") for name in COLUMNS[:3]), *marks, by_name.get("score", "")]


def _each_mark(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(mark for cell in cells for mark in MARK.findall(latin_digits(cell).lower()))


def _is_mark(mark: str) -> bool:
    return mark in (ALONE, RETIRED) or _points(mark) is not None


def _points(mark: str) -> str | None:
    """The points that a mark gives: `score 3`, or the number alone."""
    if POINTS.fullmatch(mark):
        return mark
    said = SCORE.fullmatch(mark)
    return said[1] if said else None


def _faults(line: _Line, seen: set[str]) -> Iterator[LineFault]:
    if not VALUE.match(line.value):
        yield LineFault(line.number, What.BAD_VALUE, line.value)
    elif line.value in seen:
        yield LineFault(line.number, What.TWICE, line.value)
    if max(len(line.english), len(line.bangla)) > LONGEST_LABEL:
        yield LineFault(line.number, What.LONG_LABEL, (line.english or line.bangla)[:40])
    for mark in line.marks:
        if not _is_mark(mark):
            yield LineFault(line.number, What.BAD_MARK, mark)


def _choice(line: _Line, before: Choice) -> Choice:
    labels = {**before.get("label", {}), "en": line.english, "bn": line.bangla}
    choice: Choice = {
        **before,
        "value": line.value,
        "label": {name: text for name, text in labels.items() if text},
    }
    for attribute, mark in (("exclusive", ALONE), ("retired", RETIRED)):
        choice.pop(attribute, None)
        if mark in line.marks:
            choice[attribute] = True
    points = [found for mark in line.marks if (found := _points(mark)) is not None]
    return _with_points(choice, points[0] if points else None)


def _with_points(choice: Choice, points: str | None) -> Choice:
    """Points that were taken off the line go; a column `score` that no line can say stays."""
    filters = dict(choice.get("filters", {}))
    if points:
        filters["score"] = points
    elif SCORE.fullmatch(f"score {filters.get('score', '')}"):
        del filters["score"]
    return {
        name: value for name, value in {**choice, "filters": filters}.items() if name != "filters" or value
    }
