"""What may be chosen: choices left by a choice filter and by retirement, and whether an answer is among them."""

from collections.abc import Collection, Mapping
from typing import Any

from forms_builder.expressions import Node
from forms_builder.logic.answers import Path, blank
from forms_builder.logic.lists import ChoiceTable
from forms_builder.logic.outcome import Fault, FaultKind
from forms_builder.logic.program import RuleKind
from forms_builder.logic.state import State
from forms_builder.schema import Choice, Question

DECLINE_PREFIX = "__"
"""Values that begin so say why there is no answer; every question that allows them takes them."""


def narrow(state: State, question: Question, node: Node, answer: Any) -> tuple[Choice, ...]:
    """The choices a person may pick now. A retired one stays only where it was picked before."""
    table = state.program.lists.of_question[question.id]
    rule = state.program.rule(question.id, RuleKind.CHOICE_FILTER)
    kept = state.chosen(rule, node, table.root) if rule else None
    if kept is None:
        return table.offered if table.offered is table.choices else _open(table, table.choices, answer)
    return _open(table, [table.choice_of[item] for item in kept], answer)


def _open(table: ChoiceTable, choices: Collection[Choice], answer: Any) -> tuple[Choice, ...]:
    """Without retired choices that were not picked."""
    if table.offered is table.choices:
        return tuple(choices)
    chosen = set(_as_list(answer))
    return tuple(choice for choice in choices if not choice.retired or choice.value in chosen)


def judge(table: ChoiceTable, allowed: tuple[Choice, ...], answer: Any, path: Path) -> list[Fault]:
    """At most one fault: a value that is no choice, or one that stands alone beside others.

    Of an answer in rows each value is looked at; rows do not exclude each other.
    """
    chosen = _as_list(answer)
    if not chosen:
        return []
    offered = table.by_value.keys() if allowed is table.choices else {choice.value for choice in allowed}
    strangers = [v for v in chosen if v not in offered and not v.startswith(DECLINE_PREFIX)]
    if strangers:
        return [Fault(FaultKind.CHOICE, path, {}, {"values": strangers})]
    together = isinstance(answer, list) and len(chosen) > 1
    if together and any(table.by_value[v].exclusive for v in chosen if v in table.by_value):
        return [Fault(FaultKind.EXCLUSIVE, path)]
    return []


def retired_since(table: ChoiceTable, answer: Any, before: Any) -> list[str]:
    """Retired choices in an answer that it had not before: no page offers them, so nobody could have picked them."""
    if table.offered is table.choices:
        return []
    kept = {choice.value for choice in table.offered} | set(_as_list(before))
    return [value for value in _as_list(answer) if value in table.by_value and value not in kept]


def _as_list(answer: Any) -> list[str]:
    if blank(answer):
        return []
    if isinstance(answer, Mapping):
        return [str(value) for value in answer.values()]
    return [str(value) for value in answer] if isinstance(answer, list) else [str(answer)]
