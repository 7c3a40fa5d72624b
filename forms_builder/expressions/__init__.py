"""ODK/XLSForm form logic: parse, check and evaluate. Pure Python; the one evaluator of the platform.

`parse(source)` -> Expression; `check(expression, names=…)` -> problems; `evaluate(expression, scope)` -> value.
"""

from forms_builder.expressions.checks import check
from forms_builder.expressions.errors import MESSAGES, ExpressionError, Problem
from forms_builder.expressions.expression import Expression, choose, evaluate, parse
from forms_builder.expressions.functions import FUNCTIONS, Signature
from forms_builder.expressions.nodes import BLANK, Node, NodeSet, Resolve, nearest_named
from forms_builder.expressions.scope import MAX_STEPS, ChoiceName, PullData, Scope, Translate
from forms_builder.expressions.values import Value, ValueType, XPathDate, to_boolean, to_number, to_string

__all__ = [
    "BLANK",
    "FUNCTIONS",
    "MAX_STEPS",
    "MESSAGES",
    "ChoiceName",
    "Expression",
    "ExpressionError",
    "Node",
    "NodeSet",
    "Problem",
    "PullData",
    "Resolve",
    "Scope",
    "Signature",
    "Translate",
    "Value",
    "ValueType",
    "XPathDate",
    "check",
    "choose",
    "evaluate",
    "nearest_named",
    "parse",
    "to_boolean",
    "to_number",
    "to_string",
]
