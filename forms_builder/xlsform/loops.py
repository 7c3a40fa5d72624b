"""Loops over a list of choices: spelled out here as a group for each choice, and written as a loop again while untouched."""

import hashlib
import json

from pydantic import JsonValue

from forms_builder.schema import Choice, Group, Item


def of_turn(choice: Choice) -> dict[str, str]:
    """What `%(name)s` and `%(label)s` stand for in the turn of a choice."""
    return {"name": choice.value, "label": next(iter(choice.label.values()), choice.value)}


def fingerprint(items: tuple[Item, ...]) -> str:
    """Changes when anybody changes a part of the loop."""
    text = json.dumps([item.model_dump(mode="json", exclude_defaults=True) for item in items], sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def untouched_rows(group: Group) -> list[dict[str, str]] | None:
    """The rows of a loop that is as it was read; None for a group that is no loop, or no longer."""
    kept = group.extra.get("loop")
    if not isinstance(kept, dict) or kept.get("of") != fingerprint(group.items):
        return None
    rows: JsonValue = kept.get("rows")
    if not isinstance(rows, list):
        return None
    return [
        {str(heading): str(text) for heading, text in row.items()} for row in rows if isinstance(row, dict)
    ]
