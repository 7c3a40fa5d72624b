"""Runs recorded expression cases and says of each whether it holds, and what was given instead.

`manage.py expression cases` and the tests call it; what a case is stands in `recorded`.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum
from random import Random
from typing import Any

import re2

from forms_builder.expressions.errors import ExpressionError
from forms_builder.expressions.expression import evaluate, parse
from forms_builder.expressions.nodes import NodeSet
from forms_builder.expressions.recorded import Case, Recording, path_of
from forms_builder.expressions.scope import Scope
from forms_builder.expressions.values import Value, to_boolean, to_number, to_string

NUMBER_NAMES = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}
"""Numbers that JSON cannot hold, as a recording writes them."""
_EXPECTED: dict[str, type | tuple[type, ...]] = {
    "boolean": bool,
    "string": str,
    "match": str,
    "number": (int, float, str),
    "numround": (int, float, str),
    "strlen": int,
    "count": int,
    "nodes": list,
    "unodes": list,
    "first": str,
    "throws": object,
}
_NAMESPACED = "the answer tree knows no namespaces"


class Status(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Verdict:
    """What became of one case. `got` can be written as JSON; `reason` is blank where the case holds."""

    case: Case
    status: Status
    got: Any = None
    reason: str = ""


def replay(recording: Recording, now: datetime) -> list[Verdict]:
    """Every case's verdict, in the order of the file. `now` is aware: its zone is the recording's."""
    return [judged(recording, case, now) for case in recording.cases]


def judged(recording: Recording, case: Case, now: datetime) -> Verdict:
    """The verdict on one case."""
    reason = reason_to_skip(recording, case)
    if reason:
        return Verdict(case, Status.SKIPPED, reason=reason)
    try:
        scope = scope_of(recording, case, now)
        value = evaluate(parse(case.expression), scope)
    except ExpressionError as error:
        status = Status.PASSED if case.kind == "throws" else Status.FAILED
        return Verdict(case, status, reason="" if status is Status.PASSED else error.message)
    got = told(value, case.kind, scope.zone)
    if agrees(recording, case, value, scope.zone):
        return Verdict(case, Status.PASSED, got)
    reason = "no error where one was recorded" if case.kind == "throws" else "another result"
    return Verdict(case, Status.FAILED, got, reason)


def scope_of(recording: Recording, case: Case, now: datetime) -> Scope:
    context = recording.node(case.document, case.context)
    return Scope(context, recording.tree(case.document), now, language="en", random=Random(7))  # noqa: S311


def reason_to_skip(recording: Recording, case: Case) -> str:
    """Why a case cannot be run here; '' when it can."""
    if not isinstance(case.expression, str):
        return "the expression is an object of the browser"
    if case.kind == "rtype":
        return "asks for a constant of the browser's interface"
    if case.file == "attributes.spec.js" and case.expression.strip() in ("..", "4 * .."):
        return "the context was an attribute, which the recording does not name"
    if case.file == "native/expression-evaluation.spec.js" and case.expression == ".":
        return "passes a wrong kind of context through the browser's interface"
    return _reason_not_loaded(recording, case) or _reason_not_comparable(case)


def _reason_not_loaded(recording: Recording, case: Case) -> str:
    """Documents, nodes and names that our trees do not have."""
    paths = _paths(case)
    if "namespace-uri" in case.expression or any("namespace" in p or "@xmlns" in p for p in paths):
        return _NAMESPACED
    try:
        named = recording.node(case.document, case.context).name
        for path in paths:
            recording.node(case.document, path)
    except LookupError as error:
        return f"the document or the node cannot be loaded: {error}"
    # XHTML elements carry a prefix in our trees and none in the recorded documents.
    return _NAMESPACED if case.expression.startswith("name(") and named.startswith("xhtml:") else ""


def _paths(case: Case) -> list[str]:
    """Recorded paths of the nodes that a case expects."""
    if case.kind == "first":
        return [str(case.expected)]
    if case.kind in ("nodes", "unodes") and isinstance(case.expected, list):
        return [str(path) for path in case.expected]
    return []


def _reason_not_comparable(case: Case) -> str:
    if "GMT-0700" in case.expression:
        return "uses the text of a browser's Date"
    if case.kind not in _EXPECTED:
        return f"there is no way to compare a result of the kind '{case.kind}'"
    if not isinstance(case.expected, _EXPECTED[case.kind]):
        return f"'{case.kind}' cannot be compared with what is expected"
    if case.kind in ("number", "numround") and number_of(case.expected) is None:
        return "what is expected is no number"
    return ""


def number_of(expected: Any) -> float | None:
    """A recorded number; None for text that names none and for integers past what a number holds."""
    if isinstance(expected, str):
        return NUMBER_NAMES.get(expected)
    try:
        return float(expected)
    except OverflowError:
        return None


def agrees(recording: Recording, case: Case, value: Value, zone: tzinfo) -> bool:
    """Whether a value is the one that was recorded."""
    match case.kind:
        case "boolean":
            return to_boolean(value) is case.expected
        case "string":
            return to_string(value) == case.expected
        case "number" | "numround":
            expected = number_of(case.expected)
            rounded = case.kind == "numround"
            return expected is not None and near(to_number(value, zone), expected, rounded)
        case "match":
            return matches(case.expected, to_string(value))
        case "strlen":
            return len(to_string(value)) == case.expected
        case "count":
            return isinstance(value, NodeSet) and len(value) == case.expected
        case "throws":
            return False
    return isinstance(value, NodeSet) and same_nodes(recording, case, value)


def near(given: float, expected: float, rounded: bool) -> bool:
    """Equal but for rounding; `rounded` numbers were recorded with so many decimals."""
    if math.isnan(expected) or math.isinf(expected):
        return repr(given) == repr(expected)
    decimals = max(2, len(repr(expected).removesuffix(".0").partition(".")[2]))
    return abs(given - expected) <= (10.0**-decimals if rounded else 1e-9 * max(1.0, abs(expected)))


def matches(pattern: str, text: str) -> bool:
    try:
        return re2.search(pattern, text) is not None
    except re2.error:
        return False


def same_nodes(recording: Recording, case: Case, value: NodeSet) -> bool:
    expected = [recording.node(case.document, path) for path in _paths(case)]
    if case.kind == "first":
        return bool(value) and value[0] is expected[0]
    if case.kind == "unodes":
        return Counter(map(id, value)) == Counter(map(id, expected))
    return [id(node) for node in value] == [id(node) for node in expected]


def told(value: Value, kind: str, zone: tzinfo) -> Any:
    """A value in the form of what a case of this kind expects, fit for JSON."""
    if kind == "boolean":
        return to_boolean(value)
    if kind in ("number", "numround"):
        number = to_number(value, zone)
        return number if math.isfinite(number) else to_string(number)
    if kind in ("string", "match"):
        return to_string(value)
    if kind == "strlen":
        return len(to_string(value))
    if not isinstance(value, NodeSet):
        return to_string(value)
    return len(value) if kind == "count" else [path_of(node) for node in value]
