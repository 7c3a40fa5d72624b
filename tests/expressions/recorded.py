"""Loads the recorded expression cases: XML texts to answer trees, context paths to nodes.

Kept out of the test so that the test reads as what is promised; nothing of the product is in here.
"""

from __future__ import annotations

import json
import math
import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.dom.minidom import Document, Element
from xml.dom.minidom import Node as XmlNode

from defusedxml import minidom

from forms_builder.expressions import Node

XHTML = "http://www.w3.org/1999/xhtml"
_STEP = re.compile(r"(\?|\*|@?[\w:-]+(?:\(\))?)(?:\[(\d+)\])?")
_KINDS = {
    XmlNode.TEXT_NODE: "text",
    XmlNode.CDATA_SECTION_NODE: "text",
    XmlNode.COMMENT_NODE: "comment",
    XmlNode.PROCESSING_INSTRUCTION_NODE: "instruction",
    XmlNode.DOCUMENT_TYPE_NODE: "other",
}


@dataclass(frozen=True)
class Case:
    """One recorded assertion; `number` is its place in the file."""

    number: int
    file: str
    expression: str
    document: int
    context: str
    kind: str
    expected: Any


def corpus() -> Path | None:
    """The folder with the recordings, None when this machine has none."""
    beside = Path(__file__).resolve().parents[3] / "shared"
    folder = Path(os.environ.get("NIRAPOD_CORPORA", beside)) / "expressions"
    return folder if (folder / "cases.json").exists() else None


@cache
def recording() -> tuple[list[str], list[dict[str, Any]]]:
    """The documents and the raw cases."""
    folder = corpus()
    if folder is None:
        return [], []
    read = json.loads((folder / "cases.json").read_text(encoding="utf-8"))
    return read["documents"], read["cases"]


def cases() -> list[Case]:
    """Every case whose expression is a text."""
    wanted = ("file", "expression", "document", "context", "kind", "expected")
    return [
        Case(number, *(raw[key] for key in wanted))
        for number, raw in enumerate(recording()[1])
        if isinstance(raw["expression"], str)
    ]


@cache
def document(number: int) -> Node:
    """The tree of a document. Elements in the XHTML namespace are called `xhtml:…`, as the expressions call them."""
    made: Document = minidom.parseString(recording()[0][number])
    return Node("", kind="document", children=[_built(child) for child in made.childNodes])


def _built(xml: XmlNode) -> Node:
    if isinstance(xml, Element):
        name = f"xhtml:{xml.tagName}" if xml.namespaceURI == XHTML and ":" not in xml.tagName else xml.tagName
        attributes = {key: value for key, value in xml.attributes.items() if not key.startswith("xmlns")}
        return Node(name, attributes=attributes, children=map(_built, xml.childNodes))
    kind = _KINDS[xml.nodeType]
    name = xml.nodeName if kind == "instruction" else ""
    return Node(name, xml.nodeValue or "", kind=kind)  # type: ignore[arg-type]


def node_at(number: int, path: str) -> Node:
    """The node a recorded path names. Raises LookupError when the tree cannot have it."""
    here = document(number)
    for step in path.strip("/").split("/") if path != "/" else []:
        found = _STEP.fullmatch(step)
        if found is None:
            raise LookupError(step)
        here = _stepped(here, found[1], int(found[2] or 1))
    return here


def _stepped(here: Node, test: str, place: int) -> Node:
    if test.startswith("@"):
        return here.made(test, "attribute", test[1:], here.attributes[test[1:]])
    kind = {"text()": "text", "comment()": "comment", "processing-instruction()": "instruction"}.get(
        test, "element"
    )
    row = here.children if test == "?" else [child for child in here.children if child.kind == kind]
    if place > len(row):
        raise LookupError(test)
    return row[place - 1]


def number(value: Any) -> float:
    """A recorded number, which JSON cannot always hold."""
    return {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}.get(value, value)
