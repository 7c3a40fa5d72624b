"""Compiling a document: parse every rule, check it, find what depends on what, freeze the order.

The order is what a `FormVersion` stores: an old record is evaluated the way it was when it was published.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from forms_builder.expressions import ValueType
from forms_builder.logic.checking import Checked, document_problems, naming_problems
from forms_builder.logic.lists import Lists, lists_of
from forms_builder.logic.names import by_name
from forms_builder.logic.ordering import frozen_order as order_of
from forms_builder.logic.problems import Problem, Severity
from forms_builder.logic.reading import Layout
from forms_builder.logic.rules import Rule, RuleKind, Step, is_worked_out, parse_rules
from forms_builder.schema import Document, Place, Question, Repeat, walk

__all__ = ["Program", "Rule", "RuleKind", "Step", "compile_document"]


@dataclass(frozen=True)
class Program:
    """A compiled form. Immutable; may be shared between threads."""

    document: Document
    places: Mapping[str, Place]
    """Part id → part and where it stands."""
    by_key: Mapping[str, Place]
    named: Mapping[str, tuple[Place, ...]]
    """What rules call them → parts; see `names`."""
    rules: Mapping[Step, Rule]
    order: tuple[Step, ...]
    lists: Lists = field(repr=False)

    @cached_property
    def triggered(self) -> tuple[Question, ...]:
        """The questions whose value is set when another is answered, in the order of the form."""
        return tuple(part for part in self._questions() if part.trigger.strip())

    @cached_property
    def row_defaults(self) -> tuple[Question, ...]:
        """Questions in repeats whose default is worked out when a row is added."""
        return tuple(
            question
            for question in self._questions()
            if is_worked_out(question.default)
            and any(isinstance(parent, Repeat) for parent in self.places[question.id].parents)
        )

    def keys_of(self, names: Iterable[str]) -> set[str]:
        """The keys of the parts that rules call so: an imported name need not be a key."""
        return {place.part.key for name in names for place in self.named.get(name, ())}

    def _questions(self) -> list[Question]:
        return [place.part for place in self.places.values() if isinstance(place.part, Question)]

    def rule(self, part_id: str, kind: RuleKind) -> Rule | None:
        return self.rules.get((part_id, kind))


def compile_document(
    document: Document,
    value_types: Mapping[str, ValueType],
    frozen_order: Iterable[tuple[str, str]] | None = None,
    fixed_values: Mapping[str, frozenset[str]] | None = None,
) -> tuple[Program | None, list[Problem]]:
    """Compile `document`; `value_types` says what an answer of each question type is in an expression.

    `fixed_values` are the values of types whose choices stand in no document (yes or no). With a frozen order the
    document was proved when it was published, and only what stops it from running is looked for.
    Gives the program and all problems; no program when one of them is an error.
    """
    places = {place.part.id: place for place in walk(document)}
    problems = naming_problems(document)
    by_key = {place.part.key: place for place in places.values()}
    named = by_name(places.values())
    rules, unreadable = parse_rules(places)
    problems += unreadable
    lists = lists_of(document)
    if frozen_order is not None:
        order = tuple((part, RuleKind(kind)) for part, kind in frozen_order)
    else:
        layout = Layout(document, named)
        readings = {step: layout.reading(rule.expression.tree, rule.part_id) for step, rule in rules.items()}
        checked = Checked(places, named, rules, readings, lists, value_types, fixed_values or {})
        order, cycle = order_of(readings, places)
        problems += [*document_problems(checked, bool(cycle)), *([cycle] if cycle else [])]
    if any(problem.severity is Severity.ERROR for problem in problems):
        return None, problems
    return Program(document, places, by_key, named, rules, order, lists), problems
