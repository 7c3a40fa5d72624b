"""How a format says the values of one file, remembered: most cells of a long list say what another one said.

Lives as long as the file is written, so that no answer stays in memory behind it.
"""

from collections.abc import Callable, Sequence

SHORT = 60
"""Longer texts are hardly ever the same."""
MOST = 20_000
"""Values remembered at once, of each kind."""


class Memo(dict[object, str]):
    """`memo[value]` is what `say` makes of it."""

    def __init__(self, say: Callable[[object], str]) -> None:
        super().__init__()
        self.say = say

    def __missing__(self, value: object) -> str:
        said = self.say(value)
        if len(said) <= SHORT:
            if len(self) >= MOST:
                self.clear()
            self[value] = said
        return said


class Said:
    """Texts and whole numbers are remembered, each kind for itself: 1, 1.0 and True are one key of a dictionary."""

    def __init__(self, say: Callable[[object], str]) -> None:
        self.say = say
        self.memos: dict[type, Memo] = {str: Memo(say), int: Memo(say)}

    def column(self, values: Sequence[object]) -> list[str]:
        """The values of one column, said. By columns, because most hold values of one kind."""
        kinds = set(map(type, values))
        kinds.discard(type(None))
        memo = self.memos.get(kinds.pop()) if len(kinds) == 1 else None
        return list(map(self.say if memo is None else memo.__getitem__, values))
