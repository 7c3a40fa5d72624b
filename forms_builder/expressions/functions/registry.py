"""The table of functions: how one is declared, and what the compiler and the checker read about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from forms_builder.expressions.errors import Code
from forms_builder.expressions.values import ValueType

Called = TypeVar("Called", bound=Callable[..., Any])
ParamKind = Literal["any", "text", "number", "boolean", "nodes"]


class Refusal(Exception):
    """A function will not work with its values; the compiler adds the place in the source."""

    def __init__(self, code: Code = "bad-value", **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Param:
    """One parameter: what its value is turned into before the call.

    `nodes` must be a node-set and `any` is left as it is.
    """

    kind: ParamKind
    optional: bool = False
    repeated: bool = False
    here: bool = False
    """Left out, it is the context node."""


@dataclass(frozen=True)
class Signature:
    """What can be said of a call before there are answers."""

    name: str
    params: tuple[Param, ...]
    returns: ValueType

    @property
    def least(self) -> int:
        return sum(1 for param in self.params if not (param.optional or param.repeated or param.here))

    @property
    def most(self) -> int | None:
        """None: any number."""
        return None if any(param.repeated for param in self.params) else len(self.params)

    @property
    def expected(self) -> str:
        """`2`, `1-3` or `2+`."""
        if self.most is None:
            return f"{self.least}+"
        return str(self.least) if self.least == self.most else f"{self.least}-{self.most}"

    def accepts(self, count: int) -> bool:
        return self.least <= count and (self.most is None or count <= self.most)

    def param(self, index: int) -> Param:
        """The parameter a value at this place belongs to; repeated ones take turns (`weight`, `value`, …)."""
        if index < len(self.params):
            return self.params[index]
        turning = [param for param in self.params if param.repeated]
        first = len(self.params) - len(turning)
        return turning[(index - first) % len(turning)]


@dataclass(frozen=True)
class Entry:
    """A signature and what carries it out.

    `needs_scope`: the call gets (scope, context node) first. `call` is None for the forms the compiler writes itself
    because they do not evaluate all their arguments or change where they are evaluated.
    """

    signature: Signature
    call: Callable[..., Any] | None
    needs_scope: bool = False


ENTRIES: dict[str, Entry] = {}


def signature(name: str, params: str, returns: ValueType) -> Signature:
    """Read a short notation: `text number? any*`, where a dot (`text.`) means the context node when left out."""
    made = tuple(
        Param(
            word.rstrip("?*."),  # type: ignore[arg-type]
            optional=word.endswith("?"),
            repeated=word.endswith("*"),
            here=word.endswith("."),
        )
        for word in params.split()
    )
    return Signature(name, made, returns)


def function(
    name: str, params: str, returns: ValueType, *, scope: bool = False
) -> Callable[[Called], Called]:
    """Declare a function of the language; with `scope` it also gets the scope and the context node, first."""

    def declare(call: Called) -> Called:
        ENTRIES[name] = Entry(signature(name, params, returns), call, scope)
        return call

    return declare


def form(name: str, params: str, returns: ValueType) -> None:
    """Declare a function that the compiler writes itself."""
    ENTRIES[name] = Entry(signature(name, params, returns), None)
