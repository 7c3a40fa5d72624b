"""The evaluator gives what browsers' form engine was recorded to give, in America/Phoenix, for 99 of 100 cases."""

from __future__ import annotations

import math
from collections import Counter
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

import pytest
import re2

from forms_builder.expressions import (
    ExpressionError,
    NodeSet,
    Scope,
    Value,
    evaluate,
    parse,
    to_boolean,
    to_number,
    to_string,
)
from tests.expressions.recorded import Case, cases, corpus, document, node_at, number
from tests.expressions.recorded_exceptions import KNOWN, reason_to_leave_out

PHOENIX = ZoneInfo("America/Phoenix")
RECORDED_AT = datetime(2026, 11, 23, 13, 58, 13, tzinfo=PHOENIX)

pytestmark = pytest.mark.skipif(corpus() is None, reason="The recorded cases are not on this machine.")


def scope_of(case: Case) -> Scope:
    context = node_at(case.document, case.context)
    return Scope(context, document(case.document), RECORDED_AT, language="en", random=Random(7))


def holds(case: Case) -> bool:
    """Whether the evaluator agrees with one recorded assertion."""
    try:
        value = evaluate(parse(case.expression), scope_of(case))
    except ExpressionError:
        return case.kind == "throws"
    return case.kind != "throws" and agrees(case, value)


def agrees(case: Case, value: Value) -> bool:
    match case.kind:
        case "boolean":
            return to_boolean(value) is case.expected
        case "string":
            return to_string(value) == case.expected
        case "number" | "numround":
            return near(to_number(value, PHOENIX), number(case.expected), rounded=case.kind == "numround")
        case "match":
            return re2.search(case.expected, to_string(value)) is not None
        case "strlen":
            return len(to_string(value)) == case.expected
        case "count":
            return isinstance(value, NodeSet) and len(value) == case.expected
        case "first":
            return isinstance(value, NodeSet) and value[0] is node_at(case.document, case.expected)
    return isinstance(value, NodeSet) and same_nodes(case, value)


def near(given: float, expected: float, rounded: bool) -> bool:
    if math.isnan(expected) or math.isinf(expected):
        return repr(given) == repr(float(expected))
    decimals = max(2, len(str(expected).partition(".")[2]))
    return abs(given - expected) <= (10.0**-decimals if rounded else 1e-9 * max(1.0, abs(expected)))


def same_nodes(case: Case, value: NodeSet) -> bool:
    expected = [node_at(case.document, path) for path in case.expected]
    if case.kind == "unodes":
        return Counter(map(id, value)) == Counter(map(id, expected))
    return [id(node) for node in value] == [id(node) for node in expected]


def loadable() -> list[Case]:
    return [case for case in cases() if not reason_to_leave_out(case)]


def test_99_of_100_recorded_cases_hold() -> None:
    held = [holds(case) for case in loadable()]
    assert len(held) > 2_300
    assert sum(held) / len(held) >= 0.99


def test_every_recorded_case_that_does_not_hold_is_known_with_its_reason() -> None:
    failing = {(case.expression, case.document, case.context): case for case in loadable() if not holds(case)}
    assert set(failing) == set(KNOWN)
