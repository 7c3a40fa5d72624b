"""Recorded cases that are known not to hold, each with its reason."""

from __future__ import annotations

_NO_DATE = "browsers print 'Invalid Date', which would be stored as an answer; here no date reads as blank"
_BLANK = "browsers let one blank answer spoil the smallest and the largest; ODK Collect passes over it, and so do we"

KNOWN: dict[tuple[str, int, str], str] = {
    ('regex(/simple/xpath/to/node, "[0-9]{3}")', 75, "/"): (
        "browsers look for the pattern anywhere; ODK Collect matches the whole answer, and so do we"
    ),
    ("date-time('nonsense')", 4, "/"): _NO_DATE,
    ("date('nonsense')", 4, "/"): _NO_DATE,
    ("date(number('invalid'))", 4, "/"): _NO_DATE,
    ("sum(*)", 28, "/*[1]/*[5]"): (
        "browsers let one blank answer spoil a sum; ODK Collect passes over it, and so do we: "
        "a row without an amount must not take the total away"
    ),
    ("max(*)", 62, "/*[1]/*[3]"): _BLANK,
    ("min(*)", 66, "/*[1]/*[4]"): _BLANK,
}
"""(expression, document, context) -> why the evaluator differs."""
