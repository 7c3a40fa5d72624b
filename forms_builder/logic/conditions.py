"""Conditions that can never be true, by trying out answers: `${age} > 5 and ${age} < 3`, `selected(${q}, 'no such')`.

A condition is taken apart at its `and` and `or`. What is said about one question is tried with every answer that
could make a difference; when none of them fits, the condition is never true. What cannot be judged counts as possible.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from forms_builder.expressions import ExpressionError, Node, NodeSet, Scope, ValueType, to_boolean
from forms_builder.expressions.compiler import compiled
from forms_builder.expressions.tree import (
    Ast,
    Call,
    Chain,
    Negate,
    Number,
    Path,
    Reference,
    Text,
    walk,
)
from forms_builder.expressions.values import number_to_text, text_to_number

COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
CONSTANT_CALLS = frozenset(("true", "false", "not", "number", "string", "boolean"))
BRANCHES = 64
"""Ways through the `or`s of one condition that are tried; beyond, it counts as possible."""
HERE = "."
_NOON = datetime(2000, 1, 1, 12, tzinfo=UTC)
_STRANGER = "\N{WHITE QUESTION MARK ORNAMENT}"


@dataclass(frozen=True, slots=True)
class Subject:
    """One question as conditions see it: what may be answered. `values` is None where anything may be."""

    kind: ValueType = ValueType.ANY
    values: frozenset[str] | None = None
    always_blank: bool = False
    never_blank: bool = False


Subjects = Mapping[str, Subject]
"""Name → question; `.` is the question the rule belongs to. A question that may have several answers is not in it."""


def never_true(condition: Ast, subjects: Subjects) -> bool:
    """Whether no answers at all make the condition true."""
    return _Search(subjects).never([condition])


def strangers(condition: Ast, subjects: Subjects) -> Iterator[tuple[Ast, str, str]]:
    """Values that a choice question is compared with and that are none of its choices: (part, name, value)."""
    for part in walk(condition):
        for subject, text in _comparisons(part):
            found = subjects.get(_name(subject))
            if found and found.values is not None and not _is_offered(text.value, found.values):
                yield text, _name(subject), text.value


def _comparisons(part: Ast) -> Iterator[tuple[Ast, Text]]:
    if isinstance(part, Chain) and part.operators in (("=",), ("!=",)):
        for one, other in (part.operands, part.operands[::-1]):
            if _name(one) and isinstance(other, Text):
                yield one, other
    elif isinstance(part, Call) and part.name == "selected" and len(part.args) == 2:
        listed, code = part.args
        if _name(listed) and isinstance(code, Text):
            yield listed, code


def _is_offered(value: str, values: frozenset[str]) -> bool:
    """Blank and the reasons for not answering can always be asked for."""
    return not value.strip() or value.startswith("__") or value.strip() in values


class _Search:
    """One condition; counts the ways it has tried."""

    def __init__(self, subjects: Subjects) -> None:
        self.subjects = subjects
        self.left = BRANCHES

    def never(self, operands: list[Ast]) -> bool:
        """Whether the conditions can never all be true together."""
        flat = [inner for operand in operands for inner in _flat(operand, "and")]
        if self.contradict(flat):
            return True
        for index, operand in enumerate(flat):
            branches = _flat(operand, "or")
            if len(branches) > 1 and not self.about(operand):
                rest = flat[:index] + flat[index + 1 :]
                self.left -= len(branches)
                return self.left >= 0 and all(self.never([*rest, branch]) for branch in branches)
        return False

    def contradict(self, operands: list[Ast]) -> bool:
        """Whether what is said of one question fits no answer of it, or a constant is false."""
        said: dict[str, list[Ast]] = {}
        for operand in operands:
            about = self.about(operand)
            if len(about) == 1:
                said.setdefault(next(iter(about)), []).append(operand)
            elif _is_constant(operand) and not _holds([operand], "", None):
                return True
        return any(not self.fits(name, parts) for name, parts in said.items())

    def about(self, part: Ast) -> frozenset[str]:
        """The one question a condition is about, if it is of a kind that can be tried out; else nothing."""
        names = _names_tried(part)
        return (
            names if names is not None and len(names) == 1 and names <= self.subjects.keys() else frozenset()
        )

    def fits(self, name: str, parts: list[Ast]) -> bool:
        subject = self.subjects[name]
        if subject.always_blank:
            return _holds(parts, name, None)
        return any(_holds(parts, name, answer) for answer in _answers(subject, parts))


def _flat(part: Ast, operator: str) -> list[Ast]:
    if isinstance(part, Chain) and part.operators[0] == operator:
        return [inner for operand in part.operands for inner in _flat(operand, operator)]
    return [part]


def _name(part: Ast) -> str:
    """The question a part stands for, "." for one's own, blank if it is something else."""
    if isinstance(part, Reference):
        return part.name
    if isinstance(part, Path) and part.start is None and not part.absolute and len(part.steps) == 1:
        step = part.steps[0]
        return HERE if step.axis == "self" and step.test == "any-node" and not step.predicates else ""
    return ""


def _names_tried(part: Ast) -> frozenset[str] | None:
    """The questions of a condition made of comparisons with constants, `selected`, `not`, `and`, `or`; else None."""
    if isinstance(part, Chain) and part.operators[0] in ("and", "or"):
        return _joined(list(part.operands))
    if isinstance(part, Chain) and len(part.operators) == 1 and part.operators[0] in COMPARISONS:
        one, other = part.operands
        for subject, constant in ((one, other), (other, one)):
            if _name(subject) and _is_literal(constant):
                return frozenset((_name(subject),))
    if isinstance(part, Call) and part.name == "selected" and len(part.args) == 2:
        listed, code = part.args
        return frozenset((_name(listed),)) if _name(listed) and isinstance(code, Text) else None
    if isinstance(part, Call) and part.name == "not" and len(part.args) == 1:
        return _names_tried(part.args[0])
    return None


def _joined(parts: list[Ast]) -> frozenset[str] | None:
    found: frozenset[str] = frozenset()
    for part in parts:
        names = _names_tried(part)
        if names is None:
            return None
        found |= names
    return found


def _is_literal(part: Ast) -> bool:
    return isinstance(part, Text | Number) or (isinstance(part, Negate) and isinstance(part.operand, Number))


def _is_constant(part: Ast) -> bool:
    """Whether the condition reads nothing: no question, no clock, no chance."""
    for inner in walk(part):
        if isinstance(inner, Reference | Path) or (
            isinstance(inner, Call) and inner.name not in CONSTANT_CALLS
        ):
            return False
        if isinstance(inner, Call) and not inner.args and inner.name not in ("true", "false"):
            return False
    return True


def _answers(subject: Subject, parts: list[Ast]) -> Iterator[str]:
    """Every answer that could make a difference: those named, between them, beyond them, another one and none."""
    if not subject.never_blank:
        yield ""
    literals = [inner for part in parts for inner in walk(part) if isinstance(inner, Text | Number)]
    texts = list(dict.fromkeys(one.value for one in literals if isinstance(one, Text)))
    if subject.values is not None:
        named = [value for value in texts if _is_offered(value, subject.values) and value]
        numbers = [one.value for one in literals if isinstance(one, Number)]
        named += [value for value in subject.values if numbers and text_to_number(value) in numbers]
        yield from named
        yield from (value for value in subject.values if value not in named)
        if subject.kind is ValueType.CHOICES:
            yield " ".join(named)
        return
    if subject.kind is not ValueType.NUMBER:
        yield from texts
        yield " ".join(texts)
        yield _STRANGER
    yield from _numbers(literals, subject.kind)


def _numbers(literals: list[Text | Number], kind: ValueType) -> Iterator[str]:
    found = {text_to_number(one.value) if isinstance(one, Text) else one.value for one in literals}
    named = {sign * number for number in found if number == number for sign in (1, -1)}
    near = {number + step for number in named for step in (-1, -0.5, 0, 0.5, 1)} | {0.0}
    ordered = sorted(near)
    between = {(one + two) / 2 for one, two in pairwise(ordered)}
    for number in sorted(near | between):
        yield number_to_text(number)


def _holds(parts: list[Ast], name: str, answer: str | None) -> bool:
    """Whether all the conditions hold for one answer; None is a question that is not shown."""
    root = Node("data")
    node = root.add(Node("answer", answer or "", relevant=answer is not None))
    scope = Scope(node, root, _NOON, lambda _name, _context: NodeSet((node,)))
    try:
        return all(to_boolean(compiled(part)(scope, node, 1, 1)) for part in parts)
    except ExpressionError:
        return True
