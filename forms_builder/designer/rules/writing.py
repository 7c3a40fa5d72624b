"""Rows → expression. The patterns are the one place that knows how a row is written; the page gets them from here."""

import re
from collections.abc import Mapping

from forms_builder.designer.rules.model import (
    HERE,
    Cascade,
    Group,
    Operator,
    Row,
    Rows,
    Value,
    ValueKind,
    tidy,
)
from forms_builder.schema.document import KEY_PATTERN

PATTERNS: Mapping[Operator, str] = {
    Operator.IS: "{question} = {value}",
    Operator.IS_NOT: "{question} != {value}",
    Operator.MORE: "{question} > {value}",
    Operator.AT_LEAST: "{question} >= {value}",
    Operator.LESS: "{question} < {value}",
    Operator.AT_MOST: "{question} <= {value}",
    Operator.INCLUDES: "selected({question}, {value})",
    Operator.EXCLUDES: "not(selected({question}, {value}))",
    Operator.MATCHES: "regex({question}, {value})",
    Operator.ANSWERED: "{question} != ''",
    Operator.BLANK: "{question} = ''",
}
NUMBER = re.compile(r"^-?[0-9]{1,15}(\.[0-9]{1,9})?$")
DATE = re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
MOST_LEVELS = 20
"""Groups in each other; the language itself reads forty levels of brackets."""


class Unwritable(ValueError):
    """A row that no expression can say: a text with both kinds of quotation marks, a number that is none."""


def write(rows: Rows) -> str:
    """The expression of rows; blank where there are none."""
    return _members(tidy(rows), 1)


def write_cascade(cascade: Cascade) -> str:
    return f"{_key(cascade.column)} = {_question(cascade.question)}"


def _members(group: Group, level: int) -> str:
    if level > MOST_LEVELS:
        raise Unwritable("Too many groups in each other.")
    between = " and " if group.all else " or "
    return between.join(
        _row(member) if isinstance(member, Row) else f"({_members(member, level + 1)})"
        for member in group.members
    )


def _row(row: Row) -> str:
    if row.operator.takes_value and row.value is None:
        raise Unwritable("The row has no value.")
    value = _value(row.value) if row.value else ""
    return PATTERNS[row.operator].format(question=_question(row.question), value=value)


def _question(key: str) -> str:
    return HERE if key == HERE else f"${{{_key(key)}}}"


def _key(key: str) -> str:
    if not KEY_PATTERN.fullmatch(key):
        raise Unwritable(f"{key!r} is no key.")
    return key


def _value(value: Value) -> str:
    match value.kind:
        case ValueKind.QUESTION:
            return _question(value.text)
        case ValueKind.TODAY:
            return "today()"
        case ValueKind.DATE:
            return f"date('{_fitting(DATE, value.text)}')"
        case ValueKind.NUMBER:
            return _fitting(NUMBER, value.text)
        case ValueKind.TEXT:
            return quoted(value.text)


def _fitting(pattern: re.Pattern[str], text: str) -> str:
    if not pattern.fullmatch(text):
        raise Unwritable(f"{text!r} does not fit.")
    return text


def quoted(text: str) -> str:
    """XPath 1.0 has no escapes: a text is written with the quotation mark it does not have."""
    if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise Unwritable("A sign that no text may have.")
    for mark in ("'", '"'):
        if mark not in text:
            return f"{mark}{text}{mark}"
    raise Unwritable("A text with both kinds of quotation marks.")
