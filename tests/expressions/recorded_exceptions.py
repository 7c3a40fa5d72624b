"""Recorded cases that are left out or known not to hold, each with its reason."""

from __future__ import annotations

from tests.expressions.recorded import Case, node_at

_NAMESPACED = "the answer tree knows no namespaces"
_LOST_CONTEXT = "the context was an attribute, which the recording does not name"


def reason_to_leave_out(case: Case) -> str:
    """Why a case cannot be loaded here; '' when it can."""
    if case.kind == "rtype":
        return "asks for a constant of the browser's interface"
    if case.file == "attributes.spec.js" and case.expression.strip() in ("..", "4 * .."):
        return _LOST_CONTEXT
    if case.file == "native/expression-evaluation.spec.js" and case.expression == ".":
        return "passes a wrong kind of context through the browser's interface"
    if "namespace-uri" in case.expression or (
        case.expression.startswith("name(") and "xhtml" in _name_at(case)
    ):
        return _NAMESPACED
    if case.kind in ("nodes", "unodes") and any(
        "namespace" in path or "@xmlns" in path for path in case.expected
    ):
        return _NAMESPACED
    return "uses the text of a browser's Date" if "GMT-0700" in case.expression else ""


def _name_at(case: Case) -> str:
    return node_at(case.document, case.context).name


KNOWN: dict[tuple[str, int, str], str] = {}
"""(expression, document, context) -> why the evaluator differs."""
