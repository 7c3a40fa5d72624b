"""Finds the items of a choice list by the value of a column without reading them all.

Only for trees that do not change (`instance()`): the tables stay with the list's node. Called by `paths`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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
    """A step such as `item[district = ${district} and open = 'yes']` answered from a table; None if it cannot be.

    Of several columns that are compared, the one that leaves the fewest items is looked up.
    """
    lookups = _lookups(step)
    if not lookups:
        return None
    select = selector(Step(step.at, step.end, "child", "name", step.name, ()))
    scan = narrow(step.predicates[0])
    rests = [[narrow(other) for other in lookup.others] for lookup in lookups]
    later = [narrow(predicate) for predicate in step.predicates[1:]]

    def advance(scope: Scope, nodes: list[Node]) -> list[Node]:
        values = [lookup.value_of(scope, scope.context, 1, 1) for lookup in lookups]
        kept: list[Node] = []
        for parent in nodes:
            found = [
                (_matches(scope, parent, step.name, lookup.column, value), rest)
                for lookup, value, rest in zip(lookups, values, rests, strict=True)
                if type(value) is not bool
            ]
            if found:
                items, rest = min(found, key=lambda one: len(one[0]))
                scope.spend(len(items) + 1)
                for keep in rest:
                    items = keep(scope, items)
            else:
                items = scan(scope, select(parent)[0])
            for keep in later:
                items = keep(scope, items)
            kept.extend(items)
        return kept

    return advance


@dataclass(frozen=True, slots=True)
class _Lookup:
    """One `column = value` of a predicate, and the conditions beside it."""

    column: str
    value_of: Run
    others: list[Ast]


def _lookups(step: Step) -> list[_Lookup]:
    """Every comparison of the first predicate that a table can answer."""
    if step.axis != "child" or step.test != "name" or not step.predicates or _uses_place(step.predicates[0]):
        return []
    predicate = step.predicates[0]
    joined = isinstance(predicate, Chain) and predicate.operators[0] == "and"
    conditions = list(children(predicate)) if joined else [predicate]
    found: list[_Lookup] = []
    for index, condition in enumerate(conditions):
        if not isinstance(condition, Chain) or condition.operators != ("=",):
            continue
        for one, other in (condition.operands, condition.operands[::-1]):
            column = _column(one)
            if column and _same_for_all(other):
                found.append(_Lookup(column, compiled(other), conditions[:index] + conditions[index + 1 :]))
                break
    return found


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
