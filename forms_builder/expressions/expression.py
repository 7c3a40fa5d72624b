"""`parse` and `evaluate`: the way in. An expression is parsed once and compiled at its first evaluation."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from forms_builder.expressions import forms, paths
from forms_builder.expressions.compiler import Run, compiled
from forms_builder.expressions.functions.outside import question_name
from forms_builder.expressions.nodes import Node
from forms_builder.expressions.parser import parse_tree
from forms_builder.expressions.scope import Scope
from forms_builder.expressions.tree import Ast, Call, Reference, Text, walk
from forms_builder.expressions.values import Value

__all__ = ["Expression", "choose", "evaluate", "forms", "parse", "paths"]


@dataclass(frozen=True)
class Expression:
    """A parsed expression: `source` byte for byte, its tree, the `${names}` and the functions it uses."""

    source: str
    tree: Ast = field(compare=False, repr=False)
    references: frozenset[str] = field(compare=False)
    functions: frozenset[str] = field(compare=False)
    _closures: list[Run] = field(compare=False, repr=False, default_factory=list)
    _filters: list[paths.Advance] = field(compare=False, repr=False, default_factory=list)

    def __reduce__(self) -> tuple[object, ...]:
        return (parse, (self.source,))

    def closure(self) -> Run:
        """The compiled form."""
        if not self._closures:
            self._closures.append(compiled(self.tree))
        return self._closures[0]

    def item_filter(self) -> paths.Advance:
        """The compiled form as a choice filter."""
        if not self._filters:
            self._filters.append(paths.item_filter(self.tree))
        return self._filters[0]


@lru_cache(maxsize=8192)
def parse(source: str) -> Expression:
    """Parse an expression. Raises ExpressionError with the 0-based character the fault is at."""
    tree = parse_tree(source)
    names: set[str] = set()
    functions: set[str] = set()
    for part in walk(tree):
        if isinstance(part, Reference):
            names.add(part.name)
        elif isinstance(part, Call):
            functions.add(part.name)
            names.update(_named_in_text(part))
    return Expression(source, tree, frozenset(names), frozenset(functions))


def _named_in_text(call: Call) -> set[str]:
    """`jr:choice-name(${x}, '${x}')` names its question inside a text."""
    named = call.args[1] if call.name == "jr:choice-name" and len(call.args) == 2 else None
    return {question_name(named.value)} if isinstance(named, Text) and named.value.startswith("${") else set()


def evaluate(expression: Expression, scope: Scope) -> Value:
    """The value of an expression at the scope's question. Raises ExpressionError and nothing else."""
    scope.steps_left = scope.max_steps
    return expression.closure()(scope, scope.context, 1, 1)


def choose(expression: Expression, scope: Scope, items: Node) -> list[Node]:
    """The `item` children of a choice list that a choice filter holds for; names are seen from the scope's question.

    The list must not change: its columns are indexed. Raises ExpressionError and nothing else.
    """
    scope.steps_left = scope.max_steps
    return expression.item_filter()(scope, [items])
