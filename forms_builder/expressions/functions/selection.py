"""Functions on choices: an answer to choose-many is its codes with spaces between them. Places count from 0."""

from __future__ import annotations

from forms_builder.expressions.functions.numbers import flat_numbers
from forms_builder.expressions.functions.registry import function
from forms_builder.expressions.nodes import NodeSet, string_value
from forms_builder.expressions.scope import Scope
from forms_builder.expressions.values import Value, ValueType, fold, to_boolean


@function("selected", "text text", ValueType.BOOLEAN)
def selected(chosen: str, code: str) -> bool:
    return fold(code).strip() in fold(chosen).split() or (not code.strip() and not chosen.strip())


@function("selected-at", "text number", ValueType.TEXT)
def selected_at(chosen: str, place: float) -> str:
    codes = chosen.split()
    return codes[int(place)] if 0 <= place < len(codes) else ""


@function("count-selected", "text", ValueType.NUMBER)
def count_selected(chosen: str) -> float:
    return float(len(chosen.split()))


@function("checklist", "number number any*", ValueType.BOOLEAN)
def checklist(least: float, most: float, *values: Value) -> bool:
    """Whether between `least` and `most` of the values are true; -1 means no limit."""
    return _within(sum(_truths(values)), least, most)


@function("weighted-checklist", "number number any* any*", ValueType.BOOLEAN, scope=True)
def weighted_checklist(scope: Scope, node: object, least: float, most: float, *values: Value) -> bool:
    """The same with a weight behind each value; node-sets pair up node by node."""
    truths = _truths(values[::2])
    weights = flat_numbers(scope, values[1::2])
    return _within(sum(weight for true, weight in zip(truths, weights, strict=False) if true), least, most)


def _truths(values: tuple[Value, ...]) -> list[bool]:
    """A node counts when it has an answer."""
    found: list[bool] = []
    for value in values:
        if isinstance(value, NodeSet):
            found.extend(bool(string_value(node)) for node in value)
        else:
            found.append(to_boolean(value))
    return found


def _within(total: float, least: float, most: float) -> bool:
    return (least < 0 or total >= least) and (most < 0 or total <= most)
