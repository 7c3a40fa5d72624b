"""The rules of a draft laid out for reading: each in words with what is wrong with it, and which answer decides what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms_builder.compiling import compile_draft
from forms_builder.designer import draft_names
from forms_builder.designer.conversion import block_id
from forms_builder.designer.rule_check import RuleName, look_at
from forms_builder.expressions import ExpressionError, parse
from forms_builder.logic import Problem
from forms_builder.logic.rules import RuleKind, sources
from forms_builder.schema import Document, walk
from forms_builder.wording import problem_text

NAMES: Mapping[RuleKind, RuleName] = {
    RuleKind.RELEVANT: "show_if",
    RuleKind.CONSTRAINT: "check",
    RuleKind.REQUIRED: "required_if",
    RuleKind.CALCULATE: "calculate",
    RuleKind.SET_VALUE: "calculate",
    RuleKind.CHOICE_FILTER: "choice_filter",
    RuleKind.COUNT: "count",
}
TITLES: Mapping[RuleName, str | Promise] = {
    "show_if": _("Shown if"),
    "check": _("Accepted if"),
    "required_if": _("Must be answered if"),
    "calculate": _("Calculated as"),
    "choice_filter": _("Offers"),
    "count": _("Number of rows"),
}


@dataclass(frozen=True, slots=True)
class Spot:
    """A part of the form as a line of the picture."""

    key: str
    label: str
    block_id: str
    depth: int


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule of one part. `words` is blank where only the rule itself can say it."""

    name: RuleName
    source: str
    words: str
    reads: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def title(self) -> str:
        return str(TITLES[self.name])


@dataclass(frozen=True, slots=True)
class LogicMap:
    spots: Mapping[str, Spot]
    """All parts by key, in the order of the form."""
    rules: Mapping[str, tuple[RuleLine, ...]]
    """Key of a part → its rules; only parts that have some."""
    other_problems: tuple[str, ...]
    """What is wrong with the form beside its rules."""

    @property
    def decides(self) -> dict[str, list[str]]:
        """Key of a question → keys of the parts whose rules read it, in the order of the form."""
        found: dict[str, list[str]] = {key: [] for key in self.spots}
        for key, lines in self.rules.items():
            for read in dict.fromkeys(name for line in lines for name in line.reads):
                if read in found and read != key:
                    found[read].append(key)
        return {key: decided for key, decided in found.items() if decided}

    @property
    def count(self) -> int:
        return sum(len(lines) for lines in self.rules.values())

    @property
    def faulty(self) -> int:
        return sum(bool(line.problems) for lines in self.rules.values() for line in lines)


def logic_map(document: Document, language: str) -> LogicMap:
    parts = draft_names.of_document(document, language)
    problems = compile_draft(document).problems
    by_rule: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        by_rule[problem.part_id, problem.rule].append(problem)
    spots, rules = {}, {}
    for place in walk(document):
        part = place.part
        label = parts[part.key].label
        spots[part.key] = Spot(part.key, label, block_id(part.id), len(place.parents))
        lines = [
            _line(NAMES[kind], source, part.key, parts, by_rule.pop((part.id, kind.value), ()), language)
            for kind, source in sources(part).items()
        ]
        if lines:
            rules[part.key] = tuple(lines)
    rest = [
        problem for found in by_rule.values() for problem in found if problem.rule or problem.code == "circle"
    ]
    return LogicMap(spots, rules, tuple(problem_text(problem) for problem in rest))


def _line(
    name: RuleName,
    source: str,
    owner: str,
    parts: Mapping[str, draft_names.PartOnPage],
    problems: Iterable[Problem],
    language: str,
) -> RuleLine:
    seen = look_at(name, source, owner, parts, language)
    marked = tuple(dict.fromkeys(mark.message for mark in seen.marks))
    compiled = dict.fromkeys(map(_without_key, problems))
    # A mark says what compiling says, and at times adds what was meant.
    more = (text for text in compiled if not any(mark.startswith(text) for mark in marked))
    return RuleLine(name, source, seen.words, _reads(source), (*marked, *more))


def _without_key(problem: Problem) -> str:
    """The page says beside it which part it is about."""
    return problem_text(Problem(problem.code, params=problem.params, message=problem.message))


def _reads(source: str) -> tuple[str, ...]:
    try:
        return tuple(sorted(parse(source).references))
    except ExpressionError:
        return ()
