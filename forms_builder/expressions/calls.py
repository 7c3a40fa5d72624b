"""Calls of functions as closures: arguments turned into what the signature says, faults given their place.

An unknown function or a wrong number of arguments spoils an expression only where it is reached; `check` finds it early.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from forms_builder.expressions.compiler import (
    COMPILERS,
    Run,
    as_boolean,
    as_nodes,
    as_number,
    as_text,
    charge,
    compiled,
)
from forms_builder.expressions.errors import ExpressionError, fault
from forms_builder.expressions.functions import ENTRIES, Entry, ParamKind, Refusal
from forms_builder.expressions.nodes import Node
from forms_builder.expressions.scope import Scope
from forms_builder.expressions.tree import Ast, Call, Path
from forms_builder.expressions.values import Value


class Form(Protocol):
    """A function the compiler writes itself: from the call to its closure."""

    def __call__(self, call: Call) -> Run: ...


FORMS: dict[str, Form] = {}


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
    """The closure of a call that cannot be made."""
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
    return _charged(compiled(part)) if kind == "any" else as_nodes(part, name)


def _charged(run: Run) -> Run:
    return lambda scope, node, position, size: charge(scope, run(scope, node, position, size))


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


COMPILERS[Call] = _call
