"""Compiling a document: parse every rule, check it, find what depends on what, freeze the order.

The order is what a `FormVersion` stores: an old record is evaluated the way it was when it was published.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter

from forms_builder import expressions
from forms_builder.expressions import Expression, ExpressionError, ValueType
from forms_builder.logic.problems import Problem, Severity
from forms_builder.schema import Document, Group, Page, Place, Question, Repeat, Required, walk


class RuleKind(StrEnum):
    """XForms' names for what a rule decides."""

    RELEVANT = "relevant"
    CALCULATE = "calculate"
    CONSTRAINT = "constraint"
    CHOICE_FILTER = "choice_filter"
    COUNT = "count"


STEP_KINDS = (RuleKind.RELEVANT, RuleKind.COUNT, RuleKind.CALCULATE)
"""Rules that change what other rules see, so they have an order. The rest is looked at when all is settled."""


@dataclass(frozen=True, slots=True)
class Rule:
    part_id: str
    key: str
    kind: RuleKind
    expression: Expression


Step = tuple[str, RuleKind]


@dataclass(frozen=True)
class Program:
    """A compiled form. Immutable; may be shared between threads."""

    document: Document
    places: Mapping[str, Place]
    """Part id → part and where it stands."""
    by_key: Mapping[str, Place]
    rules: Mapping[Step, Rule]
    order: tuple[Step, ...]

    def rule(self, part_id: str, kind: RuleKind) -> Rule | None:
        return self.rules.get((part_id, kind))


def compile_document(
    document: Document,
    value_types: Mapping[str, ValueType],
    frozen_order: Iterable[tuple[str, str]] | None = None,
) -> tuple[Program | None, list[Problem]]:
    """Compile `document`; `value_types` says what an answer of each question type is in an expression.

    Gives the program and all problems; no program when one of them is an error.
    """
    places = {place.part.id: place for place in walk(document)}
    problems = _naming_problems(document)
    by_key = {place.part.key: place for place in places.values()}
    rules, rule_problems = _parse_rules(document)
    names = {key: _value_type(place, value_types) for key, place in by_key.items()}
    problems += rule_problems + _static_problems(rules.values(), names)
    problems += _calculation_problems(places.values())
    if any(problem.severity is Severity.ERROR for problem in problems):
        return None, problems
    if frozen_order is not None:
        order = tuple((part, RuleKind(kind)) for part, kind in frozen_order)
    else:
        order, cycle = _sort(rules, places, by_key)
        if cycle:
            return None, [*problems, cycle]
    return Program(document, places, by_key, rules, order), problems


def _naming_problems(document: Document) -> list[Problem]:
    seen: dict[str, str] = {}
    problems: list[Problem] = []
    ids: set[str] = set()
    for place in walk(document):
        part = place.part
        if part.id in ids:
            problems.append(
                Problem("duplicate-id", part_id=part.id, key=part.key, message="Two parts share one id.")
            )
        if part.key in seen:
            problems.append(
                Problem(
                    "duplicate-key",
                    part_id=part.id,
                    key=part.key,
                    message=f"The key {part.key} is used twice.",
                )
            )
        ids.add(part.id)
        seen[part.key] = part.id
    return problems


def sources(part: Page | Group | Repeat | Question) -> dict[RuleKind, str]:
    """The rules a part carries, as text."""
    found = {RuleKind.RELEVANT: part.show_if}
    if isinstance(part, Repeat):
        found[RuleKind.COUNT] = part.count
    if isinstance(part, Question):
        found |= {
            RuleKind.CALCULATE: part.calculate,
            RuleKind.CONSTRAINT: part.check,
            RuleKind.CHOICE_FILTER: part.choice_filter,
        }
    return {kind: text for kind, text in found.items() if text.strip()}


def _parse_rules(document: Document) -> tuple[dict[Step, Rule], list[Problem]]:
    rules: dict[Step, Rule] = {}
    problems: list[Problem] = []
    for place in walk(document):
        part = place.part
        for kind, source in sources(part).items():
            try:
                rules[part.id, kind] = Rule(part.id, part.key, kind, expressions.parse(source))
            except ExpressionError as error:
                problems.append(
                    Problem(
                        error.code,
                        Severity.ERROR,
                        part.id,
                        part.key,
                        kind,
                        error.position,
                        error.params,
                        error.message,
                    )
                )
    return rules, problems


def _static_problems(rules: Iterable[Rule], names: Mapping[str, ValueType]) -> list[Problem]:
    return [
        Problem(
            fault.code,
            Severity.ERROR,
            rule.part_id,
            rule.key,
            rule.kind,
            fault.position,
            fault.params,
            fault.message,
        )
        for rule in rules
        for fault in expressions.check(rule.expression, names=names)
    ]


def _calculation_problems(places: Iterable[Place]) -> list[Problem]:
    return [
        Problem(
            "required-but-hidden",
            Severity.WARNING,
            place.part.id,
            place.part.key,
            message="Required, but nobody can type it in: it is calculated.",
        )
        for place in places
        if isinstance(place.part, Question) and place.part.calculate and place.part.required is Required.YES
    ]


def _value_type(place: Place, value_types: Mapping[str, ValueType]) -> ValueType:
    if isinstance(place.part, Question):
        return value_types[place.part.type]
    return ValueType.NODES


def _sort(
    rules: Mapping[Step, Rule], places: Mapping[str, Place], by_key: Mapping[str, Place]
) -> tuple[tuple[Step, ...], Problem | None]:
    """Order the steps so that each comes after all it reads. A circle is a problem that names its keys."""
    graph: dict[Step, set[Step]] = {step: set() for step in rules if step[1] in STEP_KINDS}
    for step, needed in graph.items():
        place = places[step[0]]
        for other in _read_by(rules[step], by_key) | _around(place):
            needed |= {s for s in ((other, kind) for kind in STEP_KINDS) if s in graph and s != step}
        if step[1] is not RuleKind.RELEVANT and (step[0], RuleKind.RELEVANT) in graph:
            needed.add((step[0], RuleKind.RELEVANT))
        if _reads_itself(rules[step], place):
            return (), _circle([step[0]], places)
    try:
        return tuple(TopologicalSorter(graph).static_order()), None
    except CycleError as error:
        return (), _circle([step[0] for step in error.args[1]], places)


def _read_by(rule: Rule, by_key: Mapping[str, Place]) -> set[str]:
    """Ids of the parts a rule reads: a named group or repeat stands for all inside it, and so do those around."""
    found: set[str] = set()
    for name in rule.expression.references:
        place = by_key.get(name)
        if place is None:
            continue
        found.add(place.part.id)
        found |= _around(place)
        found |= {p.part.id for p in by_key.values() if place.part in p.parents and p.part.id != rule.part_id}
    return found


def _around(place: Place) -> set[str]:
    return {parent.id for parent in place.parents}


def _reads_itself(rule: Rule, place: Place) -> bool:
    return rule.kind is not RuleKind.CONSTRAINT and place.part.key in rule.expression.references


def _circle(ids: list[str], places: Mapping[str, Place]) -> Problem:
    keys = [places[part].part.key for part in ids]
    return Problem(
        "circle",
        part_id=ids[0],
        key=keys[0],
        params={"keys": ", ".join(keys)},
        message=f"These depend on each other in a circle: {', '.join(keys)}.",
    )
