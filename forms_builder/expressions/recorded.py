"""Recorded expression cases as a file holds them: what another evaluator gave, for which XML text, at which place.

Reads the file and turns XML into answer trees; `replaying` runs the cases. Nothing that answers forms comes here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.dom.minidom import Document, Element
from xml.dom.minidom import Node as XmlNode
from xml.parsers.expat import ExpatError

from defusedxml import minidom

from forms_builder.expressions.nodes import Kind, Node

XHTML = "http://www.w3.org/1999/xhtml"
_STEP = re.compile(r"(\?|\*|@?[\w:-]+(?:\(\))?)(?:\[([0-9]{1,9})\])?")
_KINDS: dict[int, Kind] = {
    XmlNode.TEXT_NODE: "text",
    XmlNode.CDATA_SECTION_NODE: "text",
    XmlNode.COMMENT_NODE: "comment",
    XmlNode.PROCESSING_INSTRUCTION_NODE: "instruction",
    XmlNode.DOCUMENT_TYPE_NODE: "other",
}
_STEP_KINDS: dict[str, Kind] = {
    "text()": "text",
    "comment()": "comment",
    "processing-instruction()": "instruction",
}


class BadRecording(Exception):
    """The file cannot be read as recorded cases; the message says why in one line."""


@dataclass(frozen=True)
class Case:
    """One recorded assertion; `number` is its place in the file, from 0.

    `kind` says how the result is compared (`boolean`, `number`, `numround`, `string`, `match`, `strlen`, `nodes`,
    `unodes`, `first`, `count`, `throws`), `context` is the path of the context node in its document.
    """

    number: int
    file: str
    expression: Any
    document: int
    context: str
    kind: str
    expected: Any


@dataclass(frozen=True)
class Recording:
    """The cases of a file and the XML texts they are about."""

    documents: tuple[str, ...]
    cases: tuple[Case, ...]
    _trees: dict[int, Node] = field(default_factory=dict, repr=False, compare=False)

    def tree(self, number: int) -> Node:
        """The tree of a document, made once. LookupError when there is none that can be read."""
        if number not in self._trees:
            if not 0 <= number < len(self.documents):
                raise LookupError(number)
            self._trees[number] = tree_of(self.documents[number])
        return self._trees[number]

    def node(self, number: int, path: str) -> Node:
        """The node a recorded path names. LookupError when the tree does not have it."""
        here = self.tree(number)
        for step in path.strip("/").split("/") if path != "/" else []:
            found = _STEP.fullmatch(step)
            if found is None:
                raise LookupError(step)
            here = _stepped(here, found[1], int(found[2] or 1))
        return here


def read_recording(path: Path) -> Recording:
    """The recording in a file: `{"documents": [xml, …], "cases": [{…}, …]}`. Raises `BadRecording`."""
    try:
        read = json.loads(path.read_text(encoding="utf-8-sig"), parse_constant=str)
    except OSError as error:
        raise BadRecording(f"{path}: {error.strerror or 'cannot be read'}.") from error
    except (ValueError, RecursionError) as error:
        raise BadRecording(f"{path}: this is not JSON ({error}).") from error
    if not isinstance(read, dict):
        raise BadRecording(f"{path}: expected an object with 'documents' and 'cases'.")
    documents = _list(path, read, "documents")
    if not all(isinstance(text, str) for text in documents):
        raise BadRecording(f"{path}: every document must be a text.")
    cases = tuple(_case(path, number, raw) for number, raw in enumerate(_list(path, read, "cases")))
    return Recording(tuple(documents), cases)


def _list(path: Path, read: Mapping[str, Any], name: str) -> list[Any]:
    if not isinstance(read.get(name), list):
        raise BadRecording(f"{path}: '{name}' must be a list.")
    found: list[Any] = read[name]
    return found


def _case(path: Path, number: int, raw: Any) -> Case:
    if not isinstance(raw, dict):
        raise BadRecording(f"{path}: case {number} is not an object.")
    for name, wanted in (("document", int), ("context", str), ("kind", str)):
        if type(raw.get(name)) is not wanted:
            raise BadRecording(f"{path}: case {number} needs '{name}' as {wanted.__name__}.")
    for name in ("expression", "expected"):
        if name not in raw:
            raise BadRecording(f"{path}: case {number} has no '{name}'.")
    file = str(raw.get("file", ""))
    return Case(
        number, file, raw["expression"], raw["document"], raw["context"], raw["kind"], raw["expected"]
    )


def tree_of(xml: str) -> Node:
    """XML text as a tree; elements in the XHTML namespace are called `xhtml:…`. LookupError if it cannot be read."""
    try:
        made: Document = minidom.parseString(xml)
        return Node("", kind="document", children=[_built(child) for child in made.childNodes])
    except (ExpatError, ValueError, RecursionError) as error:
        raise LookupError(str(error)) from error


def _built(xml: XmlNode) -> Node:
    if isinstance(xml, Element):
        name = f"xhtml:{xml.tagName}" if xml.namespaceURI == XHTML and ":" not in xml.tagName else xml.tagName
        attributes = {key: value for key, value in xml.attributes.items() if not key.startswith("xmlns")}
        return Node(name, attributes=attributes, children=map(_built, xml.childNodes))
    kind = _KINDS[xml.nodeType]
    name = xml.nodeName or "" if kind == "instruction" else ""
    return Node(name, xml.nodeValue or "", kind=kind)


def _stepped(here: Node, test: str, place: int) -> Node:
    if test.startswith("@"):
        return here.made(test, "attribute", test[1:], here.attributes[test[1:]])
    kind = _STEP_KINDS.get(test, "element")
    row = here.children if test == "?" else [child for child in here.children if child.kind == kind]
    if not 0 < place <= len(row):
        raise LookupError(test)
    return row[place - 1]


def path_of(node: Node) -> str:
    """Where a node stands, as a recording writes it: `/?[1]/?[2]/@id`; '/' for the document."""
    steps: list[str] = []
    here: Node | None = node
    while here is not None and here.parent is not None:
        steps.append(f"@{here.name}" if here.kind == "attribute" else _place(here, here.parent))
        here = here.parent
    return "/" + "/".join(reversed(steps))


def _place(node: Node, parent: Node) -> str:
    """The step to a child; a text made for a leaf is no child of it."""
    places = (place for place, child in enumerate(parent.children, start=1) if child is node)
    return f"?[{next(places, 1)}]"
