"""What is wrong with a form as a whole, before there are answers. Errors stop publishing; warnings are told.

`conditions` reasons about answers, `reading` about what a rule reads; this turns what they find into problems.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from forms_builder import expressions
from forms_builder.expressions import ValueType
from forms_builder.logic.conditions import HERE, Subject, Subjects, never_true, strangers
from forms_builder.logic.lists import Lists
from forms_builder.logic.problems import Problem, Severity
from forms_builder.logic.reading import Reading
from forms_builder.logic.rules import Rule, RuleKind, Step, is_worked_out, trigger_names
from forms_builder.schema import Document, Place, Question, Repeat, Required, walk
from forms_builder.schema.walking import Part

CONDITIONS = (RuleKind.RELEVANT, RuleKind.CONSTRAINT, RuleKind.REQUIRED)
LOOKS_AHEAD = (*CONDITIONS, RuleKind.CHOICE_FILTER, RuleKind.COUNT)
"""Rules that should be settled when the person comes to them. A calculation may wait for anything."""
ROUNDS = 10
"""How far it is followed that what depends on a hidden question is hidden itself."""
WARNINGS = frozenset(("unknown-instance",))
"""Findings of `expressions.check` that do not stop a form: a list may be attached later, until then it is empty."""


@dataclass(frozen=True)
class Checked:
    """A document with all that is known about its rules."""

    places: Mapping[str, Place]
    named: Mapping[str, tuple[Place, ...]]
    rules: Mapping[Step, Rule]
    readings: Mapping[Step, Reading]
    lists: Lists
    value_types: Mapping[str, ValueType]
    fixed_values: Mapping[str, frozenset[str]]

    def kind(self, part: Part) -> ValueType:
        return self.value_types[part.type] if isinstance(part, Question) else ValueType.NODES

    def kinds(self) -> dict[str, ValueType]:
        """Name → what an answer is; `ANY` where several questions of one name differ."""
        found = {name: {self.kind(place.part) for place in places} for name, places in self.named.items()}
        return {name: kinds.pop() if len(kinds) == 1 else ValueType.ANY for name, kinds in found.items()}


def naming_problems(document: Document) -> list[Problem]:
    """Ids and keys that are there twice."""
    keys: set[str] = set()
    ids: set[str] = set()
    problems: list[Problem] = []
    for place in walk(document):
        part = place.part
        if part.id in ids:
            problems.append(_about(part, "duplicate-id", "Two parts share one id."))
        if part.key in keys:
            problems.append(_about(part, "duplicate-key", f"The key {part.key} is used twice."))
        ids.add(part.id)
        keys.add(part.key)
    return problems


def document_problems(checked: Checked, in_circles: bool) -> list[Problem]:
    """All that the rules have wrong with them. In a circle something always looks ahead: that is not said twice."""
    problems = [*_expression_problems(checked), *_paths_to_nowhere(checked), *_never_typed(checked)]
    problems += [*_triggered_by_nobody(checked), *_faulty_defaults(checked)]
    problems += [] if in_circles else _looking_ahead(checked)
    return [*problems, *_strangers(checked), *Reachability(checked).problems()]


def _about(
    part: Part, code: str, message: str, severity: Severity = Severity.ERROR, **params: object
) -> Problem:
    return Problem(code, severity, part.id, part.key, params=params, message=message)


def _in_rule(rule: Rule, code: str, message: str, position: int = 0, **params: object) -> Problem:
    return Problem(code, Severity.WARNING, rule.part_id, rule.key, rule.kind, position, params, message)


def _expression_problems(checked: Checked) -> Iterator[Problem]:
    """Unknown names and functions, wrong numbers of values, kinds that clash."""
    kinds = checked.kinds()
    for rule in checked.rules.values():
        here = checked.kind(checked.places[rule.part_id].part)
        for fault in expressions.check(rule.expression, names=kinds, here=here, lists=checked.lists):
            severity = Severity.WARNING if fault.code in WARNINGS else Severity.ERROR
            yield Problem(
                fault.code,
                severity,
                rule.part_id,
                rule.key,
                rule.kind,
                fault.position,
                fault.params,
                fault.message,
            )


def _paths_to_nowhere(checked: Checked) -> Iterator[Problem]:
    for step, reading in checked.readings.items():
        rule = checked.rules[step]
        if rule.kind is RuleKind.CHOICE_FILTER:
            continue  # it walks the columns of a list, not the form
        for path in reading.nowhere:
            text = rule.expression.source[path.at : path.end]
            message = f"The path {text} leads to no question."
            yield _in_rule(rule, "unknown-path", message, path.at, path=text)


def _never_typed(checked: Checked) -> Iterator[Problem]:
    for place in checked.places.values():
        part = place.part
        if (
            isinstance(part, Question)
            and part.is_calculated
            and (part.required is Required.YES or part.required_if)
        ):
            message = "Required, but nobody can type it in: it is calculated."
            yield _about(part, "required-but-hidden", message, Severity.WARNING)


def _triggered_by_nobody(checked: Checked) -> Iterator[Problem]:
    """Questions that wait for the change of one that is not there, or of something nobody answers."""
    for place in checked.places.values():
        part = place.part
        if not isinstance(part, Question) or not part.trigger.strip():
            continue
        names = trigger_names(part)
        if not names:
            yield _about(part, "no-trigger", f"{part.trigger!r} names no question.", trigger=part.trigger)
        for name in names:
            if not any(isinstance(found.part, Question) for found in checked.named.get(name, ())):
                yield _about(part, "unknown-name", f"There is no question called {name!r}.", name=name)


def _faulty_defaults(checked: Checked) -> Iterator[Problem]:
    """Defaults that cannot be worked out. They stay blank, which is no reason to refuse a form."""
    kinds = checked.kinds()
    for place in checked.places.values():
        part = place.part
        if not isinstance(part, Question) or not is_worked_out(part.default):
            continue
        try:
            expression = expressions.parse(part.default)
        except expressions.ExpressionError as error:
            yield _default_fault(part, error.message)
            continue
        for fault in expressions.check(expression, names=kinds, here=checked.kind(part), lists=checked.lists):
            yield _default_fault(part, fault.message)


def _default_fault(part: Question, reason: str) -> Problem:
    message = f"What it begins with cannot be worked out: {reason}"
    return _about(part, "bad-default", message, Severity.WARNING, reason=reason)


def _looking_ahead(checked: Checked) -> Iterator[Problem]:
    """Rules that wait for a question further down."""
    order = {part_id: number for number, part_id in enumerate(checked.places)}
    for step, reading in checked.readings.items():
        rule = checked.rules[step]
        if rule.kind not in LOOKS_AHEAD:
            continue
        for read in sorted(reading.whole, key=order.__getitem__):
            part = checked.places[read].part
            if order[read] > order[rule.part_id] and isinstance(part, Question) and not part.is_calculated:
                message = f"Depends on {part.key}, which is asked later."
                position = max(rule.expression.source.find(part.key), 0)
                yield _in_rule(rule, "forward-reference", message, position, name=part.key)
                break


def _strangers(checked: Checked) -> Iterator[Problem]:
    """Values that a choice question never has."""
    for rule in checked.rules.values():
        for part, name, value in strangers(rule.expression.tree, subjects_of(checked, rule, frozenset())):
            asked = rule.key if name == HERE else name
            message = f"{value!r} is not among the choices of {asked}."
            yield _in_rule(rule, "no-such-choice", message, part.at, value=value, name=asked)


def subjects_of(checked: Checked, rule: Rule, hidden: frozenset[str]) -> Subjects:
    """The questions a rule may name and has one answer of, with what may be answered. `hidden` are never shown."""
    own = checked.places[rule.part_id]
    rows = {parent.id for parent in own.parents if isinstance(parent, Repeat)}
    found: dict[str, Subject] = {}
    for name in rule.expression.references:
        places = checked.named.get(name, ())
        if len(places) == 1 and _is_one(places[0], rows):
            hides = places[0].part.id in hidden
            found[name] = replace(_subject(checked, places[0].part), always_blank=hides)
    found[HERE] = replace(_subject(checked, own.part), never_blank=rule.kind is RuleKind.CONSTRAINT)
    return found


def _is_one(place: Place, rows: set[str]) -> bool:
    return isinstance(place.part, Question) and all(
        parent.id in rows for parent in place.parents if isinstance(parent, Repeat)
    )


def _subject(checked: Checked, part: Part) -> Subject:
    if not isinstance(part, Question):
        return Subject()
    table = checked.lists.of_question.get(part.id)
    values = frozenset(table.by_value) if table else checked.fixed_values.get(part.type)
    return Subject(checked.kind(part), None if part.is_calculated else values)


class Reachability:
    """Parts that are never shown and answers that are never accepted, followed to what depends on them."""

    def __init__(self, checked: Checked) -> None:
        self.checked = checked
        self.hidden: frozenset[str] = frozenset()
        self.found: dict[Step, Problem] = {}

    def problems(self) -> list[Problem]:
        for _round in range(ROUNDS):
            before = len(self.found)
            for step, rule in self.checked.rules.items():
                if step not in self.found and rule.kind in CONDITIONS and self.is_new(rule):
                    self.look_at(step, rule)
            self.hidden = self.never_shown()
            if len(self.found) == before:
                break
        return list(self.found.values())

    def is_new(self, rule: Rule) -> bool:
        """The first time every rule; later only those that read what turned out to be hidden."""
        if not self.hidden:
            return True
        return bool(self.checked.readings[rule.part_id, rule.kind].whole & self.hidden)

    def look_at(self, step: Step, rule: Rule) -> None:
        condition = rule.expression.tree
        if not never_true(condition, subjects_of(self.checked, rule, self.hidden)):
            return
        if rule.kind is RuleKind.CONSTRAINT:
            self.found[step] = _in_rule(rule, "never-fits", "No answer can pass this check.")
        elif self.hidden and not never_true(condition, subjects_of(self.checked, rule, frozenset())):
            message = "Never shown: it depends on a question that is never shown."
            self.found[step] = _in_rule(rule, "unreachable", message)
        else:
            self.found[step] = _in_rule(rule, "never-true", "Never shown: this condition can never be true.")

    def never_shown(self) -> frozenset[str]:
        shut = {part_id for part_id, kind in self.found if kind is RuleKind.RELEVANT}
        return frozenset(
            part_id
            for part_id, place in self.checked.places.items()
            if part_id in shut or any(parent.id in shut for parent in place.parents)
        )
