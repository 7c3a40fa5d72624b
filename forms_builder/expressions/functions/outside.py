"""Functions that ask the caller: labels of choices, translated texts and cells of attached tables."""

from __future__ import annotations

from forms_builder.expressions.functions.registry import Refusal, function
from forms_builder.expressions.scope import Scope
from forms_builder.expressions.values import ValueType


@function("jr:choice-name", "text text", ValueType.TEXT, scope=True)
def choice_name(scope: Scope, node: object, value: str, question: str) -> str:
    """The label of a choice; the second value names the question, as `'${name}'` or a path to it."""
    if scope.choices is None:
        raise Refusal("unavailable")
    return scope.choices(question_name(question), value, scope.language) or ""


def question_name(text: str) -> str:
    """`name` of `${name}`, `/data/group/name` or `name`."""
    text = text.strip()
    return text[2:-1].strip() if text.startswith("${") and text.endswith("}") else text.rpartition("/")[2]


@function("jr:itext", "text", ValueType.TEXT, scope=True)
def itext(scope: Scope, node: object, name: str) -> str:
    if scope.texts is None:
        raise Refusal("unavailable")
    return scope.texts(name, scope.language) or ""


@function("pulldata", "text text text text", ValueType.TEXT, scope=True)
def pulldata(scope: Scope, node: object, table: str, wanted: str, searched: str, value: str) -> str:
    """The cell of the row where column `searched` has the value; '' when there is none."""
    if scope.pulldata is None:
        raise Refusal("unavailable")
    return scope.pulldata(table, wanted, searched, value) or ""
