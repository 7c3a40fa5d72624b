"""The rules of a document: which parts carry them, parsed, each fault with its place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from forms_builder import expressions
from forms_builder.expressions import Expression, ExpressionError
from forms_builder.logic.problems import Problem, Severity
from forms_builder.schema import Place, Question, Repeat
from forms_builder.schema.walking import Part


class RuleKind(StrEnum):
    """XForms' names for what a rule decides."""

    RELEVANT = "relevant"
    CALCULATE = "calculate"
    CONSTRAINT = "constraint"
    REQUIRED = "required"
    CHOICE_FILTER = "choice_filter"
    COUNT = "count"
    SET_VALUE = "setvalue"
    """Worked out once, each time a question that triggers it is answered anew."""


STEP_KINDS = (RuleKind.RELEVANT, RuleKind.COUNT, RuleKind.CALCULATE)
"""Rules that change what other rules see, so they have an order. The rest is looked at when all is settled."""


@dataclass(frozen=True, slots=True)
class Rule:
    part_id: str
    key: str
    kind: RuleKind
    expression: Expression


_COMPUTED = re.compile(r"\$\{|\w\s*\(")
_REFERENCE = re.compile(r"\$\{\s*([^}\s]+)\s*\}")

Step = tuple[str, RuleKind]


def is_worked_out(default: str) -> bool:
    """Whether a default is a rule: it calls a function or names a question. Any other is the text it says (ODK)."""
    return bool(_COMPUTED.search(default))


def trigger_names(question: Question) -> tuple[str, ...]:
    """The questions on whose change a value is set, as rules call them."""
    return tuple(dict.fromkeys(_REFERENCE.findall(question.trigger)))


def sources(part: Part) -> dict[RuleKind, str]:
    """The rules a part carries, as text."""
    found = {RuleKind.RELEVANT: part.show_if}
    if isinstance(part, Repeat):
        found[RuleKind.COUNT] = part.count
    if isinstance(part, Question):
        found |= {
            RuleKind.SET_VALUE if part.trigger.strip() else RuleKind.CALCULATE: part.calculate,
            RuleKind.CONSTRAINT: part.check,
            RuleKind.REQUIRED: part.required_if,
            RuleKind.CHOICE_FILTER: part.choice_filter,
        }
    return {kind: text for kind, text in found.items() if text.strip()}


def parse_rules(places: Mapping[str, Place]) -> tuple[dict[Step, Rule], list[Problem]]:
    """All rules that can be read, and what is wrong with the others."""
    rules: dict[Step, Rule] = {}
    problems: list[Problem] = []
    for place in places.values():
        part = place.part
        for kind, source in sources(part).items():
            try:
                rules[part.id, kind] = Rule(part.id, part.key, kind, expressions.parse(source))
            except ExpressionError as error:
                problems.append(_unreadable(part, kind, error))
    return rules, problems


def _unreadable(part: Part, kind: RuleKind, error: ExpressionError) -> Problem:
    return Problem(
        error.code, Severity.ERROR, part.id, part.key, kind, error.position, error.params, error.message
    )
