"""Number and boolean functions: XPath 1.0 sections 4.3 and 4.4, and ODK's mathematics."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from forms_builder.expressions.functions.registry import function
from forms_builder.expressions.nodes import NodeSet, string_value
from forms_builder.expressions.scope import Scope
from forms_builder.expressions.values import NAN, Value, ValueType, text_to_number, to_number

NUMBER = ValueType.NUMBER


@function("number", "any.", NUMBER, scope=True)
def number(scope: Scope, node: object, value: Value) -> float:
    return float(to_number(value, scope.zone))


@function("int", "number", NUMBER)
def whole(value: float) -> float:
    """Towards zero."""
    return float(math.trunc(value)) if math.isfinite(value) else value


@function("floor", "number", NUMBER)
def floor(value: float) -> float:
    return float(math.floor(value)) if math.isfinite(value) else value


@function("ceiling", "number", NUMBER)
def ceiling(value: float) -> float:
    return float(math.ceil(value)) if math.isfinite(value) else value


@function("round", "number number?", NUMBER)
def rounded(value: float, digits: float = 0) -> float:
    """To that many decimals (negative: tens, hundreds); a half goes away from zero, as people read it."""
    if not math.isfinite(value) or digits != digits:
        return value if digits == digits else NAN
    places = int(max(-400, min(400, digits)))
    if places > 308 or (abs(value) >= 1e17 and places >= 0):
        return value
    shown = Decimal(repr(float(value)))
    unit = Decimal(1).scaleb(-places)
    if shown.adjusted() + places > 25:
        return value
    return float(shown.quantize(unit, ROUND_HALF_UP)) + 0.0


@function("abs", "number", NUMBER)
def absolute(value: float) -> float:
    return abs(float(value))


@function("pow", "number number", NUMBER)
def power(base: float, exponent: float) -> float:
    return _safe(math.pow, base, exponent)


def _safe(call: Callable[..., float], *values: float) -> float:
    """NaN outside the domain, infinity beyond the range."""
    try:
        return float(call(*values))
    except ValueError:
        return NAN
    except OverflowError:
        return math.inf


def _logarithm(call: Callable[[float], float]) -> Callable[[float], float]:
    return lambda value: -math.inf if value == 0 else call(value)


def _one_number(name: str, call: Callable[[float], float]) -> None:
    function(name, "number", NUMBER)(lambda value: _safe(call, value))


_one_number("exp", math.exp)
_one_number("exp10", lambda value: math.pow(10, value))
_one_number("log", _logarithm(math.log))
_one_number("log10", _logarithm(math.log10))
_one_number("sqrt", math.sqrt)
_one_number("sin", math.sin)
_one_number("cos", math.cos)
_one_number("tan", math.tan)
_one_number("asin", math.asin)
_one_number("acos", math.acos)
_one_number("atan", math.atan)


@function("atan2", "number number", NUMBER)
def atan2(one: float, two: float) -> float:
    return math.atan2(one, two)


@function("pi", "", NUMBER)
def pi() -> float:
    return math.pi


@function("random", "", NUMBER, scope=True)
def random(scope: Scope, node: object) -> float:
    return scope.random.random()


def flat_numbers(scope: Scope, values: tuple[Value, ...]) -> list[float]:
    """The numbers of values, each node of a node-set by itself. Blank answers are passed over, as in ODK Collect."""
    found: list[float] = []
    for value in values:
        if isinstance(value, NodeSet):
            texts = (string_value(node) for node in value)
            found.extend(text_to_number(text, scope.zone) for text in texts if text.strip())
        else:
            found.append(to_number(value, scope.zone))
    return found


@function("sum", "nodes", NUMBER, scope=True)
def total(scope: Scope, node: object, nodes: NodeSet) -> float:
    """A blank answer adds nothing; any other that is not a number spoils the sum. 0 for no nodes."""
    return float(sum(flat_numbers(scope, (nodes,))))


@function("min", "any any*", NUMBER, scope=True)
def smallest(scope: Scope, node: object, *values: Value) -> float:
    return _extreme(min, flat_numbers(scope, values))


@function("max", "any any*", NUMBER, scope=True)
def largest(scope: Scope, node: object, *values: Value) -> float:
    return _extreme(max, flat_numbers(scope, values))


def _extreme(choose: Callable[[list[float]], float], numbers: list[float]) -> float:
    if not numbers or any(value != value for value in numbers):
        return NAN
    return float(choose(numbers))


@function("boolean", "boolean", ValueType.BOOLEAN)
def boolean(value: bool) -> bool:
    return value


@function("not", "boolean", ValueType.BOOLEAN)
def negation(value: bool) -> bool:
    return not value


@function("true", "", ValueType.BOOLEAN)
def true() -> bool:
    return True


@function("false", "", ValueType.BOOLEAN)
def false() -> bool:
    return False
