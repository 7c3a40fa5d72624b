"""What a browser posts for a block that nobody touched: line ends become CR LF, or go, as HTML has it."""

import re
from typing import Any

from django import forms
from django.http import QueryDict
from wagtail.blocks import Block, StreamBlock, StructBlock

from forms_builder.designer.field import DocumentField


def posted(block: Block, state: Any, prefix: str) -> dict[str, str]:
    """The fields of `block` showing `state` (from `get_form_state`)."""
    if isinstance(block, StructBlock):
        parts = [posted(child, state[name], f"{prefix}-{name}") for name, child in block.child_blocks.items()]
        return {name: value for part in parts for name, value in part.items()}
    if isinstance(block, StreamBlock):
        return _stream(block, state, prefix)
    return _one(block, state, prefix)


def _stream(block: StreamBlock, state: list[dict[str, Any]], prefix: str) -> dict[str, str]:
    fields = {f"{prefix}-count": str(len(state))}
    for index, child in enumerate(state):
        at = f"{prefix}-{index}"
        fields |= {
            f"{at}-deleted": "",
            f"{at}-order": str(index),
            f"{at}-type": child["type"],
            f"{at}-id": child["id"],
            **posted(block.child_blocks[child["type"]], child["value"], f"{at}-value"),
        }
    return fields


def _one(block: Any, state: Any, prefix: str) -> dict[str, str]:
    widget = block.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return {prefix: "on"} if state else {}
    if isinstance(state, list):
        state = state[0] if state else ""
    text = "" if state is None else str(state)
    if isinstance(widget, forms.Textarea):
        text = re.sub(r"\r\n|\r|\n", "\r\n", text)
    elif isinstance(widget, forms.TextInput):
        text = re.sub(r"[\r\n]", "", text)
    return {prefix: text}


def edited(document: dict[str, Any], **changes: str) -> dict[str, Any]:
    """The document after the designer's page was opened and posted, with some inputs changed."""
    field = DocumentField().formfield()
    state = field.block.get_form_state(field.prepare_value(document))
    data = QueryDict(mutable=True)
    data.update({**posted(field.block, state, "document"), **changes})
    result: dict[str, Any] = field.clean(field.widget.value_from_datadict(data, {}, "document"))
    return result
