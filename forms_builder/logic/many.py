"""Many sets of answers to one form, as an import has them: what was once found right is not worked out again.

Only where questions stand each for itself: no rule shows, calculates, counts or narrows anything, and a check reads
nothing but its own answer. Then an answer is right or wrong whatever the others are. Every other form, and every
answer that was not met before, goes through `evaluate`, so there is one place where rules are applied.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from forms_builder.expressions.tree import Ast, Call, walk
from forms_builder.logic.answers import Answers, Path, blank
from forms_builder.logic.evaluation import evaluate
from forms_builder.logic.outcome import Evaluation, Moment
from forms_builder.logic.program import Program
from forms_builder.logic.reading import Layout
from forms_builder.logic.rules import RuleKind
from forms_builder.schema import Prefill, Question, Repeat, Required

MOST = 20_000
"""Answers to one question that are remembered."""
PURE = frozenset(
    "not true false if regex string-length number int abs round selected count-selected contains starts-with "
    "today now date date-time coalesce string".split()
)
"""Functions whose value depends on nothing but what they are given and the moment."""


class Settled(NamedTuple):
    """The part of an evaluation that is left when nothing is wrong."""

    answers: dict[str, Any]
    missing: tuple[Path, ...]


class Many:
    """Evaluates at one moment. `settled` knows what is surely right; `evaluate` tells the rest, and is learnt from."""

    def __init__(self, program: Program, moment: Moment) -> None:
        self.program, self.moment = program, moment
        self.separate = stand_alone(program)
        asked = [place.part for place in program.places.values() if isinstance(place.part, Question)]
        self.asked = frozenset(one.key for one in asked)
        self.required = frozenset(one.key for one in asked if _wanted(one) is Required.YES)
        self.soft = [one.key for one in asked if _wanted(one) is Required.SOFT]
        self.known: dict[str, set[Any]] = {one.key: set() for one in asked if self._is_judged(one)}
        """Key of a question whose answers are judged → those that were found right."""

    def settled(self, answers: Answers) -> Settled | None:
        """What the form makes of the answers; None where `evaluate` has to tell."""
        if not self.separate:
            return None
        whole = all(answers.values()) and answers.keys() <= self.asked  # nearly always
        given = answers if whole else self._asked_of(answers)
        if not given.keys() >= self.required:
            return None
        for key, known in self.known.items():
            answer = given.get(key)
            if answer is not None and (answer if answer.__class__ is str else _token(answer)) not in known:
                return None
        return Settled(dict(given), tuple((key,) for key in self.soft if key not in given))

    def _asked_of(self, answers: Answers) -> dict[str, Any]:
        return {key: answer for key, answer in answers.items() if key in self.asked and not blank(answer)}

    def evaluate(self, answers: Answers) -> Evaluation:
        found = evaluate(self.program, answers, self.moment)
        if self.separate and not found.faults:
            self._learn(found.answers)
        return found

    def _learn(self, answers: Mapping[str, Any]) -> None:
        for key, known in self.known.items():
            token = _token(answers.get(key))
            if token is not None and len(known) < MOST:
                known.add(token)

    def _is_judged(self, question: Question) -> bool:
        return bool(question.choices) or self.program.rule(question.id, RuleKind.CONSTRAINT) is not None


def _wanted(question: Question) -> Required:
    """A record's own number is not there yet while its answers are judged."""
    return Required.NO if question.prefill is Prefill.REFERENCE else question.required


def stand_alone(program: Program) -> bool:
    """Whether no question of the form has anything to do with another."""
    parts = [place.part for place in program.places.values()]
    if any(isinstance(part, Repeat) or (isinstance(part, Question) and part.is_calculated) for part in parts):
        return False
    if any(kind is not RuleKind.CONSTRAINT for _part, kind in program.rules):
        return False
    layout = Layout(program.document, program.named)
    return all(
        _reads_itself(layout, rule.expression.tree, part) for (part, _kind), rule in program.rules.items()
    )


def _reads_itself(layout: Layout, tree: Ast, part_id: str) -> bool:
    reading = layout.reading(tree, part_id)
    if reading.whole or reading.alone or reading.nowhere:
        return False
    return all(part.name in PURE for part in walk(tree) if isinstance(part, Call))


def _token(answer: Any) -> Any:
    """What an answer is remembered by; None for those that are not: none, and rows or matrices.

    Text is its own token; a number comes with its kind, since 1 and True are the same to a set.
    """
    if isinstance(answer, str):
        return answer
    if isinstance(answer, int):
        return (answer.__class__, answer)
    if isinstance(answer, list) and all(isinstance(one, str) for one in answer):
        return tuple(answer)
    return None
