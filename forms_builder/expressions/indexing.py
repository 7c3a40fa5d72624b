"""Finds the items of a choice list by the value of a column without reading them all.

Only for trees that do not change (`instance()`): the tables stay with the list's node. Called by `paths`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo

from forms_builder.expressions.axes import selector
from forms_builder.expressions.compiler import Run, compiled
from forms_builder.expressions.nodes import BLANK, Node, NodeSet, in_document_order, string_value
from forms_builder.expressions.scope import Scope
from forms_builder.expressions.tree import (
    Ast,
    Call,
    Chain,
    Number,
    Path,
    Reference,
    Step,
    Text,
    children,
    walk,
)
from forms_builder.expressions.values import Value, text_key, text_to_number

Advance = Callable[[Scope, list[Node]], list[Node]]
_READS_THE_ITEM = ("once", "lang")
Table = dict[str | float, list[Node]]


def indexed_step(step: Step, narrow: Callable[[Ast], Advance]) -> Advance | None:
    """A step such as `item[district = ${district} and open = 'yes']` answered from a table; None if it cannot be."""
    found = _lookup(step)
    if found is None:
        return None
    column, value_of, others = found
    select = selector(Step(step.at, step.end, "child", "name", step.name, ()))
    scan = narrow(step.predicates[0])
    rest = [narrow(other) for other in others]
    later = [narrow(predicate) for predicate in step.predicates[1:]]

    def advance(scope: Scope, nodes: list[Node]) -> list[Node]:
        value = value_of(scope, scope.context, 1, 1)
        kept: list[Node] = []
        for parent in nodes:
            if type(value) is bool:
                items = scan(scope, select(parent)[0])
            else:
                items = _matches(scope, parent, step.name, column, value)
                scope.spend(len(items) + 1)
                for keep in rest:
                    items = keep(scope, items)
            for keep in later:
                items = keep(scope, items)
            kept.extend(items)
        return kept

    return advance


def _lookup(step: Step) -> tuple[str, Run, list[Ast]] | None:
    """The column, the value sought and the other conditions of the first predicate."""
    if step.axis != "child" or step.test != "name" or not step.predicates:
        return None
    predicate = step.predicates[0]
    joined = isinstance(predicate, Chain) and predicate.operators[0] == "and"
    conditions = list(children(predicate)) if joined else [predicate]
    if _uses_place(predicate):
        return None
    for index, condition in enumerate(conditions):
        if not isinstance(condition, Chain) or condition.operators != ("=",):
            continue
        for one, other in (condition.operands, condition.operands[::-1]):
            column = _column(one)
            if column and _same_for_all(other):
                return column, compiled(other), conditions[:index] + conditions[index + 1 :]
    return None


def _column(part: Ast) -> str:
    """The child a condition compares: `district` in `district = …`."""
    if not isinstance(part, Path) or part.absolute or part.start is not None or len(part.steps) != 1:
        return ""
    step = part.steps[0]
    plain = (
        step.axis == "child" and step.test == "name" and not step.predicates and not step.name.endswith("*")
    )
    return step.name if plain else ""


def _same_for_all(part: Ast) -> bool:
    """Whether a value does not depend on the item it is compared with."""
    if isinstance(part, Text | Number | Reference):
        return True
    if isinstance(part, Path):
        return part.absolute or (isinstance(part.start, Reference | Call) and _same_for_all(part.start))
    if isinstance(part, Call):
        if part.name in _READS_THE_ITEM:
            return False
        return part.name == "current" or (bool(part.args) and all(_same_for_all(arg) for arg in part.args))
    return False


def _uses_place(part: Ast) -> bool:
    return any(isinstance(inner, Call) and inner.name in ("position", "last") for inner in walk(part))


def _matches(scope: Scope, parent: Node, item: str, column: str, value: Value) -> list[Node]:
    zone = scope.zone
    if isinstance(value, float):
        return _table(parent, item, column, zone, True).get(value, [])
    table = _table(parent, item, column, zone, False)
    if not isinstance(value, NodeSet):
        return table.get(text_key(value, zone), [])  # type: ignore[arg-type]
    if value is BLANK:
        return table.get("", [])
    keys = {text_key(string_value(node), zone) for node in value}
    if len(keys) == 1:
        return table.get(keys.pop(), [])
    return list(in_document_order((node for key in keys for node in table.get(key, [])), scope.spend))


def _table(parent: Node, item: str, column: str, zone: tzinfo, numeric: bool) -> Table:
    def build() -> Table:
        table: Table = {}
        for child in parent.children:
            if child.name != item:
                continue
            for cell in child.children:
                if cell.name == column:
                    text = string_value(cell)
                    key = text_to_number(text, zone) if numeric else text_key(text, zone)
                    table.setdefault(key, []).append(child)
        return table

    return parent.index_for((item, column, zone, numeric), build)  # type: ignore[return-value]
