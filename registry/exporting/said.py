"""How a format says the values of one file, remembered: most cells of a long list say what another one said.

Lives as long as the file is written, so that no answer stays in memory behind it.
"""

from collections.abc import Callable, Hashable, Sequence
from itertools import chain
from types import NoneType
from typing import Any

Say = Callable[[Any], str]
SHORT = 60
"""Longer texts are hardly ever the same."""
MOST = 20_000
"""Values remembered at once, of each kind."""


class Memo(dict[Any, str]):
    """`memo[value]` is what `say` makes of it, remembered of values of one kind and of None."""

    def __init__(self, kind: type, say: Say) -> None:
        super().__init__()
        self.kinds = {kind, NoneType}
        self.say = say

    def __missing__(self, value: Any) -> str:
        said = self.say(value)
        if len(said) <= SHORT and type(value) in self.kinds:
            if len(self) >= MOST:
                self.clear()
            self[value] = said
        return said


class Said:
    """Texts, whole numbers and several choices are remembered, each kind for itself: 1, 1.0 and True are one key of a
    dictionary.
    """

    def __init__(self, say: Say) -> None:
        self.say = say
        self.memos: dict[type, Memo] = {
            str: Memo(str, say),
            int: Memo(int, say),
            list: Memo(tuple, lambda values: say(None if values is None else list(values))),
        }

    def column(self, values: Sequence[Any]) -> list[str]:
        """The values of one column, said. By columns, because most hold values of one kind."""
        first = next((value for value in values if value is not None), None)
        if first is None:
            return [self.say(None)] * len(values)
        kind = type(first)
        keys = self._keys(kind, values)
        if keys is not None:
            try:
                return list(map(self.memos[kind].__getitem__, keys))
            except TypeError:  # a list among texts
                pass
        return list(map(self.say, values))

    def _keys(self, kind: type, values: Sequence[Any]) -> Sequence[Hashable] | None:
        """The values as keys of the memo of a kind; None where some cannot be or would be taken for others."""
        if kind is str:  # no text equals what is none
            return values
        if kind not in self.memos or not set(map(type, values)) <= {kind, NoneType}:
            return None
        return _tuples(values) if kind is list else values


def _tuples(values: Sequence[list[Any] | None]) -> list[Hashable] | None:
    """Lists of texts as keys of a dictionary; None where they hold anything else."""
    if not set(map(type, chain.from_iterable(filter(None, values)))) <= {str}:
        return None
    return [None if value is None else tuple(value) for value in values]
