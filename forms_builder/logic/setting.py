"""Values that are set once, not held: what a form begins with, and what is put in when another answer changes.

XForms' `setvalue` on `odk-instance-first-load`, `odk-new-repeat` and `xforms-value-changed`. Pure; gives what to set and
sets nothing. Who asks decides what counts as a change.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from forms_builder import expressions
from forms_builder.expressions import Expression, ExpressionError, Node
from forms_builder.logic.answers import ROW_ID, Answers, Path, as_text
from forms_builder.logic.evaluation import as_answer, calculate, calculated
from forms_builder.logic.outcome import Moment
from forms_builder.logic.program import Program, RuleKind
from forms_builder.logic.rules import Rule, trigger_names
from forms_builder.logic.state import State
from forms_builder.schema import Question

ROUNDS = 10
"""How far it is followed that what was set sets something else."""

Changed = Callable[[Path, Path], bool]
"""(place of the question to set, place of one that triggers it) → whether the latter has another answer now."""


def worked_out(
    program: Program, answers: Answers, moment: Moment, wanted: Iterable[tuple[Path, str]]
) -> Iterator[tuple[Path, str | int | None]]:
    """What defaults come to, each in its place in the answers; a later one sees those before it."""
    state = calculated(program, answers, moment)
    for path, source in wanted:
        node = state.tree.at.get(path)
        expression = _parsed(source)
        if node is not None and expression is not None:
            yield path, _put(state, node, Rule("", str(path[-1]), RuleKind.SET_VALUE, expression))


def triggered(
    program: Program, answers: Answers, moment: Moment, changed: Changed
) -> dict[Path, str | int | None]:
    """What is to be set now, place by place; None empties an answer."""
    found: dict[Path, str | int | None] = {}
    if not program.triggered:
        return found
    state = calculated(program, answers, moment)
    news: set[Path] = set()
    for _round in range(ROUNDS):
        fired = list(_fired(state, changed, news if _round else None))
        news = set()
        for question, node in fired:
            before, path = node.text, state.tree.paths[node]
            rule = program.rule(question.id, RuleKind.SET_VALUE)
            found[path] = _put(state, node, rule)
            if node.text != before:
                news.add(path)
        if not news:
            break
    return found


def differing(before: Answers, after: Answers) -> Callable[[Path], bool]:
    """Whether the answer at a place of `after` is another than it was; rows are known by their ids."""
    was = dict(_texts(before, ()))

    def differs(path: Path) -> bool:
        named, now = _named(after, path)
        return was.get(named, "") != now

    return differs


def _texts(answers: Answers, at: Path) -> Iterator[tuple[Path, str]]:
    """Every answer as text, its place with rows called by their ids."""
    for key, answer in answers.items():
        rows = answer if isinstance(answer, list) else []
        if rows and all(isinstance(row, Mapping) for row in rows):
            for index, row in enumerate(rows):
                yield from _texts(row, (*at, key, row.get(ROW_ID, index)))
        elif key != ROW_ID:
            yield (*at, key), _text(answer)


def _named(answers: Answers, path: Path) -> tuple[Path, str]:
    found: Any = answers
    named: Path = ()
    for step in path:
        if isinstance(step, int):
            found = found[step]
            named = (*named, found.get(ROW_ID, step))
        else:
            found = found.get(step) if isinstance(found, Mapping) else None
            named = (*named, step)
    return named, _text(found)


def _text(answer: Any) -> str:
    return str(answer) if isinstance(answer, Mapping) else as_text(answer)


def _fired(state: State, changed: Changed, news: set[Path] | None) -> Iterator[tuple[Question, Node]]:
    """What is to be set: because of what changed, or of what the last round set (`news`)."""
    for question in state.program.triggered:
        names = trigger_names(question)
        for node in state.tree.nodes.get(question.id, []):
            path = state.tree.paths[node]
            sources = [
                state.tree.paths[source]
                for name in names
                for source in state.scope.resolve(name, node)
                if source in state.tree.paths
            ]
            if any(changed(path, source) if news is None else source in news for source in sources):
                yield question, node


def _put(state: State, node: Node, rule: Rule | None) -> str | int | None:
    """Set what the rule says, or nothing where there is none, and work out what depends on it."""
    value = state.value(rule, node) if rule else None
    answer = None if value is None else as_answer(value)
    if node.text != as_text(answer):
        node.text = as_text(answer)
        calculate(state)
    return answer


def _parsed(source: str) -> Expression | None:
    try:
        return expressions.parse(source)
    except ExpressionError:
        return None
