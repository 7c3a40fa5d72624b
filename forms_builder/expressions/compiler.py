"""Tree to closures: each part becomes a function (scope, node, position, size) -> value, built once.

Unknown functions and wrong numbers of arguments are refused when reached. `paths` and `forms` put the rest into the tables.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from forms_builder.expressions.arithmetic import ARITHMETIC
from forms_builder.expressions.comparing import COMPARISONS, equal, unequal
from forms_builder.expressions.errors import ExpressionError, fault
from forms_builder.expressions.functions import ENTRIES, Entry, ParamKind, Refusal
from forms_builder.expressions.nodes import (
    BLANK,
    Node,
    NodeSet,
    in_document_order,
    only_relevant,
    string_value,
)
from forms_builder.expressions.scope import Scope
from forms_builder.expressions.tree import Ast, Call, Chain, Negate, Number, Path, Reference, Text
from forms_builder.expressions.values import Value, fold, to_boolean, to_number, to_string

Run = Callable[[Scope, Node, int, int], Value]


class Form(Protocol):
    """A function the compiler writes itself: from the call to its closure."""

    def __call__(self, call: Call) -> Run: ...


FORMS: dict[str, Form] = {}


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
        return in_document_order(nodes)

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
            value = compare(value, operand(scope, node, position, size), scope.zone)
        return value

    return run


def _equals_text(left: Run, text: str, negated: bool) -> Run:
    """The commonest rule, `${question} = 'choice'`, without the general machinery."""
    wanted = fold(text)
    general = unequal if negated else equal

    def run(scope: Scope, node: Node, position: int, size: int) -> Value:
        value = left(scope, node, position, size)
        if type(value) is NodeSet and value is not BLANK:
            for found in value:
                if (fold(string_value(found)) == wanted) is not negated:
                    return True
            return False
        return general(value, wanted, scope.zone)

    return run


def as_boolean(part: Ast) -> Callable[[Scope, Node, int, int], bool]:
    """The closure of a part, turned into a boolean."""
    run = compiled(part)
    return lambda scope, node, position, size: to_boolean(run(scope, node, position, size))


def as_number(part: Ast) -> Callable[[Scope, Node, int, int], float]:
    """The closure of a part, turned into a number."""
    run = compiled(part)
    if isinstance(part, Number):
        return run  # type: ignore[return-value]
    return lambda scope, node, position, size: to_number(run(scope, node, position, size), scope.zone)


def as_text(part: Ast) -> Callable[[Scope, Node, int, int], str]:
    """The closure of a part, turned into text."""
    run = compiled(part)
    if isinstance(part, Text):
        return run  # type: ignore[return-value]
    return lambda scope, node, position, size: to_string(run(scope, node, position, size))


def as_nodes(part: Ast, name: str) -> Callable[[Scope, Node, int, int], NodeSet]:
    """The closure of a part that has to yield a node-set."""
    run = compiled(part)

    def nodes(scope: Scope, node: Node, position: int, size: int) -> NodeSet:
        value = run(scope, node, position, size)
        if not isinstance(value, NodeSet):
            raise fault("needs-questions", part.at, part.end - part.at, name=name)
        return value

    return nodes


def entry_of(call: Call) -> Entry:
    """The table row of a call. Raises ExpressionError `unknown-function` or `arity`."""
    entry = ENTRIES.get(call.name)
    length = call.end - call.at
    if entry is None:
        raise fault("unknown-function", call.at, length, name=call.name, suggestion="")
    signature = entry.signature
    if not signature.accepts(len(call.args)):
        raise fault(
            "arity", call.at, length, name=call.name, expected=signature.expected, given=len(call.args)
        )
    return entry


def _call(part: Call) -> Run:
    try:
        entry = entry_of(part)
    except ExpressionError as error:
        return _refusing(error)
    if entry.call is None:
        return FORMS[part.name](part)
    arguments = _arguments(part, entry)
    run = _with_scope(entry.call, arguments) if entry.needs_scope else _plain(entry.call, arguments)
    return guarded(part, run)


def _refusing(error: ExpressionError) -> Run:
    """A call that cannot be made spoils the expression only where it is reached."""
    code, at, length, params = error.code, error.position, error.length, error.params

    def run(scope: Scope, node: Node, position: int, size: int) -> Value:
        raise fault(code, at, length, **params)

    return run


def _arguments(part: Call, entry: Entry) -> tuple[Run, ...]:
    runs = [
        _argument(arg, entry.signature.param(index).kind, part.name) for index, arg in enumerate(part.args)
    ]
    for param in entry.signature.params[len(runs) :]:
        if param.here:
            here = Path(part.at, part.end, None, False, ())
            runs.append(_argument(here, param.kind, part.name))
    return tuple(runs)


def _argument(part: Ast, kind: ParamKind, name: str) -> Run:
    if kind == "text":
        return as_text(part)
    if kind == "number":
        return as_number(part)
    if kind == "boolean":
        return as_boolean(part)
    return compiled(part) if kind == "any" else as_nodes(part, name)


def _plain(call: Callable[..., Any], arguments: tuple[Run, ...]) -> Run:
    if len(arguments) == 1:
        only = arguments[0]
        return lambda scope, node, position, size: call(only(scope, node, position, size))
    if len(arguments) == 2:
        one, two = arguments
        return lambda scope, node, position, size: call(
            one(scope, node, position, size), two(scope, node, position, size)
        )
    return lambda scope, node, position, size: call(
        *[argument(scope, node, position, size) for argument in arguments]
    )


def _with_scope(call: Callable[..., Any], arguments: tuple[Run, ...]) -> Run:
    return lambda scope, node, position, size: call(
        scope, node, *[argument(scope, node, position, size) for argument in arguments]
    )


def guarded(part: Call, run: Run) -> Run:
    """The same closure with a place in the source for what its function refuses."""

    def call(scope: Scope, node: Node, position: int, size: int) -> Value:
        try:
            return run(scope, node, position, size)
        except ExpressionError:
            raise
        except Refusal as refusal:
            params = {"name": part.name, **refusal.params}
            raise fault(refusal.code, part.at, part.end - part.at, **params) from None
        except (ArithmeticError, ValueError, TypeError, MemoryError):
            raise fault("bad-value", part.at, part.end - part.at, name=part.name) from None

    return call


COMPILERS: dict[type, Callable[[Any], Run]] = {
    Text: _text,
    Number: _number,
    Negate: _negate,
    Reference: _reference,
    Chain: _chain,
    Call: _call,
}
