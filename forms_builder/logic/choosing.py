"""What may be chosen: choices left by a choice filter and by retirement, and whether an answer is among them."""

from collections.abc import Mapping
from typing import Any

from forms_builder.expressions import Node
from forms_builder.logic.answers import Path, blank
from forms_builder.logic.outcome import Fault, FaultKind
from forms_builder.logic.program import RuleKind
from forms_builder.logic.state import State
from forms_builder.schema import Choice, Question

DECLINE_PREFIX = "__"
"""Values that begin so say why there is no answer; every question that allows them takes them."""


def narrow(state: State, question: Question, node: Node, answer: Any) -> tuple[Choice, ...]:
    """The choices a person may pick now. A retired one stays only where it was picked before."""
    chosen = set(_as_list(answer))
    rule = state.program.rule(question.id, RuleKind.CHOICE_FILTER)
    return tuple(
        choice
        for choice in question.choices
        if (not choice.retired or choice.value in chosen)
        and (rule is None or state.holds(rule, _as_node(choice), reader=node))
    )


def judge(allowed: tuple[Choice, ...], answer: Any, path: Path) -> list[Fault]:
    """At most one fault: a value that is no choice, or one that stands alone beside others.

    Of an answer in rows each value is looked at; rows do not exclude each other.
    """
    known = {choice.value: choice for choice in allowed}
    chosen = _as_list(answer)
    strangers = [value for value in chosen if value not in known and not value.startswith(DECLINE_PREFIX)]
    if strangers:
        return [Fault(FaultKind.CHOICE, path, {}, {"values": strangers})]
    together = isinstance(answer, list)
    if together and len(chosen) > 1 and any(known[value].exclusive for value in chosen if value in known):
        return [Fault(FaultKind.EXCLUSIVE, path)]
    return []


def _as_list(answer: Any) -> list[str]:
    if blank(answer):
        return []
    if isinstance(answer, Mapping):
        return [str(value) for value in answer.values()]
    return [str(value) for value in answer] if isinstance(answer, list) else [str(answer)]


def _as_node(choice: Choice) -> Node:
    """A choice as ODK lays out a list item: its columns are children that the filter names."""
    columns = {**choice.filters, "name": choice.value}
    return Node("item", children=[Node(name, text) for name, text in columns.items()])
