"""Functions that are not ordinary calls: they leave arguments unevaluated or need the place in a node-set.

`if`, `coalesce`, `once`, `position`, `last`, `current`, `instance`, `indexed-repeat`. Imported for its effect on `FORMS`.
"""

from __future__ import annotations

from collections.abc import Callable

from forms_builder.expressions.calls import FORMS, Form
from forms_builder.expressions.compiler import (
    Run,
    as_boolean,
    as_nodes,
    as_number,
    as_text,
    compiled,
)
from forms_builder.expressions.errors import fault
from forms_builder.expressions.nodes import BLANK, Node, NodeSet, in_document_order, only_relevant
from forms_builder.expressions.scope import Scope, document_of
from forms_builder.expressions.tree import Ast, Call, Reference
from forms_builder.expressions.values import NAN, Value, to_string


def special(name: str) -> Callable[[Form], Form]:
    """Put a form into the compiler's table."""

    def declare(made: Form) -> Form:
        FORMS[name] = made
        return made

    return declare


@special("if")
def choose(call: Call) -> Run:
    """Only the branch taken is evaluated."""
    test = as_boolean(call.args[0])
    yes, no = compiled(call.args[1]), compiled(call.args[2])
    return lambda scope, node, position, size: (yes if test(scope, node, position, size) else no)(
        scope, node, position, size
    )


@special("coalesce")
def coalesce(call: Call) -> Run:
    """The first argument that is not blank."""
    options = tuple(compiled(arg) for arg in call.args)

    def run(scope: Scope, node: Node, position: int, size: int) -> Value:
        value: Value = ""
        for option in options:
            value = option(scope, node, position, size)
            if to_string(value):
                return value
        return value

    return run


@special("once")
def once(call: Call) -> Run:
    """The value the question already has, or the argument when it has none."""
    first = compiled(call.args[0])

    def run(scope: Scope, node: Node, position: int, size: int) -> Value:
        return to_string(NodeSet((node,))) or first(scope, node, position, size)

    return run


@special("position")
def position_of(call: Call) -> Run:
    """The place in the node-set at hand, or of a node among its siblings of the same name (1 is the first)."""
    if not call.args:
        return lambda scope, node, position, size: float(position)
    nodes = as_nodes(call.args[0], call.name)

    def run(scope: Scope, node: Node, position: int, size: int) -> Value:
        found = nodes(scope, node, position, size)
        if not found:
            return NAN
        place = place_of(found[0])
        scope.spend(place >> 3)
        return float(place)

    return run


def place_of(node: Node) -> int:
    """The node's number among its siblings of the same name."""
    place = 1
    for sibling in node.parent.children if node.parent is not None else ():
        if sibling is node:
            break
        place += sibling.name == node.name
    return place


@special("last")
def last(call: Call) -> Run:
    """How many nodes the node-set at hand has."""
    return lambda scope, node, position, size: float(size)


@special("current")
def current(call: Call) -> Run:
    """The question's own node, also inside a predicate."""
    return lambda scope, node, position, size: NodeSet((scope.context,))


@special("instance")
def instance(call: Call) -> Run:
    """The document of a choice list; absolute paths go on meaning the answers (XForms, ODK)."""
    named = as_text(call.args[0])

    def run(scope: Scope, node: Node, position: int, size: int) -> Value:
        name = named(scope, node, position, size)
        root = scope.instances.get(name)
        if root is None:
            raise fault("unknown-instance", call.at, call.end - call.at, name=name)
        return NodeSet((document_of(root),))

    return run


@special("indexed-repeat")
def indexed_repeat(call: Call) -> Run:
    """`indexed-repeat(${x}, ${repeat}, 2, …)`: the answer x of that repeat instance, wherever the question stands."""
    wanted = _from_everywhere(call.args[0], call.name)
    pairs = [
        (_from_everywhere(repeat, call.name), as_number(place))
        for repeat, place in zip(call.args[1::2], call.args[2::2], strict=False)
    ]

    def run(scope: Scope, node: Node, position: int, size: int) -> Value:
        nodes = list(wanted(scope, node, position, size))
        for repeats, place in pairs:
            number = place(scope, node, position, size)
            holders = {
                id(found) for found in repeats(scope, node, position, size) if place_of(found) == number
            }
            nodes = [found for found in nodes if _inside(found, holders)]
        return only_relevant(in_document_order(nodes, scope.spend)) if nodes else BLANK

    return run


def _from_everywhere(part: Ast, name: str) -> Callable[[Scope, Node, int, int], NodeSet]:
    """A reference seen from the top, so that all repeat instances are found."""
    if not isinstance(part, Reference):
        return as_nodes(part, name)
    wanted = part.name

    def find(scope: Scope, node: Node, position: int, size: int) -> NodeSet:
        try:
            return NodeSet(scope.resolve(wanted, scope.root))
        except LookupError:
            raise fault("unknown-name", part.at, part.end - part.at, name=wanted, suggestion="") from None

    return find


def _inside(node: Node, holders: set[int]) -> bool:
    here: Node | None = node
    while here is not None:
        if id(here) in holders:
            return True
        here = here.parent
    return False
