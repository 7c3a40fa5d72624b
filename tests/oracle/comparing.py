"""Sets what our evaluation says beside what JavaRosa says about the same answers, question by question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forms_builder.expressions.values import text_key, text_to_number
from forms_builder.logic import Evaluation, FaultKind, Moment, Path, Program, RuleKind
from forms_builder.logic.answers import as_text
from forms_builder.logic.names import node_name, root_name
from forms_builder.questions import types
from forms_builder.schema import Document, Group, Item, Page, Question, Repeat
from tests.oracle.javarosa import Seen

VOLATILE = frozenset(("now", "random", "uuid", "randomize"))


@dataclass(frozen=True)
class Difference:
    """One thing the two engines disagree on."""

    form: str
    aspect: str
    """relevant, required, constraint, calculation or choices."""
    key: str
    ours: object
    theirs: object
    seed: str
    functions: frozenset[str] = frozenset()
    """Those of the rule that decides the aspect."""

    def rule_uses(self, functions: frozenset[str]) -> bool:
        return functions <= self.functions

    def __str__(self) -> str:
        return (
            f"{self.form} {self.seed} {self.aspect} {self.key}: ours {self.ours!r}, JavaRosa {self.theirs!r}"
        )


@dataclass(frozen=True)
class Filled:
    """A form filled in, and both opinions on it."""

    form: str
    seed: str
    program: Program
    answers: Mapping[str, Any]
    ours: Evaluation
    theirs: Seen
    moment: Moment

    def differences(self) -> Iterator[Difference]:
        faults = {(fault.kind, fault.path) for fault in self.ours.faults}
        for part, path, place in nodes(self.program.document, self.answers, self.theirs.nodes):
            told = self.theirs.nodes.get(place)
            if told is None:
                continue
            yield from self.compare(part.key, "relevant", self.ours.shows(path), told["relevant"])
            if isinstance(part, Question) and told["relevant"]:
                yield from self.question(part, path, place, told, faults)

    def question(
        self, part: Question, path: Path, place: str, told: Mapping[str, Any], faults: set[Any]
    ) -> Iterator[Difference]:
        check = self.functions(part, RuleKind.CONSTRAINT)
        missing = told["required"] and not told["value"]
        if not part.calculate and types.of(part).asked:
            yield from self.compare(part.key, "required", (FaultKind.REQUIRED, path) in faults, missing)
        fits = (FaultKind.CONSTRAINT, path) not in faults
        yield from self.compare(part.key, "constraint", fits, told["fits"], check)
        used = self.functions(part, RuleKind.CALCULATE)
        if part.calculate and not used & VOLATILE:
            ours = as_text(self.answer_at(path))
            if not self.same(ours, told["value"]):
                yield Difference(self.form, "calculation", part.key, ours, told["value"], self.seed, used)
        offered = self.theirs.choices.get(place)
        if offered is not None and part.choices:
            choices = self.ours.choices.get(path, part.choices)
            yield from self.compare(part.key, "choices", [choice.value for choice in choices], offered)

    def functions(self, part: Question, kind: RuleKind) -> frozenset[str]:
        rule = self.program.rule(part.id, kind)
        return rule.expression.functions if rule else frozenset()

    def compare(
        self, key: str, aspect: str, ours: object, theirs: object, used: frozenset[str] = frozenset()
    ) -> Iterator[Difference]:
        if ours != theirs:
            yield Difference(self.form, aspect, key, ours, theirs, self.seed, used)

    def answer_at(self, path: Path) -> Any:
        """A repeat with no answer in it is left out of the answers."""
        found: Any = self.ours.answers
        for step in path:
            found = found[step] if isinstance(step, int) else found.get(step)
            if found is None:
                return None
        return found

    def same(self, ours: str, theirs: str) -> bool:
        """Equal as texts, as numbers (to nine places) or as moments. What is not a number reads as blank with us."""
        zone = self.moment.now.tzinfo
        assert zone is not None
        theirs = "" if theirs == "NaN" else theirs
        if text_key(ours, zone) == text_key(theirs, zone):
            return True
        return abs(text_to_number(ours, zone) - text_to_number(theirs, zone)) < 1e-9


def nodes(
    document: Document, answers: Mapping[str, Any], known: Mapping[str, Any]
) -> Iterator[tuple[Item, Path, str]]:
    """Every item in every row, with its path in the answers and in the XForm's instance."""
    top = f"/{root_name(document)}"
    for page in document.pages:
        yield from _inside(page.items, answers, (), _frame_of(page, top, known), known)


def _frame_of(part: Page | Group, place: str, known: Mapping[str, Any]) -> str:
    """Pages made at import and flat groups have no node of their own."""
    name = f"{place}/{node_name(part)}[1]"
    return name if name in known else place


def _inside(
    items: Iterable[Item], answers: Mapping[str, Any], at: Path, place: str, known: Mapping[str, Any]
) -> Iterator[tuple[Item, Path, str]]:
    for item in items:
        name = f"{place}/{node_name(item)}"
        if isinstance(item, Repeat):
            for number, row in enumerate(answers.get(item.key) or []):
                path = (*at, item.key, number)
                yield item, path, f"{name}[{number + 1}]"
                yield from _inside(item.items, row, path, f"{name}[{number + 1}]", known)
        else:
            yield item, (*at, item.key), f"{name}[1]"
            if isinstance(item, Group):
                yield from _inside(item.items, answers, at, _frame_of(item, place, known), known)
