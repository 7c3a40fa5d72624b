"""Evaluating a compiled form over answers: the one place where rules are applied.

Pages, imports, tests and the registry all come through here. What is not shown reads as blank everywhere,
as in ODK (XForms 1.0, relevant).
"""

from forms_builder import expressions
from forms_builder.expressions import Node, Value
from forms_builder.logic.answers import Answers, as_text
from forms_builder.logic.outcome import Evaluation, Moment
from forms_builder.logic.program import Program, Rule, RuleKind
from forms_builder.logic.settling import Settlement
from forms_builder.logic.state import State
from forms_builder.schema import Page


def evaluate(program: Program, answers: Answers, moment: Moment) -> Evaluation:
    """Apply all rules of the form to `answers`. Never raises on answers, whatever they are."""
    return Settlement(calculated(program, answers, moment)).result()


def calculated(program: Program, answers: Answers, moment: Moment) -> State:
    """The tree of answers with every rule applied that others depend on."""
    state = State.begin(program, answers, moment)
    calculate(state)
    return state


def calculate(state: State) -> None:
    """Apply those rules; again where an answer in the tree is another now."""
    for node in state.tree.paths:
        node.relevant = True
    for step in state.program.order:
        rule = state.program.rules[step]
        for node in state.tree.nodes[rule.part_id]:
            _apply(state, rule, node)


def _apply(state: State, rule: Rule, node: Node) -> None:
    """One step that others depend on."""
    if rule.kind is RuleKind.RELEVANT:
        _show(state, rule.part_id, node, state.holds(rule, node))
    elif rule.kind is RuleKind.CALCULATE:
        value = state.value(rule, node)
        answer = None if value is None else as_answer(value)
        state.computed[state.tree.paths[node]] = answer
        node.text = as_text(answer)


def _show(state: State, part_id: str, node: Node, relevant: bool) -> None:
    node.relevant = relevant
    part = state.program.places[part_id].part
    if isinstance(part, Page) and not relevant:
        # The page is not in the tree, so what is on it is hidden one by one.
        for item in part.items:
            for inner in state.tree.nodes[item.id]:
                inner.relevant = False


def as_answer(value: Value) -> str | int | None:
    """An expression's value as a stored answer: whole numbers as int, others as text; not a number is blank."""
    if isinstance(value, float) and type(value) is float:
        if value != value or value in (float("inf"), float("-inf")):
            return None
        return int(value) if value.is_integer() else expressions.to_string(value)
    return expressions.to_string(value) or None
