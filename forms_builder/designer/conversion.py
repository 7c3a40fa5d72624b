"""Document → block value → document, the identity for what nobody touched.

Each block carries the part it was made from (`original`). Coming back, only what the person changed is written into
that part, so attributes, languages and settings the designer does not show go through untouched. Parts it cannot show
at all (nested deeper than `DEPTH`, or of an unknown type) travel whole in a block of the kind `kept`.
Pure functions over JSON.
"""

import json
import re
import uuid
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from forms_builder.designer import keys, shown
from forms_builder.designer.shown import Part, Shown
from forms_builder.questions import types

Block = dict[str, Any]
"""A stream child: type, id, value."""

DEPTH = 3
"""Levels of items the designer shows below a page: groups and repeats in each other."""
PLAIN_ID = re.compile(r"^[A-Za-z0-9_-]+$")
ORIGINAL, KEPT, KEPT_SUMMARY = "original", "kept", "summary"
BLOCK = "block"
HOLDERS: dict[str, Sequence[Shown]] = {"page": shown.PAGE, "group": shown.GROUP, "repeat": shown.REPEAT}


def to_blocks(document: Part) -> Part:
    """A document as the value of the document block."""
    return _value(document, shown.DOCUMENT, "pages", DEPTH + 2)  # the form and the page count as levels too


def to_document(value: Part) -> Part:
    """The document a value of the document block stands for; parts without a key get one."""
    document = _part(value, shown.DOCUMENT)
    pages = [_from_block(block) for block in value.get("pages", [])]
    if pages or "pages" in document:
        document["pages"] = pages
    keys.fill_in(document)
    return document


def block_id(part_id: str) -> str:
    """The id of a part's block. Wagtail's script folds blocks by selectors, which take few signs."""
    return part_id if PLAIN_ID.match(part_id) else str(uuid.uuid5(uuid.NAMESPACE_URL, part_id))


def _value(part: Part, inputs: Sequence[Shown], children: str, depth: int) -> Part:
    """The value of a block that holds others."""
    own = {name: value for name, value in part.items() if name != children}
    return {
        **{one.name: one.read(part) for one in inputs},
        children: [_to_block(item, depth - 1) for item in part.get(children, [])],
        ORIGINAL: _carried(own),
    }


def _to_block(part: Part, depth: int) -> Block:
    kind = part["kind"]
    if kind == "group" and part.get("block"):
        value = {**{one.name: one.read(part) for one in shown.BLOCK}, ORIGINAL: _carried(part)}
        return {"type": BLOCK, "id": block_id(part["id"]), "value": value}
    if kind in HOLDERS and depth:
        return {
            "type": kind,
            "id": block_id(part["id"]),
            "value": _value(part, HOLDERS[kind], "items", depth),
        }
    if kind == "question" and part["type"] in types:
        inputs = shown.of_question(types[part["type"]])
        value = {**{one.name: one.read(part) for one in inputs}, ORIGINAL: _carried(part)}
        return {"type": part["type"], "id": block_id(part["id"]), "value": value}
    return {
        "type": KEPT,
        "id": block_id(part["id"]),
        "value": {KEPT_SUMMARY: _summary(part), ORIGINAL: _carried(part)},
    }


def _from_block(block: Block) -> Part:
    name, value = block["type"], block["value"]
    own_id = {"id": identity(block)}
    if name == KEPT:
        return {**original(value), **own_id}
    if name == BLOCK:
        return {**_part(value, shown.BLOCK), "kind": "group", **own_id}
    if name in HOLDERS:
        part = {**_part(value, HOLDERS[name]), "kind": name, **own_id}
        items = [_from_block(child) for child in value.get("items", [])]
        return {**part, "items": items} if items else part
    return {**_part(value, shown.of_question(types[name])), "kind": "question", "type": name, **own_id}


def identity(block: Block) -> str:
    """The id of the part. Wagtail gives a copied block an id of its own, which makes it a part of its own."""
    before = original(block["value"]).get("id", "")
    given = str(block.get("id") or uuid.uuid4())
    return before if isinstance(before, str) and block_id(before) == given else given


def _part(value: Part, inputs: Sequence[Shown]) -> Part:
    """The carried part with what was changed written into it."""
    part = original(value)
    before = deepcopy(part)
    for one in inputs:
        if one.name in value and not one.same(one.read(before), value[one.name]):
            one.write(part, value[one.name])
    return part


def _carried(part: Part) -> str:
    return json.dumps(part, ensure_ascii=False, separators=(",", ":"))


def original(value: Part) -> Part:
    """The carried part; nothing where a page was tampered with, so that only what it shows counts."""
    try:
        part = json.loads(value.get(ORIGINAL) or "{}")
    except ValueError:
        return {}
    return part if isinstance(part, dict) else {}


def _summary(part: Part) -> str:
    label = part.get("label", {})
    return " · ".join(filter(None, (part["key"], label.get("en") or label.get("bn"))))
