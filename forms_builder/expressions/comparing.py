"""`=`, `!=` and the four relations between any two values: XPath 1.0 section 3.4, with ODK's dates.

A node-set compares true when one of its nodes does. `BLANK` compares as the text ''.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import tzinfo

from forms_builder.expressions.nodes import BLANK, NodeSet, string_value
from forms_builder.expressions.values import Value, text_key, text_to_number, to_boolean, to_number

Compare = Callable[[Value, Value, tzinfo], bool]
Relation = Callable[[float, float], bool]


def equal(left: Value, right: Value, zone: tzinfo) -> bool:
    """`=`."""
    return _equality(left, right, zone, False)


def unequal(left: Value, right: Value, zone: tzinfo) -> bool:
    """`!=`: not the opposite of `=` for node-sets, but true when some pair differs."""
    return _equality(left, right, zone, True)


def _equality(left: Value, right: Value, zone: tzinfo, negated: bool) -> bool:
    left = "" if left is BLANK else left
    right = "" if right is BLANK else right
    if isinstance(left, NodeSet):
        return _nodes_equal(left, right, zone, negated)
    if isinstance(right, NodeSet):
        return _nodes_equal(right, left, zone, negated)
    if type(left) is bool or type(right) is bool:
        return (to_boolean(left) == to_boolean(right)) != negated
    if isinstance(left, float) or isinstance(right, float):
        return (to_number(left, zone) == to_number(right, zone)) != negated
    return (text_key(left, zone) == text_key(right, zone)) != negated


def _nodes_equal(nodes: NodeSet, other: Value, zone: tzinfo, negated: bool) -> bool:
    if type(other) is bool:
        return (bool(nodes) == other) != negated
    if isinstance(other, float):
        return any((text_to_number(string_value(node), zone) == other) != negated for node in nodes)
    keys = {text_key(string_value(node), zone) for node in nodes}
    if isinstance(other, NodeSet):
        others = {text_key(string_value(node), zone) for node in other}
        if negated:
            return bool(keys and others) and len(keys | others) > 1
        return not keys.isdisjoint(others)
    key = text_key(other, zone)
    return bool(keys - {key}) if negated else key in keys


def relation(test: Relation) -> Compare:
    """A relation between numbers as a comparison of values."""

    def compare(left: Value, right: Value, zone: tzinfo) -> bool:
        if not isinstance(left, NodeSet) and not isinstance(right, NodeSet):
            return test(to_number(left, zone), to_number(right, zone))
        rights = _numbers(right, zone)
        return any(test(one, two) for one in _numbers(left, zone) for two in rights)

    return compare


def _numbers(value: Value, zone: tzinfo) -> list[float]:
    if not isinstance(value, NodeSet):
        return [to_number(value, zone)]
    return [text_to_number(string_value(node), zone) for node in value]


COMPARISONS: dict[str, Compare] = {
    "=": equal,
    "!=": unequal,
    "<": relation(operator.lt),
    "<=": relation(operator.le),
    ">": relation(operator.gt),
    ">=": relation(operator.ge),
}
