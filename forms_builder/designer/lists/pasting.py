"""Choices from a spreadsheet: pasted cells or the rows of a file, as lines with what is wrong with each. Pure."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from io import StringIO

from forms_builder.designer.keys import free, snake_case
from forms_builder.schema.document import KEY_PATTERN
from forms_builder.schema.text import clean_text, latin_digits

MOST_LINES = 10_000
VALUE = re.compile(r"^\S{1,100}$")
LONGEST_LABEL = 300
HEADINGS = {
    "value": ("value", "name", "code", "মান"),
    "english": ("english", "en", "label_en", "label::english (en)", "label::english", "ইংরেজি"),
    "bangla": ("bangla", "bn", "label_bn", "label::bangla (bn)", "label::bangla", "বাংলা"),
    "alone": ("alone", "exclusive", "একা"),
    "retired": ("retired", "বাতিল"),
}
"""Column → what its heading may say, XLSForm's names among them."""
BY_PLACE = ("value", "english", "bangla")
"""Columns of a table without headings."""
YES = frozenset({"yes", "true", "1", "x", "y", "✓", "হ্যাঁ", "alone", "retired"})


class LineProblem(StrEnum):
    BAD_VALUE = "bad-value"
    TWICE = "twice"
    NO_LABEL = "no-label"
    LONG_LABEL = "long-label"


@dataclass(frozen=True)
class Line:
    """One choice as pasted. `proposed`: its value was made from the English label."""

    number: int
    value: str
    english: str
    bangla: str
    alone: bool = False
    retired: bool = False
    filters: dict[str, str] = field(default_factory=dict)
    proposed: bool = False
    problems: tuple[LineProblem, ...] = ()


@dataclass(frozen=True)
class Pasted:
    """All lines, and which columns there were: a column that was not pasted changes nothing of a choice."""

    lines: list[Line]
    columns: tuple[str, ...]
    filter_columns: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()
    """Headings that are no name for a filter column; their cells are left out."""
    too_many: bool = False


def cells_of(text: str) -> list[list[str]]:
    """Pasted text as a table: spreadsheets paste tabs; lines typed by hand have bars or commas between their cells."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    first = next((line for line in text.split("\n") if line.strip()), "")
    if "\t" in text:
        return _read(text, "\t")
    if "|" in first:
        return [line.split("|") for line in text.split("\n")]
    return _read(text, ",")


def as_text(table: Sequence[Sequence[str]]) -> str:
    """A table as a spreadsheet would paste it: what `cells_of` reads back."""
    text = StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    writer.writerows([re.sub(r"\s*[\t\n\r]\s*", " ", cell) for cell in row] for row in table)
    return text.getvalue()


def read(table: Sequence[Sequence[str]], taken: Sequence[str] = ()) -> Pasted:
    """The lines of a table. `taken`: values the list has, which no proposed value may be."""
    rows = [(number, [clean_text(cell) for cell in row]) for number, row in enumerate(table, start=1)]
    rows = [(number, row) for number, row in rows if any(row)]
    above = headings(rows[0][1]) if rows else None
    columns = above or list(BY_PLACE)
    body = rows[1:] if above else rows
    named = tuple(name for name in columns if name not in HEADINGS and KEY_PATTERN.match(name))
    unnamed = tuple(name for name in columns if name and name not in HEADINGS and name not in named)
    if not above and any(any(row[len(BY_PLACE) :]) for _number, row in body):
        unnamed = ("…",)
    if not above:
        body = [(number, _with_room_for_a_value(row)) for number, row in body]
    lines = list(_lines(body[:MOST_LINES], columns, named, set(taken)))
    present = tuple(name for name in columns if name in HEADINGS)
    return Pasted(lines, present, named, unnamed, len(body) > MOST_LINES)


def _read(text: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(1_000_000)
    try:
        return [list(row) for row in csv.reader(StringIO(text), delimiter=delimiter)]
    except csv.Error:
        return [line.split(delimiter) for line in text.split("\n")]


def headings(row: Sequence[str]) -> list[str] | None:
    """The columns that a first line names; None where it is a choice already."""
    known = {words: name for name, says in HEADINGS.items() for words in says}
    found = [known.get(cell.lower(), cell.lower().replace(" ", "_")) for cell in row]
    named = [name for name in found if name]
    labels = {"english", "bangla"} & set(named)
    each_once = len(set(named)) == len(named)  # unlike the choice `english | English | ইংরেজি`
    return found if each_once and labels and ("value" in found or len(labels) == 2) else None


def _with_room_for_a_value(row: list[str]) -> list[str]:
    """A line with one cell is a text; its value will be proposed."""
    return ["", row[0]] if row[0] and not any(row[1:]) else row


def _lines(
    rows: Sequence[tuple[int, list[str]]], columns: Sequence[str], filters: Sequence[str], taken: set[str]
) -> Iterator[Line]:
    seen: set[str] = set()
    for number, row in rows:
        cells = dict(zip(columns, row, strict=False))
        english, bangla = cells.get("english", ""), cells.get("bangla", "")
        value = cells.get("value", "")
        proposed = not value
        if proposed:
            value = free(snake_case(english) or f"choice_{number}", seen | taken)
        yield Line(
            number,
            value,
            english,
            bangla,
            is_yes(cells.get("alone", "")),
            is_yes(cells.get("retired", "")),
            {name: cells[name] for name in filters if cells.get(name)},
            proposed,
            tuple(_problems(value, english, bangla, seen)),
        )
        seen.add(value)


def _problems(value: str, english: str, bangla: str, seen: set[str]) -> Iterator[LineProblem]:
    if not VALUE.match(value):
        yield LineProblem.BAD_VALUE
    if value in seen:
        yield LineProblem.TWICE
    if not english and not bangla:
        yield LineProblem.NO_LABEL
    if max(len(english), len(bangla)) > LONGEST_LABEL:
        yield LineProblem.LONG_LABEL


def is_yes(cell: str) -> bool:
    return latin_digits(cell).lower() in YES
