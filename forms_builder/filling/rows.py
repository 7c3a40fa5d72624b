"""Rows of a repeat as they are added, moved, removed and brought back. Works on what was typed, row by row."""

from copy import deepcopy
from typing import Any

from forms_builder.filling.payload import Removed, Typed
from forms_builder.filling.posted import Action, Posted
from forms_builder.filling.spots import MOST_ROWS, new_row_id
from forms_builder.logic import ROW_ID


def change(typed: Typed, wish: Posted) -> str:
    """What a row's button asks for, where nothing is kept: a removed row is gone. Gives the row to look at, else ""."""
    if wish.action in (Action.UP, Action.DOWN):
        move_row(typed, wish)
        return wish.row
    if wish.action is Action.REMOVE:
        remove_row(typed, wish, {}, "")
    return add_row(typed, wish.repeat) if wish.action is Action.ADD else ""


def add_row(typed: Typed, repeat: str) -> str:
    """The id of a new last row; "" where there is no such repeat or it is full."""
    rows = typed.get(repeat)
    if rows is None or len(rows) >= MOST_ROWS:
        return ""
    rows.append(new_row_id())
    return rows[-1]


def move_row(typed: Typed, wish: Posted) -> None:
    """One place up or down; the first and the last stay where they are."""
    rows = _ids(typed, wish.repeat)
    if wish.row not in rows:
        return
    here = rows.index(wish.row)
    there = here + (-1 if wish.action is Action.UP else 1)
    if 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
        typed[wish.repeat] = ["", *rows]


def remove_row(typed: Typed, wish: Posted, answers: dict[str, Any], label: str) -> Removed | None:
    """Take a row out of what was typed; gives all that is needed to bring it back."""
    rows = _ids(typed, wish.repeat)
    if wish.row not in rows:
        return None
    index = rows.index(wish.row)
    rows.remove(wish.row)
    typed[wish.repeat] = ["", *rows]
    prefix = f"{wish.repeat}-{wish.row}-"
    gone = {name: typed.pop(name) for name in list(typed) if name.startswith(prefix)}
    stored = next((row for row in _stored(answers, wish.repeat) if row[ROW_ID] == wish.row), None)
    return Removed(wish.repeat, wish.row, index, gone, stored, label)


def bring_back(typed: Typed, answers: dict[str, Any], removed: Removed) -> dict[str, Any]:
    """Put a removed row back where it was; gives the answers with its stored ones."""
    rows = _ids(typed, removed.repeat)
    if removed.row in rows:
        return answers
    rows.insert(removed.index, removed.row)
    typed[removed.repeat] = ["", *rows]
    typed.update(removed.typed)
    if removed.answers is None:
        return answers
    answers = deepcopy(answers)
    around = _around(answers, removed.repeat)
    if around is not None:
        key = removed.repeat.split("-")[-1]
        around.setdefault(key, []).insert(removed.index, removed.answers)
    return answers


def _ids(typed: Typed, repeat: str) -> list[str]:
    """Ids of the rows on a page; the blank one that says "there is such a repeat" is left out."""
    return [row for row in typed.get(repeat, []) if row]


def _stored(answers: dict[str, Any], repeat: str) -> list[dict[str, Any]]:
    around = _around(answers, repeat)
    return [] if around is None else list(around.get(repeat.split("-")[-1]) or [])


def _around(answers: dict[str, Any], repeat: str) -> dict[str, Any] | None:
    """The answers that hold a repeat: the form's own, or those of the row named in `outer-<row>-inner`."""
    parts = repeat.split("-")
    found: dict[str, Any] | None = answers
    for key, row in zip(parts[:-1:2], parts[1::2], strict=False):
        rows = (found or {}).get(key) or []
        found = next((one for one in rows if one[ROW_ID] == row), None)
    return found
