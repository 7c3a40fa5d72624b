"""Recorded cases that are left out or known not to hold, each with its reason."""

from __future__ import annotations

from tests.expressions.recorded import Case, node_at

_NAMESPACED = "the answer tree knows no namespaces"
_NO_DATE = "browsers print 'Invalid Date', which would be stored as an answer; here no date reads as blank"


def reason_to_leave_out(case: Case) -> str:
    """Why a case cannot be loaded here; '' when it can."""
    if case.kind == "rtype":
        return "asks for a constant of the browser's interface"
    if case.file == "attributes.spec.js" and case.expression.strip() in ("..", "4 * .."):
        return "the context was an attribute, which the recording does not name"
    if case.file == "native/expression-evaluation.spec.js" and case.expression == ".":
        return "passes a wrong kind of context through the browser's interface"
    if "namespace-uri" in case.expression or asks_for_a_prefixed_name(case):
        return _NAMESPACED
    if case.kind in ("nodes", "unodes") and any(
        "namespace" in path or "@xmlns" in path for path in case.expected
    ):
        return _NAMESPACED
    return "uses the text of a browser's Date" if "GMT-0700" in case.expression else ""


def asks_for_a_prefixed_name(case: Case) -> bool:
    """XHTML elements carry a prefix in our trees and none in the recorded documents."""
    named = node_at(case.document, case.context).name
    return case.expression.startswith("name(") and named.startswith("xhtml:")


KNOWN: dict[tuple[str, int, str], str] = {
    ('regex(/simple/xpath/to/node, "[0-9]{3}")', 75, "/"): (
        "browsers look for the pattern anywhere; ODK Collect matches the whole answer, and so do we"
    ),
    ("date-time('nonsense')", 4, "/"): _NO_DATE,
    ("date('nonsense')", 4, "/"): _NO_DATE,
    ("date(number('invalid'))", 4, "/"): _NO_DATE,
}
"""(expression, document, context) -> why the evaluator differs."""
