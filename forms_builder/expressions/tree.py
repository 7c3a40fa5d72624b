"""The typed tree an expression is parsed into. Every part knows its place in the source (`at` to `end`).

Chains hold operators of one precedence side by side, so a sum of a hundred questions is wide, not deep.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

Axis = Literal[
    "child",
    "parent",
    "self",
    "attribute",
    "descendant",
    "descendant-or-self",
    "ancestor",
    "ancestor-or-self",
    "following",
    "following-sibling",
    "preceding",
    "preceding-sibling",
    "namespace",
]
AXES: frozenset[str] = frozenset(get_args(Axis))
Operator = Literal["or", "and", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod", "|"]
NodeTest = Literal["name", "any-name", "any-node", "text", "comment", "instruction"]


@dataclass(frozen=True)
class Part:
    """Anything in the tree."""

    at: int
    end: int


@dataclass(frozen=True)
class Text(Part):
    value: str


@dataclass(frozen=True)
class Number(Part):
    value: float


@dataclass(frozen=True)
class Reference(Part):
    """`${name}`."""

    name: str


@dataclass(frozen=True)
class Call(Part):
    """`at` to `end` cover the name only."""

    name: str
    args: tuple[Ast, ...]


@dataclass(frozen=True)
class Negate(Part):
    operand: Ast


@dataclass(frozen=True)
class Chain(Part):
    """`operands[0] operators[0] operands[1] …`, left to right, all of one precedence."""

    operands: tuple[Ast, ...]
    operators: tuple[Operator, ...]


@dataclass(frozen=True)
class Step(Part):
    """One step of a path; `name` may end in `:*`."""

    axis: Axis
    test: NodeTest
    name: str
    predicates: tuple[Ast, ...]


@dataclass(frozen=True)
class Path(Part):
    """Steps from the context node (`start` None), from the document (`absolute`) or from another expression."""

    start: Ast | None
    absolute: bool
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Filter(Part):
    """An expression with predicates: `${need}[level = 'urgent']`."""

    base: Ast
    predicates: tuple[Ast, ...]


Ast = Text | Number | Reference | Call | Negate | Chain | Path | Filter


def children(part: Ast) -> Iterator[Ast]:
    """The expressions directly inside this one."""
    if isinstance(part, Call):
        yield from part.args
    elif isinstance(part, Negate):
        yield part.operand
    elif isinstance(part, Chain):
        yield from part.operands
    elif isinstance(part, Filter):
        yield part.base
        yield from part.predicates
    elif isinstance(part, Path):
        if part.start is not None:
            yield part.start
        for step in part.steps:
            yield from step.predicates


def walk(part: Ast) -> Iterator[Ast]:
    """This expression and all inside it."""
    stack = [part]
    while stack:
        here = stack.pop()
        yield here
        stack.extend(children(here))
