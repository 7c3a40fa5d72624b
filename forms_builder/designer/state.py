"""The editor's state as one JSON field. A form of 150 questions has thousands of inputs; posted one by one at each
autosave they weigh four times as much. What the page sends is spread out again, so that Wagtail reads it as ever.
"""

import json
from typing import Any

from django.core.exceptions import SuspiciousOperation
from wagtail.blocks import Block, StreamBlock, StructBlock

Fields = dict[str, Any]


def fields_of(block: Block, sent: str, prefix: str) -> Fields:
    """The fields a browser would have posted for `block`. Blank inputs are left out by the page."""
    try:
        return _fields(block, json.loads(sent), prefix)
    except (ValueError, RecursionError, AttributeError, KeyError, TypeError) as error:
        raise SuspiciousOperation("This is no state of the editor.") from error


def _fields(block: Block, state: Any, prefix: str) -> Fields:
    if isinstance(block, StructBlock):
        state = state or {}
        parts = (
            _fields(child, state.get(name), f"{prefix}-{name}") for name, child in block.child_blocks.items()
        )
        return {name: value for part in parts for name, value in part.items()}
    if isinstance(block, StreamBlock):
        return _stream(block, state or [], prefix)
    if isinstance(state, list):
        state = state[0] if state else None
    return {} if state in (None, False) else {prefix: "on" if state is True else str(state)}


def _stream(block: StreamBlock, children: list[dict[str, Any]], prefix: str) -> Fields:
    fields: Fields = {f"{prefix}-count": str(len(children))}
    for index, child in enumerate(children):
        at = f"{prefix}-{index}"
        fields |= {
            f"{at}-deleted": "",
            f"{at}-order": str(index),
            f"{at}-type": child["type"],
            f"{at}-id": child.get("id") or "",
            **_fields(block.child_blocks[child["type"]], child.get("value"), f"{at}-value"),
        }
    return fields
