"""The answer tree: answers laid out as the XForms instance that expressions walk.

The root is named `data`; groups, repeats (one node a row) and questions are nodes; pages are not.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from forms_builder.expressions import Node, NodeSet
from forms_builder.logic.answers import Answers, Path, as_text
from forms_builder.schema import Document, Group, Item, Question

Resolve = Callable[[str, Node], NodeSet]


@dataclass
class AnswerTree:
    """The tree, and the way from document parts and answer paths to its nodes and back."""

    root: Node = field(default_factory=lambda: Node("data"))
    nodes: dict[str, list[Node]] = field(default_factory=lambda: defaultdict(list))
    """Part id → its nodes, one for each row it stands in. A page has one node of its own outside the tree."""
    at: dict[Path, Node] = field(default_factory=dict)
    paths: dict[Node, Path] = field(default_factory=dict)

    def add(self, part_id: str, name: str, parent: Node, path: Path) -> Node:
        node = parent.add(Node(name))
        self.nodes[part_id].append(node)
        self.at[path] = node
        self.paths[node] = path
        return node


def plant(document: Document, answers: Answers) -> AnswerTree:
    """Build the tree; every node starts out relevant."""
    tree = AnswerTree()
    for page in document.pages:
        # Expressions never walk through a page; it only hides or shows what is on it.
        tree.nodes[page.id].append(Node(page.key))
        for item in page.items:
            _plant_item(tree, item, tree.root, answers, ())
    return tree


def _plant_item(tree: AnswerTree, item: Item, parent: Node, answers: Mapping[str, Any], at: Path) -> None:
    if isinstance(item, Question):
        node = tree.add(item.id, item.key, parent, (*at, item.key))
        _write(node, answers.get(item.key))
    elif isinstance(item, Group):
        node = tree.add(item.id, item.key, parent, (*at, item.key))
        for inner in item.items:
            _plant_item(tree, inner, node, answers, at)
    else:
        for index, row in enumerate(answers.get(item.key) or []):
            path = (*at, item.key, index)
            node = tree.add(item.id, item.key, parent, path)
            for inner in item.items:
                _plant_item(tree, inner, node, row, path)


def _write(node: Node, answer: Any) -> None:
    """An answer in rows has a child a row, as ODK lays out a group; any other answer is text."""
    if isinstance(answer, Mapping) and "value" not in answer:
        for key, value in answer.items():
            node.add(Node(str(key), as_text(value)))
    else:
        node.text = as_text(answer)


def resolver(tree: AnswerTree, ids: Mapping[str, str]) -> Resolve:
    """How `${name}` is found, as XLSForm has it: in one's own row first, otherwise everywhere."""

    def resolve(name: str, context: Node) -> NodeSet:
        found = tree.nodes.get(ids.get(name, ""), [])
        if len(found) < 2:
            return NodeSet(found)
        around = set(_upwards(context))
        shared = [sum(node in around for node in _upwards(one)) for one in found]
        nearest = max(shared)
        return NodeSet(node for node, depth in zip(found, shared, strict=True) if depth == nearest)

    return resolve


def _upwards(node: Node | None) -> list[Node]:
    """The node and all above it."""
    found = []
    while node is not None:
        found.append(node)
        node = node.parent
    return found
