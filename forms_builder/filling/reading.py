"""From what was read off a page to the answers of the whole form. Pure functions over plain data."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms_builder.filling.spots import RowIds, new_row_id, repeats
from forms_builder.logic import ROW_ID, Evaluation, FaultKind, Path, blank
from forms_builder.schema import Item, Question, Repeat

NewRow = Callable[[Repeat], Mapping[str, Any]]
"""What a row that is new starts with."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read off a page: answers by field name, None for blank; the rows that are on it now."""

    read: Mapping[str, Any]
    rows: RowIds
    new_row: NewRow


def merged(
    items: Sequence[Item], stored: Mapping[str, Any], reading: Reading, prefix: str = ""
) -> dict[str, Any]:
    """The stored answers with those that were read. What was not read stays as it was.

    Rows come out as the reading has them: in its order, without those it lacks, with those it has in addition.
    """
    answers = dict(stored)
    for item in items:
        name = prefix + item.key
        if isinstance(item, Repeat):
            _merge_rows(item, answers, reading, name)
        elif isinstance(item, Question):
            if name in reading.read:
                answers[item.key] = reading.read[name]
                if blank(answers[item.key]):
                    del answers[item.key]
        else:
            answers = merged(item.items, answers, reading, prefix)
    return answers


def _merge_rows(repeat: Repeat, answers: dict[str, Any], reading: Reading, name: str) -> None:
    before = {row[ROW_ID]: row for row in answers.get(repeat.key) or []}
    after = []
    for row in reading.rows.get(name, []):
        stored = before.get(row) or reading.new_row(repeat)
        after.append(merged(repeat.items, {**stored, ROW_ID: row}, reading, f"{name}-{row}-"))
    if after:
        answers[repeat.key] = after
    else:
        answers.pop(repeat.key, None)


def with_wanted_rows(items: Sequence[Item], rows: RowIds, evaluation: Evaluation) -> bool:
    """Add the rows that a repeat must have at least and lacks; tells whether any was added."""
    wanted = {
        fault.path: int(fault.params.get("exactly", fault.params.get("least", 0)))
        for fault in evaluation.faults
        if fault.kind is FaultKind.ROWS
    }
    return bool(wanted) and _top_up(items, rows, wanted, (), "")


def _top_up(
    items: Sequence[Item], rows: RowIds, wanted: Mapping[Any, int], at: tuple[str | int, ...], prefix: str
) -> bool:
    added = False
    for repeat in repeats(items):
        name, path = prefix + repeat.key, (*at, repeat.key)
        ids = rows.setdefault(name, [])
        missing = min(wanted.get(path, 0), repeat.maximum) - len(ids)
        ids.extend(new_row_id() for _ in range(missing))
        added |= missing > 0
        for index, row in enumerate(ids):
            added |= _top_up(repeat.items, rows, wanted, (*path, index), f"{name}-{row}-")
    return added


def look_up(answers: Mapping[str, Any], path: Path) -> Any:
    """The answer at a path; None where there is none."""
    found: Any = answers
    for part in path:
        if isinstance(part, int):
            found = found[part] if part < len(found) else None
        else:
            found = found.get(part)
        if found is None:
            return None
    return found
