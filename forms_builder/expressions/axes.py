"""The axes and node tests of XPath 1.0 section 2: from one node to the nodes a step selects, in axis order."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from forms_builder.expressions.nodes import Node, top_of
from forms_builder.expressions.tree import Axis, NodeTest, Step

Select = Callable[[Node], tuple[list[Node], int]]
"""From a node to what is selected and the work that took."""
REVERSE: frozenset[Axis] = frozenset({"ancestor", "ancestor-or-self", "preceding", "preceding-sibling"})


def selector(step: Step) -> Select:
    """What a step selects from one node, before its predicates."""
    name = step.name
    if step.axis == "child" and step.test == "name" and not name.endswith(":*"):
        return _children_called(name)
    if step.axis == "self" and step.test == "any-node":
        return lambda node: ([node], 1)
    walk = _WALKS[step.axis]
    accept = _test(step.test, name, step.axis)

    def select(node: Node) -> tuple[list[Node], int]:
        walked = list(walk(node))
        return [found for found in walked if accept(found)], len(walked) + 1

    return select


def _children_called(name: str) -> Select:
    def select(node: Node) -> tuple[list[Node], int]:
        row = node.children
        found = [child for child in row if child.name == name and child.kind == "element"]
        return found, len(found) + 1 + (len(row) >> 3)

    return select


def _test(test: NodeTest, name: str, axis: Axis) -> Callable[[Node], bool]:
    principal = "attribute" if axis == "attribute" else "element"
    if test == "any-node":
        return lambda node: True
    if test == "any-name":
        return lambda node: node.kind == principal
    if test == "name" and name.endswith(":*"):
        prefix = name[:-1]
        return lambda node: node.kind == principal and node.name.startswith(prefix)
    if test == "name":
        return lambda node: node.name == name and node.kind == principal
    if test == "instruction" and name:
        return lambda node: node.kind == "instruction" and node.name == name
    return lambda node: node.kind == test


def _child(node: Node) -> Iterable[Node]:
    """A leaf's text counts as its text node."""
    if not node.children and node.text and node.kind == "element":
        return [node.made("text()", "text", "", node.text)]
    return node.children


def _parent(node: Node) -> Iterable[Node]:
    return () if node.parent is None else (node.parent,)


def _attribute(node: Node) -> Iterable[Node]:
    return [node.made("@" + name, "attribute", name, text) for name, text in node.attributes.items()]


def _descendant(node: Node) -> Iterable[Node]:
    stack = list(_child(node))[::-1]
    while stack:
        found = stack.pop()
        yield found
        stack.extend(reversed(list(_child(found))))


def _descendant_or_self(node: Node) -> Iterable[Node]:
    yield node
    yield from _descendant(node)


def _ancestor(node: Node) -> Iterable[Node]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def _ancestor_or_self(node: Node) -> Iterable[Node]:
    yield node
    yield from _ancestor(node)


def _siblings(node: Node) -> tuple[list[Node], int]:
    """The list the node stands in, and where."""
    if node.parent is None or node.kind == "attribute":
        return [], 0
    row = node.parent.children
    for place, child in enumerate(row):
        if child is node:
            return row, place
    return [], 0


def _following_sibling(node: Node) -> Iterable[Node]:
    row, place = _siblings(node)
    return row[place + 1 :]


def _preceding_sibling(node: Node) -> Iterable[Node]:
    row, place = _siblings(node)
    return row[:place][::-1]


def _following(node: Node) -> Iterable[Node]:
    if node.kind == "attribute" and node.parent is not None:
        yield from _descendant(node.parent)
        node = node.parent
    for here in _ancestor_or_self(node):
        for sibling in _following_sibling(here):
            yield from _descendant_or_self(sibling)


def _preceding(node: Node) -> Iterable[Node]:
    node = node.parent if node.kind == "attribute" and node.parent is not None else node
    for here in _ancestor_or_self(node):
        for sibling in _preceding_sibling(here):
            yield from reversed(list(_descendant_or_self(sibling)))


def with_id(node: Node, wanted: Iterable[str]) -> list[Node]:
    """The elements of the node's document that carry one of these `id` attributes."""
    names = set(wanted)
    return [
        found
        for found in _descendant_or_self(top_of(node))
        if found.kind == "element" and found.attributes.get("id") in names
    ]


_WALKS: dict[Axis, Callable[[Node], Iterable[Node]]] = {
    "child": _child,
    "parent": _parent,
    "self": lambda node: (node,),
    "attribute": _attribute,
    "descendant": _descendant,
    "descendant-or-self": _descendant_or_self,
    "ancestor": _ancestor,
    "ancestor-or-self": _ancestor_or_self,
    "following": _following,
    "following-sibling": _following_sibling,
    "preceding": _preceding,
    "preceding-sibling": _preceding_sibling,
    "namespace": lambda node: (),
}
