"""What is wrong with a workflow, found before anybody uses it. Pure: who calls says which roles, types and names there are."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter
from typing import Any

from forms_builder import expressions
from forms_builder.expressions import ExpressionError, ValueType
from registry.workflow.document import ANY_OPEN, REASON, STATUS, ChangeRule, TaskRule, Transition, Workflow


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault: a code with parameters, and the state, transition or task it is about."""

    code: str
    where: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Names:
    """What conditions on records of a type may and may not name."""

    open: dict[str, ValueType]
    sealed: frozenset[str]
    dates: frozenset[str]
    """Date questions that are not sealed."""
    sealed_dates: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a workflow may name."""

    roles: Collection[str]
    record_types: Collection[str]
    names: Mapping[str, ValueType]
    """Open answers and rollups that conditions may read, with their kinds."""
    sealed: Collection[str] = ()
    """Answers that exist and are sealed: they decide nothing."""
    dates: Collection[str] = ()
    """Date questions that tasks may count from."""
    sealed_dates: Collection[str] = ()
    """Those that only tasks may count from which may go by sealed answers."""
    below: Mapping[str, Names] = field(default_factory=dict)
    """Key of a record type below → its answers, for what is looked out for there or filled in for a task; types that
    are not known are left out.
    """


def check(workflow: Workflow, around: Surroundings) -> list[Problem]:
    """All problems; none when the workflow can be used."""
    if not workflow.states:
        return [Problem("no-initial-state")]
    return [
        *_twice(workflow),
        *_ends(workflow),
        *_unknown_states(workflow),
        *_unreachable(workflow),
        *_dead_ends(workflow),
        *_loops(workflow),
        *_people(workflow, around),
        *_tasks(workflow, around),
        *_conditions(workflow, around),
        *_sets(workflow, around),
    ]


def _twice(workflow: Workflow) -> Iterator[Problem]:
    groups = {
        "state-twice": [state.value for state in workflow.states],
        "transition-twice": [one.key for one in workflow.transitions],
        "task-twice": [rule.key for _where, rule in tasks_of(workflow)],
    }
    for code, keys in groups.items():
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            yield Problem(code, key)


def _ends(workflow: Workflow) -> Iterator[Problem]:
    if workflow.states[0].end:
        yield Problem("begins-at-end", workflow.initial)


def _unknown_states(workflow: Workflow) -> Iterator[Problem]:
    known = {state.value for state in workflow.states} | {ANY_OPEN}
    for one in workflow.transitions:
        if not one.sources:
            yield Problem("from-nowhere", one.key)
        for value in [*one.sources, one.to]:
            if value not in known:
                yield Problem("unknown-state", one.key, {"state": value})


def _unreachable(workflow: Workflow) -> Iterator[Problem]:
    reached, waiting = set(), [workflow.initial]
    while waiting:
        value = waiting.pop()
        if value not in reached:
            reached.add(value)
            waiting += [one.to for one in workflow.leaving(value)]
    for state in workflow.states:
        if state.value not in reached:
            yield Problem("unreachable", state.value)


def _dead_ends(workflow: Workflow) -> Iterator[Problem]:
    if len(workflow.states) == 1:
        return
    for state in workflow.states:
        if not state.end and not workflow.leaving(state.value):
            yield Problem("dead-end", state.value)


def _loops(workflow: Workflow) -> Iterator[Problem]:
    """Transitions that happen by themselves must come to rest: a circle of them would make tasks for ever."""
    graph: dict[str, set[str]] = {}
    for state in workflow.states:
        for one in workflow.leaving(state.value):
            if one.automatic:
                graph.setdefault(state.value, set()).add(one.to)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        yield Problem("endless-loop", error.args[1][0], {"states": " → ".join(reversed(error.args[1]))})


def _people(workflow: Workflow, around: Surroundings) -> Iterator[Problem]:
    for one in workflow.transitions:
        if not (one.automatic or one.merging or one.roles):
            yield Problem("nobody", one.key)
        if one.automatic and not one.when.strip():
            yield Problem("automatic-without-condition", one.key)
        for role in one.roles:
            if role not in around.roles:
                yield Problem("unknown-role", one.key, {"role": role})
    for role in workflow.otherwise:
        if role not in around.roles:
            yield Problem("unknown-role", "", {"role": role})


def _tasks(workflow: Workflow, around: Surroundings) -> Iterator[Problem]:
    known = {rule.key for _where, rule in tasks_of(workflow)} | {"*"}
    for one in workflow.transitions:
        for key in (*one.closes, *one.waits_for, *one.moves):
            if key not in known:
                yield Problem("unknown-task", one.key, {"task": key})
        for name in one.moves.values():
            if name not in around.dates:
                yield Problem("no-date", one.key, {"name": name})
    yield from _types(workflow, around)
    for _where, rule in tasks_of(workflow):
        for role in filter(None, (rule.role, rule.escalate_to)):
            if role not in around.roles:
                yield Problem("unknown-role", rule.key, {"role": role})
        if rule.escalate_after is not None and not rule.escalate_to:
            yield Problem("escalates-to-nobody", rule.key)
        if rule.opens and rule.opens not in around.record_types:
            yield Problem("unknown-type", rule.key, {"type": rule.opens})
        if rule.answered_when.strip() and not rule.opens:
            yield Problem("answered-by-nothing", rule.key)
        if rule.after and rule.after not in _dates_for(rule, around):
            yield Problem("no-date", rule.key, {"name": rule.after})


def _dates_for(rule: TaskRule, around: Surroundings) -> Collection[str]:
    """The date questions that a task may count from: those of the record whose answers its rule looks at."""
    if not isinstance(rule, ChangeRule):
        return around.dates
    there = around.below.get(rule.below) if rule.below else around
    if there is None:
        return (rule.after,)  # a type that is not below is told as such
    return {*there.dates, *(there.sealed_dates if rule.by_sealed else ())}


def _types(workflow: Workflow, around: Surroundings) -> Iterator[Problem]:
    """Record types that states are open for, and that transitions need."""
    named = [(state.value, key) for state in workflow.states for key in state.open_for]
    named += [(one.key, key) for one in workflow.transitions for key in one.needs]
    for where, key in named:
        if key not in around.record_types:
            yield Problem("unknown-type", where, {"type": key})


def _conditions(workflow: Workflow, around: Surroundings) -> Iterator[Problem]:
    conditions = [(one.key, one.when) for one in workflow.transitions]
    plain = [*workflow.at_start, *(rule for one in workflow.transitions for rule in one.tasks)]
    conditions += [(rule.key, rule.when) for rule in plain]
    for where, source in conditions:
        if source.strip():
            yield from _condition(where, source, around)
    for _where, rule in tasks_of(workflow):
        if rule.answered_when.strip() and (known := around.below.get(rule.opens)):
            there = replace(around, names=known.open, sealed=known.sealed)
            yield from _condition(rule.key, rule.answered_when, there)
    for change in workflow.on_change:
        yield from _looked_out_for(change, around)


def _sets(workflow: Workflow, around: Surroundings) -> Iterator[Problem]:
    """What transitions answer: of questions there are, from what may be read; and the reason, sealed, stays sealed."""
    more = replace(around, names={**around.names, STATUS: ValueType.TEXT, REASON: ValueType.TEXT})
    for one in workflow.transitions:
        for key, source in one.sets.items():
            if key not in around.names and key not in around.sealed:
                yield Problem("unknown-question", one.key, {"name": key})
            elif REASON in source and key not in around.sealed:
                yield Problem("open-reason", one.key, {"name": key})
            yield from _condition(one.key, source, more)


def _looked_out_for(rule: ChangeRule, around: Surroundings) -> Iterator[Problem]:
    """Of the record itself, or of those of a type below it, whose sealed answers count where the rule says so."""
    if not rule.when.strip():
        yield Problem("looks-out-for-nothing", rule.key)
        return
    if rule.below and rule.below not in around.below:
        yield Problem("not-below", rule.key, {"type": rule.below})
        return
    known = around.below.get(rule.below)
    names, sealed = (known.open, known.sealed) if known else (around.names, around.sealed)
    if rule.by_sealed:
        names, sealed = {**names, **dict.fromkeys(sealed, ValueType.ANY)}, ()
    yield from _condition(rule.key, rule.when, replace(around, names=names, sealed=sealed))


def _condition(where: str, source: str, around: Surroundings) -> Iterator[Problem]:
    try:
        expression = expressions.parse(source)
    except ExpressionError as error:
        yield Problem("bad-condition", where, {"reason": error.message, "position": error.position + 1})
        return
    sealed = sorted(expression.references & set(around.sealed))
    if sealed:
        yield Problem("sealed-condition", where, {"name": sealed[0]})
        return
    for fault in expressions.check(expression, names=around.names):
        yield Problem("bad-condition", where, {"reason": fault.message, "position": fault.position + 1})


def answered_by(workflow: Workflow) -> set[str]:
    """The record types whose answers decide whether a task is done."""
    return {rule.opens for _where, rule in tasks_of(workflow) if rule.opens and rule.answered_when.strip()}


def tasks_of(workflow: Workflow) -> list[tuple[Transition | None, TaskRule]]:
    """Every task rule with its transition; None for those of a new record, and of answers."""
    found: list[tuple[Transition | None, TaskRule]] = [
        (None, rule) for rule in (*workflow.at_start, *workflow.on_change)
    ]
    return found + [(one, rule) for one in workflow.transitions for rule in one.tasks]
