"""What can be found wrong with an expression before there are answers: names, functions, patterns, kinds of value.

Only clear clashes are reported: a question whose kind is not known, or may hold anything, never is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches

from forms_builder.expressions.errors import Code, Problem
from forms_builder.expressions.expression import Expression
from forms_builder.expressions.functions import ENTRIES, FUNCTIONS, Refusal
from forms_builder.expressions.functions.outside import question_name
from forms_builder.expressions.functions.strings import pattern
from forms_builder.expressions.tree import (
    Ast,
    Call,
    Chain,
    Filter,
    Negate,
    Number,
    Part,
    Path,
    Reference,
    Text,
    walk,
)
from forms_builder.expressions.values import ValueType, text_to_number

_ARITHMETIC = ("+", "-", "*", "div", "mod")
_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_DATES = (ValueType.DATE, ValueType.DATETIME)
_CLASHES: frozenset[frozenset[ValueType]] = frozenset(
    frozenset(pair)
    for pair in (
        (ValueType.DATE, ValueType.NUMBER),
        (ValueType.DATETIME, ValueType.NUMBER),
        (ValueType.DATE, ValueType.CHOICES),
        (ValueType.GEO, ValueType.NUMBER),
        (ValueType.GEO, ValueType.DATE),
        (ValueType.TIME, ValueType.NUMBER),
        (ValueType.TIME, ValueType.DATE),
    )
)
_NOT_NUMBERS = (ValueType.GEO, ValueType.CHOICES)
_NOT_CHOICES = (ValueType.NUMBER, ValueType.DATE, ValueType.DATETIME, ValueType.TIME, ValueType.GEO)
_LISTS = ("selected", "count-selected", "selected-at")


def check(
    expression: Expression,
    *,
    names: Mapping[str, ValueType] | None = None,
    here: ValueType = ValueType.ANY,
    lists: Collection[str] | None = None,
) -> list[Problem]:
    """The problems of an expression in the order they stand in it; empty when it is clean.

    `names` are the questions that may be referred to and their kinds (None: do not check names or kinds), `here`
    is the kind of the question the expression belongs to (`.`), `lists` what `instance()` and `pulldata()` may name (None: anything).
    """
    return sorted(
        _Checker(names, here, lists).findings(expression.tree), key=lambda problem: problem.position
    )


class _Checker:
    """One run over one tree."""

    def __init__(
        self, names: Mapping[str, ValueType] | None, here: ValueType, lists: Collection[str] | None
    ) -> None:
        self.names = names
        self.here = here
        self.lists = lists

    def findings(self, tree: Ast) -> Iterator[Problem]:
        for part in walk(tree):
            if isinstance(part, Reference):
                yield from self.name(part.name, part)
            elif isinstance(part, Call):
                yield from self.call(part)
            elif isinstance(part, Chain):
                yield from self.chain(part)

    def name(self, name: str, part: Part) -> Iterator[Problem]:
        if self.names is not None and name not in self.names:
            yield _problem("unknown-name", part, name=name, suggestion=nearest(name, self.names))

    def call(self, call: Call) -> Iterator[Problem]:
        entry = ENTRIES.get(call.name)
        if entry is None:
            yield _problem("unknown-function", call, name=call.name, suggestion=nearest(call.name, FUNCTIONS))
            return
        signature = entry.signature
        if not signature.accepts(len(call.args)):
            yield _problem("arity", call, name=call.name, expected=signature.expected, given=len(call.args))
            return
        for index, arg in enumerate(call.args):
            if signature.param(index).kind == "nodes" and not self.may_be_nodes(arg):
                yield _problem("needs-questions", arg, name=call.name)
        yield from self.particular(call)

    def particular(self, call: Call) -> Iterator[Problem]:
        """What only some functions can get wrong."""
        first, second = (*call.args, None, None)[:2]
        if call.name in ("instance", "pulldata") and isinstance(first, Text) and self.lists is not None:
            if first.value not in self.lists:
                yield _problem("unknown-instance", first, name=first.value)
        if call.name == "regex" and isinstance(second, Text):
            try:
                pattern(second.value)
            except Refusal as refusal:
                yield _problem("bad-pattern", second, **refusal.params)
        if call.name == "jr:choice-name" and isinstance(second, Text) and second.value.startswith("${"):
            yield from self.name(question_name(second.value), second)
        if call.name in _LISTS and self.kind(call.args[0]) in _NOT_CHOICES:
            kind = self.kind(call.args[0])
            yield _problem(
                "type-clash", call, operation=call.name, left=kind.value, right=ValueType.CHOICES.value
            )

    def chain(self, chain: Chain) -> Iterator[Problem]:
        for index, operation in enumerate(chain.operators):
            left, right = chain.operands[index], chain.operands[index + 1]
            one, two = self.kind(left), self.kind(right)
            if operation in _COMPARISONS:
                clash = self.cannot_compare(operation, left, right, one, two)
            elif operation in _ARITHMETIC:
                clash = self.is_no_number(right, two) or (index == 0 and self.is_no_number(left, one))
            else:
                clash = operation == "|" and not (self.may_be_nodes(left) and self.may_be_nodes(right))
            if clash:
                yield _problem("type-clash", chain, operation=operation, left=one.value, right=two.value)

    def cannot_compare(self, operation: str, left: Ast, right: Ast, one: ValueType, two: ValueType) -> bool:
        """Never true together, or without an order."""
        if frozenset((one, two)) in _CLASHES:
            return True
        for part, other in ((left, two), (right, one)):
            if isinstance(part, Text) and part.value and _is_no_number(part.value):
                if operation not in ("=", "!=") or other in (ValueType.NUMBER, *_DATES):
                    return True
        return operation not in ("=", "!=") and (one in _NOT_NUMBERS or two in _NOT_NUMBERS)

    def is_no_number(self, part: Ast, kind: ValueType) -> bool:
        return kind in _NOT_NUMBERS or (isinstance(part, Text) and _is_no_number(part.value))

    def may_be_nodes(self, part: Ast) -> bool:
        if isinstance(part, Call):
            entry = ENTRIES.get(part.name)
            return entry is None or entry.signature.returns in (ValueType.NODES, ValueType.ANY)
        if isinstance(part, Chain):
            return part.operators[0] == "|"
        return isinstance(part, Reference | Path | Filter)

    def kind(self, part: Ast) -> ValueType:
        """What a part yields; `ANY` when that cannot be said."""
        if isinstance(part, Reference):
            return (self.names or {}).get(part.name, ValueType.ANY)
        if isinstance(part, Number | Negate):
            return ValueType.NUMBER
        if isinstance(part, Call):
            entry = ENTRIES.get(part.name)
            return entry.signature.returns if entry else ValueType.ANY
        if isinstance(part, Chain):
            return _kind_of_chain(part)
        if isinstance(part, Path) and _is_here(part):
            return self.here
        return ValueType.TEXT if isinstance(part, Text) else ValueType.ANY


def _kind_of_chain(chain: Chain) -> ValueType:
    """A difference or a sum may be a date's days, so arithmetic is not held to be a plain number."""
    operation = chain.operators[0]
    if operation in _ARITHMETIC:
        return ValueType.ANY
    return ValueType.NODES if operation == "|" else ValueType.BOOLEAN


def _is_here(path: Path) -> bool:
    steps = path.steps
    return path.start is None and not path.absolute and len(steps) == 1 and steps[0].axis == "self"


def _is_no_number(text: str) -> bool:
    """Neither a number nor an ISO date."""
    number = text_to_number(text)
    return number != number


def nearest(name: str, known: Mapping[str, object]) -> str:
    """The known name that looks most like this one, or ''."""
    found = get_close_matches(name, list(known), n=1)
    return found[0] if found else ""


def _problem(code: Code, part: Part, **params: object) -> Problem:
    return Problem(code, params, part.at, part.end - part.at)
