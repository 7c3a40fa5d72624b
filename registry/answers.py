"""The answers of a record as data: rows with ids, walking through repeats, what changed, what survives an edit.

Pure functions. Answers are question key → answer and repeat key → list of rows; a row has an `_id` of its own.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any
from uuid import uuid4

from forms_builder.logic import ROW_ID

Answers = Mapping[str, Any]


def is_rows(answer: Any) -> bool:
    """Rows of a repeat, not several choices: a list of mappings."""
    if not isinstance(answer, list) or not answer:
        return False
    return all(isinstance(row, Mapping) for row in answer)


def with_row_ids(answers: Answers) -> dict[str, Any]:
    """The same answers, every row with an id that no other row of its list has."""
    return {
        key: _rows_with_ids(answer) if isinstance(answer, list) and is_rows(answer) else answer
        for key, answer in answers.items()
    }


def _rows_with_ids(rows: list[Answers]) -> list[dict[str, Any]]:
    taken: set[str] = set()
    found: list[dict[str, Any]] = []
    for row in rows:
        row_id = row.get(ROW_ID)
        if not isinstance(row_id, str) or not row_id or row_id in taken:
            row_id = uuid4().hex[:12]
        taken.add(row_id)
        found.append({**with_row_ids(row), ROW_ID: row_id})
    return found


def each(answers: Answers, row: str = "") -> Iterator[tuple[str, str, Any]]:
    """(key, row, answer) of every question answered; `row` is the path of row ids, blank outside repeats."""
    for key, answer in answers.items():
        if key == ROW_ID:
            continue
        if is_rows(answer):
            for inner in answer:
                yield from each(inner, f"{row}/{key}:{inner.get(ROW_ID, '')}")
        else:
            yield key, row, answer


def repeat_keys(answers: Answers) -> set[str]:
    """Keys of the repeats that have rows, at any depth."""
    found = {key for key, answer in answers.items() if is_rows(answer)}
    return found.union(*(repeat_keys(row) for key in found for row in answers[key]))


def only(answers: Answers, wanted: Callable[[str], bool]) -> dict[str, Any]:
    """The answers of wanted questions; rows stay, with their ids, so that none changes its place."""
    kept: dict[str, Any] = {}
    for key, answer in answers.items():
        if is_rows(answer):
            kept[key] = [only(row, wanted) for row in answer]
        elif key == ROW_ID or wanted(key):
            kept[key] = answer
    return kept


def changed_keys(before: Answers, after: Answers) -> set[str]:
    """Keys of the questions that differ, and of the repeats that gained or lost rows."""
    if not before:
        rows = {key for key, answer in after.items() if isinstance(answer, list) and is_rows(answer)}
        if not rows:
            return {key for key, answer in after.items() if answer is not None}
        return rows | {key for key, _row, answer in each(after) if answer is not None}
    old, new = ({(key, row): answer for key, row, answer in each(side)} for side in (before, after))
    differing = {key for key, row in old.keys() | new.keys() if old.get((key, row)) != new.get((key, row))}
    return differing | _repeats_changed(before, after)


def _repeats_changed(before: Answers, after: Answers) -> set[str]:
    found: set[str] = set()
    for key in before.keys() | after.keys():
        old_rows, new_rows = _rows_by_id(before.get(key)), _rows_by_id(after.get(key))
        if list(old_rows) != list(new_rows):
            found.add(key)
        for row_id in old_rows.keys() & new_rows.keys():
            found |= _repeats_changed(old_rows[row_id], new_rows[row_id])
    return found


def without_bare_rows(answers: Answers) -> dict[str, Any]:
    """The same answers without repeats in whose rows nothing is left but the ids."""
    pruned = {
        key: [without_bare_rows(row) for row in answer] if is_rows(answer) else answer
        for key, answer in answers.items()
    }
    return {key: answer for key, answer in pruned.items() if not is_rows(answer) or any(map(_filled, answer))}


def _filled(row: Answers) -> bool:
    return bool(row.keys() - {ROW_ID})


def _rows_by_id(answer: Any) -> dict[str, Answers]:
    return {row[ROW_ID]: row for row in answer} if is_rows(answer) else {}


def put_back(new: Answers, old: Answers, keys: Collection[str]) -> dict[str, Any]:
    """`new` with the answers of `keys` as they are in `old`: what an editor could not see survives the edit.

    `keys` may name whole repeats. Rows are found again by id; in a new row there is nothing to put back.
    """
    merged = {key: answer for key, answer in new.items() if key not in keys}
    merged |= {key: answer for key, answer in old.items() if key in keys}
    for key, rows in merged.items():
        if is_rows(rows) and key not in keys:
            before = _rows_by_id(old.get(key))
            merged[key] = [put_back(row, before.get(row.get(ROW_ID), {}), keys) for row in rows]
    return merged


def fill_gaps(new: Answers, old: Answers, keys: Collection[str]) -> dict[str, Any]:
    """`new` with the old answers of those `keys` that it lacks, in rows that are still there too."""
    filled = {**{key: answer for key, answer in old.items() if key in keys}, **new}
    for key, rows in filled.items():
        if is_rows(rows) and key in new:
            before = _rows_by_id(old.get(key))
            filled[key] = [fill_gaps(row, before.get(row.get(ROW_ID), {}), keys) for row in rows]
    return filled
