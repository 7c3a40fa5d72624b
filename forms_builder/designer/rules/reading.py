"""Expression → rows, from the tree of our own parser. None where rows cannot show it: then it stays as text.

Rows are given only if writing them gives the same tree, so that changing one row never changes what the others mean.
"""

from dataclasses import fields, is_dataclass
from typing import Any

from forms_builder.designer.rules.model import HERE, Cascade, Group, Operator, Row, Rows, Value, ValueKind
from forms_builder.designer.rules.writing import Unwritable, write, write_cascade
from forms_builder.expressions import ExpressionError, parse
from forms_builder.expressions.tree import Ast, Call, Chain, Negate, Number, Path, Reference, Step, Text

COMPARISONS = {
    "=": Operator.IS,
    "!=": Operator.IS_NOT,
    ">": Operator.MORE,
    ">=": Operator.AT_LEAST,
    "<": Operator.LESS,
    "<=": Operator.AT_MOST,
}
CALLS = {"selected": Operator.INCLUDES, "regex": Operator.MATCHES}
ALWAYS = Group(True, ())


class _NoRows(Exception):
    """The expression says more than rows can."""


def read(source: str) -> Rows | None:
    """The rows of an expression, or None. A blank one has none, which is not the same."""
    if not source.strip():
        return ALWAYS
    try:
        tree = parse(source).tree
        rows = _whole(tree)
        return rows if _same(tree, parse(write(rows)).tree) else None
    except (ExpressionError, _NoRows, Unwritable):
        return None


def read_cascade(source: str) -> Cascade | None:
    """`district = ${home}` → the column and the question; None for any other filter."""
    try:
        tree = parse(source).tree
        match tree:
            case Chain(operands=(Path() as column, Reference() as question), operators=("=",)):
                cascade = Cascade(_column(column), question.name)
                return cascade if _same(tree, parse(write_cascade(cascade)).tree) else None
    except (ExpressionError, _NoRows, Unwritable):
        pass
    return None


def _whole(tree: Ast) -> Rows:
    member = _member(tree)
    return member if isinstance(member, Group) else Group(True, (member,))


def _member(tree: Ast) -> Row | Group:
    match tree:
        case Chain(operators=("and" | "or" as joint, *_)):
            return Group(joint == "and", tuple(_member(operand) for operand in tree.operands))
        case Chain(operands=(left, right), operators=(sign,)) if sign in COMPARISONS:
            return _comparison(left, COMPARISONS[sign], right)
        case Call(name="not", args=(Call(name="selected", args=(left, right)),)):
            return Row(_question(left), Operator.EXCLUDES, _value(right))
        case Call(name=name, args=(left, right)) if name in CALLS:
            return Row(_question(left), CALLS[name], _value(right))
    raise _NoRows


def _comparison(left: Ast, operator: Operator, right: Ast) -> Row:
    if isinstance(right, Text) and not right.value:
        blank = {Operator.IS: Operator.BLANK, Operator.IS_NOT: Operator.ANSWERED}
        return Row(_question(left), blank.get(operator, operator), None)
    return Row(_question(left), operator, _value(right))


def _question(tree: Ast) -> str:
    if isinstance(tree, Reference):
        return tree.name
    if isinstance(tree, Path) and tree.start is None and not tree.absolute:
        match tree.steps:
            case (Step(axis="self", test="any-node", predicates=()),):
                return HERE
    raise _NoRows


def _column(path: Path) -> str:
    if path.start is None and not path.absolute:
        match path.steps:
            case (Step(axis="child", test="name", predicates=()) as step,):
                return step.name
    raise _NoRows


def _value(tree: Ast) -> Value:
    match tree:
        case Text():
            return Value(ValueKind.TEXT, tree.value)
        case Number():
            return Value(ValueKind.NUMBER, _decimal(tree.value))
        case Negate(operand=Number() as number):
            return Value(ValueKind.NUMBER, f"-{_decimal(number.value)}")
        case Call(name="today", args=()):
            return Value(ValueKind.TODAY)
        case Call(name="date", args=(Text() as day,)):
            return Value(ValueKind.DATE, day.value)
    return Value(ValueKind.QUESTION, _question(tree))


def _decimal(number: float) -> str:
    """18.0 → 18."""
    return repr(number).removesuffix(".0")


def _same(one: Any, two: Any) -> bool:
    """Two trees but for where they stand in their sources."""
    if is_dataclass(one) and not isinstance(one, type):
        names = [field.name for field in fields(one) if field.name not in ("at", "end")]
        return type(one) is type(two) and all(_same(getattr(one, n), getattr(two, n)) for n in names)
    if isinstance(one, tuple):
        return isinstance(two, tuple) and len(one) == len(two) and all(map(_same, one, two))
    return bool(one == two)
