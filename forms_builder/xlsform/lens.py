"""Keeps both sides exact where a cell and an attribute do not say quite the same.

Reading: what a row says otherwise than an export would (`TRUE` for `yes`, `q string` for `text`, a rule where we hold a
yes or no) is kept in `extra["as_written"]`, column → [what an export would write, what stands there].
Writing: what a row cannot say is in its column `nirapod::exact`, attribute → [what the row reads as, what it is].
Each counts as long as its first half still holds, so an edit on either side is never undone by the other.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import JsonValue, ValidationError

from forms_builder.schema.document import Frozen
from forms_builder.xlsform.cells import Cells
from forms_builder.xlsform.columns import Key
from forms_builder.xlsform.own import ASIDE, EXACT, cell_text, json_in, whole_name

AS_WRITTEN = "as_written"
M = TypeVar("M", bound=Frozen)


def as_written(ours: Cells, theirs: Mapping[Key, str]) -> dict[str, JsonValue]:
    """Where the two differ, by column."""
    said = {key: text for key, text in theirs.items() if whole_name(key[0]) not in (ASIDE, EXACT)}
    ours = {key: cell_text(text) for key, text in ours.items()}
    return {
        _named(key): [ours.get(key, ""), said.get(key, "")]
        for key in (*said, *(key for key in ours if key not in said))
        if ours.get(key, "") != said.get(key, "")
    }


def written(cells: Cells, extra: Mapping[str, JsonValue]) -> Cells:
    """The cells as they were written, where the part still says what it said then."""
    kept = extra.get(AS_WRITTEN)
    found = {key: cell_text(text) for key, text in cells.items()}
    for name, pair in kept.items() if isinstance(kept, dict) else ():
        key = _key(name)
        if (
            isinstance(pair, list)
            and len(pair) == 2
            and pair[0] == found.get(key, "")
            and isinstance(pair[1], str)
        ):
            found[key] = pair[1]
    return {key: text for key, text in found.items() if text}


def exact(read: Frozen, meant: Frozen, attributes: tuple[str, ...]) -> dict[str, Any]:
    """Attribute → [as read, as it is], where they differ; of mappings only the entries that differ."""
    was, now = (part.model_dump(mode="json", include=set(attributes)) for part in (read, meant))
    found = _differences(was, now)
    return found if isinstance(found, dict) else {}


def restored(part: M, cell: str) -> M:
    """The part as it was exported; attributes that read otherwise now were edited since, and stay."""
    pairs = json_in(cell) if cell else None
    for name, change in pairs.items() if isinstance(pairs, dict) else ():
        if name in type(part).model_fields:
            part = _put(part, name, change)
    return part


def _put(part: M, name: str, change: Any) -> M:
    now = part.model_dump(mode="json", include={name})[name]
    value = _changed([now], change)
    if value == [now]:
        return part
    try:
        return type(part).model_validate({**_attributes(part), name: value[0]})
    except (ValidationError, IndexError):
        return part


Maybe = list[Any]
"""A value in a list, or an empty list where there is none."""


def _differences(was: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """What differs, inwards through mappings: name → [`Maybe` before, `Maybe` after]."""
    found: dict[str, Any] = {}
    for name in (*was, *(name for name in now if name not in was)):
        before, after = _maybe(was, name), _maybe(now, name)
        if before == after:
            continue
        both = [*before, *after]
        inwards = len(both) == 2 and all(isinstance(one, dict) for one in both)
        found[name] = _differences(*both) if inwards else [before, after]
    return found


def _changed(value: Maybe, change: Any) -> Maybe:
    """The value with the change made, as far as what is there is what the change begins with."""
    if isinstance(change, list):
        return change[1] if len(change) == 2 and change[0] == value and isinstance(change[1], list) else value
    if not isinstance(change, dict) or not value or not isinstance(value[0], dict):
        return value
    found = dict(value[0])
    for name, inner in change.items():
        put = _changed(_maybe(found, name), inner)
        found.pop(name, None)
        if put:
            found[name] = put[0]
    return [found]


def _maybe(mapping: dict[str, Any], name: str) -> Maybe:
    return [mapping[name]] if name in mapping else []


def _attributes(part: Frozen) -> dict[str, Any]:
    return {name: getattr(part, name) for name in type(part).model_fields}


def _named(key: Key) -> str:
    return f"{key[0]}::{key[1]}" if key[1] else key[0]


def _key(name: str) -> Key:
    if name.startswith("nirapod::"):
        rest = _key(name.removeprefix("nirapod::"))
        return f"nirapod::{rest[0]}", rest[1]
    column, _, code = name.partition("::")
    return column, code
