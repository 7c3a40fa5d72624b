"""How a format says the values of one file, remembered: most cells of a long list say what another one said.

Lives as long as the file is written, so that no answer stays in memory behind it.
"""

from collections.abc import Callable, Iterable

SHORT = 60
"""Longer texts are hardly ever the same."""
MOST = 20_000
"""Texts remembered at once."""


class Said(dict[object, str]):
    """`said[value]` is what `say` makes of it. Texts alone are remembered: of numbers 1, 1.0 and True are one key."""

    def __init__(self, say: Callable[[object], str]) -> None:
        super().__init__()
        self.say = say
        self[None] = say(None)

    def __missing__(self, value: object) -> str:
        said = self.say(value)
        if type(value) is str and len(value) <= SHORT:
            if len(self) >= MOST:
                self.clear()
            self[value] = said
        return said

    def each(self, values: Iterable[object]) -> list[str]:
        """The values of one row, said."""
        try:
            return list(map(self.__getitem__, values))
        except TypeError:  # a list among them, which no dictionary knows
            return list(map(self.say, values))
