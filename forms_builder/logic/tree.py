"""The answer tree: answers laid out as the XForms instance that expressions walk.

Groups, repeats (one node a row) and questions are nodes, named as rules name them; pages are not in the tree.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from forms_builder.expressions import Node, NodeSet
from forms_builder.logic.answers import Answers, Path, as_text
from forms_builder.logic.names import node_name, root_name
from forms_builder.schema import Document, Group, Item, Place, Question

Resolve = Callable[[str, Node], NodeSet]
Nodes = dict[str, list[Node]]


@dataclass
class AnswerTree:
    """The tree, and the way from document parts and answer paths to its nodes and back."""

    root: Node
    nodes: Nodes = field(default_factory=lambda: defaultdict(list))
    """Part id → its nodes, one for each row it stands in. A page has one node of its own outside the tree."""
    in_row: dict[Node, Nodes] = field(default_factory=dict)
    """Row → part id → the nodes in that row, at any depth. The row is not in itself: seen from it, its name means all."""
    at: dict[Path, Node] = field(default_factory=dict)
    paths: dict[Node, Path] = field(default_factory=dict)

    def add(self, part: Item, parent: Node, path: Path, rows: tuple[Node, ...]) -> Node:
        node = parent.add(Node(node_name(part)))
        self.nodes[part.id].append(node)
        for row in rows:
            self.in_row[row].setdefault(part.id, []).append(node)
        self.at[path] = node
        self.paths[node] = path
        return node


def plant(document: Document, answers: Answers) -> AnswerTree:
    """Build the tree; every node starts out relevant."""
    tree = AnswerTree(Node(root_name(document)))
    for page in document.pages:
        # Expressions never walk through a page; it only hides or shows what is on it.
        tree.nodes[page.id].append(Node(page.key))
        for item in page.items:
            _plant_item(tree, item, tree.root, answers, (), ())
    return tree


def _plant_item(
    tree: AnswerTree, item: Item, parent: Node, answers: Mapping[str, Any], at: Path, rows: tuple[Node, ...]
) -> None:
    if isinstance(item, Question):
        node = tree.add(item, parent, (*at, item.key), rows)
        _write(node, answers.get(item.key))
    elif isinstance(item, Group):
        node = tree.add(item, parent, (*at, item.key), rows)
        for inner in item.items:
            _plant_item(tree, inner, node, answers, at, rows)
    else:
        for index, row in enumerate(answers.get(item.key) or []):
            path = (*at, item.key, index)
            node = tree.add(item, parent, path, rows)
            tree.in_row[node] = {}
            for inner in item.items:
                _plant_item(tree, inner, node, row, path, (*rows, node))


def _write(node: Node, answer: Any) -> None:
    """An answer in rows has a child a row, as ODK lays out a group; any other answer is text."""
    if isinstance(answer, Mapping) and "value" not in answer:
        for key, value in answer.items():
            node.add(Node(str(key), as_text(value)))
    else:
        node.text = as_text(answer)


def resolver(tree: AnswerTree, named: Mapping[str, tuple[Place, ...]]) -> Resolve:
    """How `${name}` is found, as XLSForm has it: in one's own row first, otherwise everywhere."""

    def resolve(name: str, context: Node) -> NodeSet:
        places = named.get(name, ())
        if len(places) == 1:
            part_id = places[0].part.id
            found = tree.nodes.get(part_id, [])
            return NodeSet(found if len(found) < 2 else _in_own_row(tree, part_id, found, context))
        return _nearest([node for place in places for node in tree.nodes.get(place.part.id, [])], context)

    return resolve


def _in_own_row(tree: AnswerTree, part_id: str, found: list[Node], context: Node) -> list[Node]:
    """The nodes in the innermost row around the context that holds any of them."""
    here: Node | None = context
    while here is not None:
        row = tree.in_row.get(here)
        if row is not None and part_id in row:
            return row[part_id]
        here = here.parent
    return found


def _nearest(found: list[Node], context: Node) -> NodeSet:
    """Those that have the most in common with the context's place: a name that a loop repeats."""
    around = set(_upwards(context))
    shared = [sum(node in around for node in _upwards(one)) for one in found]
    nearest = max(shared, default=0)
    return NodeSet(node for node, depth in zip(found, shared, strict=True) if depth == nearest)


def _upwards(node: Node | None) -> list[Node]:
    """The node and all above it."""
    found = []
    while node is not None:
        found.append(node)
        node = node.parent
    return found
