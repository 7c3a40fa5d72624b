"""The answer tree that expressions read, and sets of its nodes.

The caller builds the tree from answers (or from a choice list for `instance()`); nothing here evaluates.
A node that is not relevant, or lies under one that is not, stays in the tree so that positions hold, but every
path drops it from its result (JavaRosa), so it reads as blank and is not counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal

Kind = Literal["element", "document", "text", "attribute", "comment", "instruction", "other"]


class Node:
    """One answer, group, repeat instance, list item or document.

    `text` is the stored answer ('' when blank); a node with children takes its string value from them.
    `relevant` is the node's own flag; the flags of its ancestors count as well.
    """

    __slots__ = ("_index", "_made", "attributes", "children", "kind", "name", "parent", "relevant", "text")

    def __init__(
        self,
        name: str,
        text: str = "",
        *,
        children: Iterable[Node] = (),
        relevant: bool = True,
        attributes: Mapping[str, str] | None = None,
        kind: Kind = "element",
    ) -> None:
        self.name = name
        self.parent: Node | None = None
        self.children: list[Node] = []
        self.text = text
        self.relevant = relevant
        self.attributes: dict[str, str] = dict(attributes or {})
        self.kind: Kind = kind
        self._made: dict[str, Node] | None = None
        self._index: dict[object, object] | None = None
        for child in children:
            self.add(child)

    def __repr__(self) -> str:
        return f"<Node {self.kind} {self.name}>"

    def add(self, child: Node) -> Node:
        """Append a child and return it."""
        child.parent = self
        self.children.append(child)
        return child

    def made(self, key: str, kind: Kind, name: str, text: str) -> Node:
        """The node standing for an attribute or for the text of a leaf: one object per owner and key."""
        if self._made is None:
            self._made = {}
        node = self._made.get(key)
        if node is None:
            node = self._made[key] = Node(name, kind=kind)
            node.parent = self
        node.text = text
        return node

    def index_for(self, key: object, build: Callable[[], object]) -> object:
        """A lookup table kept with this node; for unchanging trees (choice lists) only."""
        if self._index is None:
            self._index = {}
        table = self._index.get(key)
        if table is None:
            table = self._index[key] = build()
        return table


class NodeSet(tuple[Node, ...]):
    """Nodes in document order, without repetition."""

    __slots__ = ()


NO_NODES = NodeSet()
BLANK = NodeSet([])
"""The result of a path whose nodes exist but are all not relevant: empty, yet it compares as the text ''."""

Resolve = Callable[[str, Node], Iterable[Node]]


def is_relevant(node: Node) -> bool:
    """Whether the node and everything above it are relevant."""
    here: Node | None = node
    while here is not None:
        if not here.relevant:
            return False
        here = here.parent
    return True


def only_relevant(nodes: NodeSet) -> NodeSet:
    """The relevant ones; `BLANK` when there were nodes and none is relevant."""
    if len(nodes) == 1:
        return nodes if is_relevant(nodes[0]) else BLANK
    if not nodes:
        return nodes
    kept = [node for node in nodes if is_relevant(node)]
    if len(kept) == len(nodes):
        return nodes
    return NodeSet(kept) if kept else BLANK


def string_value(node: Node) -> str:
    """XPath 1.0 section 5: the text of a leaf, or the joined texts of all relevant descendants."""
    if not node.relevant:
        return ""
    children = node.children
    if not children:
        return node.text
    parts = [node.text] if node.text else []
    stack = list(reversed(children))
    while stack:
        child = stack.pop()
        if not child.relevant or child.kind not in ("element", "text"):
            continue
        if child.text:
            parts.append(child.text)
        stack.extend(reversed(child.children))
    return "".join(parts)


def weight(node: Node) -> int:
    """How many nodes reading this one's string value visits."""
    visited = 0
    stack = [node]
    while stack:
        visited += 1
        stack.extend(stack.pop().children)
    return visited


def top_of(node: Node) -> Node:
    """The node without a parent above this one."""
    while node.parent is not None:
        node = node.parent
    return node


def in_document_order(nodes: Iterable[Node], spend: Callable[[int], None]) -> NodeSet:
    """Each node once, in document order; nodes of different trees keep the order the trees came in.

    `spend` is told the work: an eighth of the nodes passed on the way.
    """
    wanted = {id(node): node for node in nodes}
    if len(wanted) < 2:
        return NodeSet(wanted.values())
    tops = {id(top): top for top in map(top_of, wanted.values())}
    ordered: list[Node] = []
    for top in tops.values():
        stack = [top]
        passed = 0
        while stack and len(ordered) < len(wanted):
            node = stack.pop()
            passed += 1
            if id(node) in wanted:
                ordered.append(node)
            if node._made:
                ordered.extend(made for made in node._made.values() if id(made) in wanted)
            stack.extend(reversed(node.children))
        spend(passed >> 3)
    return NodeSet(ordered)


def nearest_named(root: Node) -> Resolve:
    """A ready `Scope.resolve`: `${name}` as XLSForm means it.

    Inside the repeat instance that holds the question it is that instance's node; from outside it is all of them.
    The names are collected at the first call: make a new one after repeat instances were added or removed.
    """
    by_name: dict[str, list[Node]] = {}

    def collect() -> None:
        stack = [root]
        while stack:
            node = stack.pop()
            by_name.setdefault(node.name, []).append(node)
            stack.extend(reversed(node.children))

    def resolve(name: str, context: Node) -> NodeSet:
        if not by_name:
            collect()
        found = by_name.get(name, [])
        return NodeSet(found) if len(found) < 2 else _sharing_most(found, context)

    return resolve


def _sharing_most(nodes: list[Node], context: Node) -> NodeSet:
    """Those under the lowest ancestor-or-self of the context that holds any of them."""
    chains = [(node, _ancestor_ids(node)) for node in nodes]
    here: Node | None = context
    while here is not None:
        held = [node for node, ids in chains if id(here) in ids]
        if held:
            return NodeSet(held)
        here = here.parent
    return NodeSet(nodes)


def _ancestor_ids(node: Node) -> set[int]:
    """Identities of the node and everything above it."""
    ids = set()
    here: Node | None = node
    while here is not None:
        ids.add(id(here))
        here = here.parent
    return ids
