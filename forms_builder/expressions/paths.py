"""Location paths and predicates as closures, and the look-up table that answers `[column = value]` in choice lists."""

from __future__ import annotations

from collections.abc import Callable

from forms_builder.expressions.axes import REVERSE, Select, selector
from forms_builder.expressions.compiler import COMPILERS, Run, compiled, found_nodes
from forms_builder.expressions.errors import fault
from forms_builder.expressions.indexing import indexed_step
from forms_builder.expressions.nodes import BLANK, Node, NodeSet, in_document_order, only_relevant
from forms_builder.expressions.scope import Scope, document_of
from forms_builder.expressions.tree import Ast, Call, Filter, Path, Reference, Step
from forms_builder.expressions.values import Value, to_boolean

Advance = Callable[[Scope, list[Node]], list[Node]]
_FLAT = ("child", "self", "attribute")


def compile_path(path: Path) -> Run:
    """The closure of a path. What is not relevant leaves the result at the end, after the predicates."""
    begin = _start(path)
    unchanging = _is_unchanging(path.start)
    advances = _advances(path.steps, unchanging)

    def run(scope: Scope, node: Node, position: int, size: int) -> Value:
        first = begin(scope, node, position, size)
        nodes = list(first)
        for advance in advances:
            nodes = advance(scope, nodes)
        if unchanging:
            return NodeSet(nodes)
        return BLANK if first is BLANK else only_relevant(NodeSet(nodes))

    return run


def _start(path: Path) -> Callable[[Scope, Node, int, int], NodeSet]:
    if path.absolute:
        return lambda scope, node, position, size: NodeSet((document_of(scope.root),))
    if path.start is None:
        return lambda scope, node, position, size: NodeSet((node,))
    if isinstance(path.start, Reference):
        find = found_nodes(path.start)
        return lambda scope, node, position, size: find(scope)
    if isinstance(path.start, Filter):
        return _filtered(path.start)
    if isinstance(path.start, Path):
        return _start_and_steps(path.start)
    return _nodes_of(path.start)


def _start_and_steps(path: Path) -> Callable[[Scope, Node, int, int], NodeSet]:
    """A bracketed path before predicates or steps: nothing leaves it yet."""
    begin, advances = _start(path), _advances(path.steps, _is_unchanging(path.start))

    def run(scope: Scope, node: Node, position: int, size: int) -> NodeSet:
        first = begin(scope, node, position, size)
        nodes = list(first)
        for advance in advances:
            nodes = advance(scope, nodes)
        return BLANK if first is BLANK else NodeSet(nodes)

    return run


def _nodes_of(part: Ast) -> Callable[[Scope, Node, int, int], NodeSet]:
    run = compiled(part)

    def nodes(scope: Scope, node: Node, position: int, size: int) -> NodeSet:
        value = run(scope, node, position, size)
        if not isinstance(value, NodeSet):
            raise fault("needs-questions", part.at, part.end - part.at, name="/")
        return value

    return nodes


def _filtered(part: Filter) -> Callable[[Scope, Node, int, int], NodeSet]:
    begin = _start(Path(part.at, part.end, part.base, False, ()))
    narrow = [_narrow(predicate) for predicate in part.predicates]

    def run(scope: Scope, node: Node, position: int, size: int) -> NodeSet:
        first = begin(scope, node, position, size)
        nodes = list(first)
        for keep in narrow:
            nodes = keep(scope, nodes)
        return BLANK if first is BLANK else NodeSet(nodes)

    return run


def _is_unchanging(start: Ast | None) -> bool:
    """Whether a path starts in a choice list, which is always relevant and may be indexed."""
    if isinstance(start, Filter):
        return _is_unchanging(start.base)
    return isinstance(start, Call) and start.name == "instance"


def _advances(steps: tuple[Step, ...], unchanging: bool) -> list[Advance]:
    made: list[Advance] = []
    flat = True
    for step in _joined(steps):
        table = indexed_step(step, _narrow) if unchanging else None
        made.append(table or _advance(step, flat))
        flat = flat and step.axis in _FLAT
    return made


def _joined(steps: tuple[Step, ...]) -> list[Step]:
    """`//name` as one step where that means the same."""
    joined: list[Step] = []
    for step in steps:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.axis == "descendant-or-self"
            and before.test == "any-node"
            and not before.predicates
            and step.axis == "child"
            and not step.predicates
        ):
            joined[-1] = Step(before.at, step.end, "descendant", step.test, step.name, ())
        else:
            joined.append(step)
    return joined


def _advance(step: Step, flat: bool) -> Advance:
    """One step from a list of nodes to the next; `flat` when no node of the list lies under another."""
    select = selector(step)
    narrow = [_narrow(predicate) for predicate in step.predicates]
    backwards = step.axis in REVERSE
    ordered = flat and step.axis in ("child", "self", "attribute", "descendant", "descendant-or-self")

    def advance(scope: Scope, nodes: list[Node]) -> list[Node]:
        found: list[Node] = []
        for node in nodes:
            found.extend(_selected(scope, node, select, narrow))
        if len(nodes) > 1 and not ordered:
            return list(in_document_order(found, scope.spend))
        if backwards:
            found.reverse()
        return found

    return advance


def _selected(scope: Scope, node: Node, select: Select, narrow: list[Advance]) -> list[Node]:
    found, work = select(node)
    scope.spend(work)
    for keep in narrow:
        found = keep(scope, found)
    return found


def _narrow(predicate: Ast) -> Advance:
    """A predicate: a number keeps the node at that place, anything else the nodes it is true for."""
    run = compiled(predicate)

    def keep(scope: Scope, nodes: list[Node]) -> list[Node]:
        size = len(nodes)
        scope.spend(size)
        kept: list[Node] = []
        for place, node in enumerate(nodes, 1):
            value = run(scope, node, place, size)
            if (value == place) if type(value) is float else to_boolean(value):
                kept.append(node)
        return kept

    return keep


def item_filter(predicate: Ast) -> Advance:
    """A choice filter: from list documents to the items it holds for, as `instance('list')/root/item[…]` has it."""
    return _advances((Step(predicate.at, predicate.end, "child", "name", "item", (predicate,)),), True)[0]


COMPILERS[Path] = compile_path
COMPILERS[Filter] = lambda part: compile_path(Path(part.at, part.end, part, False, ()))
