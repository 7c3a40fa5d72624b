"""Tree to closures: each part becomes a function (scope, node, position, size) -> value, built once.

`paths` and `calls` add their parts to the table.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from forms_builder.expressions.arithmetic import ARITHMETIC
from forms_builder.expressions.comparing import COMPARISONS, equal, unequal
from forms_builder.expressions.errors import fault
from forms_builder.expressions.nodes import (
    BLANK,
    Node,
    NodeSet,
    in_document_order,
    only_relevant,
    string_value,
    weight,
)
from forms_builder.expressions.scope import Scope
from forms_builder.expressions.tree import Ast, Chain, Negate, Number, Reference, Text
from forms_builder.expressions.values import Value, fold, to_boolean, to_number, to_string

Run = Callable[[Scope, Node, int, int], Value]


def compiled(part: Ast) -> Run:
    """The closure of a part. Raises ExpressionError."""
    return COMPILERS[type(part)](part)


def _text(part: Text) -> Run:
    value = part.value
    return lambda scope, node, position, size: value


def _number(part: Number) -> Run:
    value = part.value
    return lambda scope, node, position, size: value


def _negate(part: Negate) -> Run:
    operand = as_number(part.operand)
    return lambda scope, node, position, size: -operand(scope, node, position, size)


def found_nodes(part: Reference) -> Callable[[Scope], NodeSet]:
    """The nodes of `${name}` as seen from the question, relevant or not; `BLANK` when there are none."""
    name = part.name

    def find(scope: Scope) -> NodeSet:
        try:
            found = scope.resolve(name, scope.context)
        except LookupError:
            raise fault("unknown-name", part.at, part.end - part.at, name=name, suggestion="") from None
        nodes = found if type(found) is NodeSet else NodeSet(found)
        scope.spend(len(nodes))
        return nodes or BLANK

    return find


def _reference(part: Reference) -> Run:
    find = found_nodes(part)
    return lambda scope, node, position, size: only_relevant(find(scope))


def _chain(part: Chain) -> Run:
    first = part.operators[0]
    if first in ("and", "or"):
        return _boolean_chain(part, stop_at=first == "or")
    if first == "|":
        return _union(part)
    if first in ARITHMETIC:
        return _arithmetic(part)
    return _comparison(part)


def _boolean_chain(part: Chain, stop_at: bool) -> Run:
    operands = tuple(as_boolean(operand) for operand in part.operands)

    def run(scope: Scope, node: Node, position: int, size: int) -> Value:
        for operand in operands:
            if operand(scope, node, position, size) is stop_at:
                return stop_at
        return not stop_at

    return run


def _union(part: Chain) -> Run:
    operands = tuple((operand, compiled(operand)) for operand in part.operands)

    def run(scope: Scope, node: Node, position: int, size: int) -> Value:
        nodes: list[Node] = []
        for operand, evaluated in operands:
            value = evaluated(scope, node, position, size)
            if not isinstance(value, NodeSet):
                raise fault("needs-questions", operand.at, operand.end - operand.at, name="|")
            nodes.extend(value)
        return in_document_order(nodes, scope.spend)

    return run


def _arithmetic(part: Chain) -> Run:
    first, *rest = (as_number(operand) for operand in part.operands)
    links = tuple(zip((ARITHMETIC[sign] for sign in part.operators), rest, strict=True))

    def run(scope: Scope, node: Node, position: int, size: int) -> Value:
        total = first(scope, node, position, size)
        for operate, operand in links:
            total = operate(total, operand(scope, node, position, size))
        return total

    return run


def _comparison(part: Chain) -> Run:
    if len(part.operators) == 1:
        for one, other in (part.operands, part.operands[::-1]):
            if part.operators[0] in ("=", "!=") and isinstance(other, Text) and other.value[4:5] != "-":
                return _equals_text(compiled(one), other.value, part.operators[0] == "!=")
    first, *rest = (compiled(operand) for operand in part.operands)
    links = tuple(zip((COMPARISONS[sign] for sign in part.operators), rest, strict=True))

    def run(scope: Scope, node: Node, position: int, size: int) -> Value:
        value = first(scope, node, position, size)
        for compare, operand in links:
            other = operand(scope, node, position, size)
            charge(scope, value)
            charge(scope, other)
            value = compare(value, other, scope.zone)
        return value

    return run


def _equals_text(left: Run, text: str, negated: bool) -> Run:
    """The commonest rule, `${question} = 'choice'`, without the general machinery."""
    wanted = fold(text)
    general = unequal if negated else equal

    def run(scope: Scope, node: Node, position: int, size: int) -> Value:
        value = left(scope, node, position, size)
        if type(value) is NodeSet and value is not BLANK:
            charge(scope, value)
            for found in value:
                if (fold(string_value(found)) == wanted) is not negated:
                    return True
            return False
        return general(value, wanted, scope.zone)

    return run


def charge(scope: Scope, value: Value) -> Value:
    """Count the work of reading a value: groups are read through to their leaves."""
    if isinstance(value, NodeSet):
        for node in value:
            if node.children:
                scope.spend(weight(node))
    return value


def as_boolean(part: Ast) -> Callable[[Scope, Node, int, int], bool]:
    """The closure of a part, turned into a boolean."""
    run = compiled(part)
    return lambda scope, node, position, size: to_boolean(run(scope, node, position, size))


def as_number(part: Ast) -> Callable[[Scope, Node, int, int], float]:
    """The closure of a part, turned into a number."""
    run = compiled(part)
    if isinstance(part, Number):
        return run  # type: ignore[return-value]
    return lambda scope, node, position, size: to_number(
        charge(scope, run(scope, node, position, size)), scope.zone
    )


def as_text(part: Ast) -> Callable[[Scope, Node, int, int], str]:
    """The closure of a part, turned into text."""
    run = compiled(part)
    if isinstance(part, Text):
        return run  # type: ignore[return-value]
    return lambda scope, node, position, size: to_string(charge(scope, run(scope, node, position, size)))


def as_nodes(part: Ast, name: str) -> Callable[[Scope, Node, int, int], NodeSet]:
    """The closure of a part that has to yield a node-set."""
    run = compiled(part)

    def nodes(scope: Scope, node: Node, position: int, size: int) -> NodeSet:
        value = run(scope, node, position, size)
        if not isinstance(value, NodeSet):
            raise fault("needs-questions", part.at, part.end - part.at, name=name)
        return value

    return nodes


COMPILERS: dict[type, Callable[[Any], Run]] = {
    Text: _text,
    Number: _number,
    Negate: _negate,
    Reference: _reference,
    Chain: _chain,
}
