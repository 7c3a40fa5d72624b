"""Where each answer stands on a page: its path in the answers, and the name of its field in the browser.

A field in a repeat is named by the id of its row, so adding, removing or a second tab never shifts an answer
to another row: `att-3fa9c1e2b4d5-t_name`. The rows themselves are a hidden field named like the repeat.
"""

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms_builder.logic import ROW_ID, Path
from forms_builder.schema import Group, Item, Question, Repeat

ROW_ID_PATTERN = re.compile(r"^[0-9a-f]{12}$")
MOST_ROWS = 2000

RowIds = dict[str, list[str]]
"""Field name of a repeat → ids of its rows, in order."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One question, or one repeat, in one row."""

    part: Question | Repeat
    path: Path
    name: str
    conditional: bool
    """Shown only in some cases, so its being new on the page is worth telling."""


def new_row_id() -> str:
    return secrets.token_hex(6)


def spots(
    items: Sequence[Item], rows: RowIds, at: Path = (), prefix: str = "", conditional: bool = False
) -> Iterator[Spot]:
    """Every question and repeat among `items` with the given rows, in the order of the screen."""
    for item in items:
        depends = conditional or bool(item.show_if)
        if isinstance(item, Group):
            yield from spots(item.items, rows, at, prefix, depends)
            continue
        name = prefix + item.key
        yield Spot(item, (*at, item.key), name, depends)
        if isinstance(item, Repeat):
            for index, row in enumerate(rows.get(name, [])):
                yield from spots(item.items, rows, (*at, item.key, index), f"{name}-{row}-", depends)


def repeats(items: Sequence[Item]) -> Iterator[Repeat]:
    """The repeats at this level, looked for through groups."""
    for item in items:
        if isinstance(item, Repeat):
            yield item
        elif isinstance(item, Group):
            yield from repeats(item.items)


def stored_rows(items: Sequence[Item], answers: Mapping[str, Any], prefix: str = "") -> RowIds:
    """The rows of stored answers."""
    found: RowIds = {}
    for repeat in repeats(items):
        name = prefix + repeat.key
        found[name] = []
        for row in answers.get(repeat.key) or []:
            found[name].append(row[ROW_ID])
            found |= stored_rows(repeat.items, row, f"{name}-{row[ROW_ID]}-")
    return found


def posted_rows(items: Sequence[Item], data: Any, stored: RowIds, prefix: str = "") -> RowIds:
    """The rows of a posted page, whose `data` is a MultiValueDict; a repeat that was not on it keeps its stored rows."""
    found: RowIds = {}
    for repeat in repeats(items):
        name = prefix + repeat.key
        if name not in data:
            found |= {key: ids for key, ids in stored.items() if key == name or key.startswith(f"{name}-")}
            continue
        named = dict.fromkeys(filter(ROW_ID_PATTERN.match, data.getlist(name)))
        found[name] = list(named)[:MOST_ROWS]
        for row in found[name]:
            found |= posted_rows(repeat.items, data, stored, f"{name}-{row}-")
    return found


def name_rows(items: Sequence[Item], answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers with an id for every row that has none yet."""
    named = dict(answers)
    for repeat in repeats(items):
        rows = [row for row in named.get(repeat.key) or [] if isinstance(row, Mapping)]
        if rows:
            named[repeat.key] = [
                name_rows(repeat.items, {**row, ROW_ID: row.get(ROW_ID) or new_row_id()}) for row in rows
            ]
    return named
