"""The address of a list: everything that is chosen in it is said there, so a list can be kept and sent on."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest

AFTER, TRAIL, SORT, SEARCH = "after", "trail", "sort", "q"
ALSO, COLUMN, PICK = "also", "col", "pick"
"""Filters that were added to the bar, the columns that were chosen, and records picked one by one."""
PLACE = frozenset({AFTER, TRAIL})
"""Where one is in the list; forgotten as soon as the list becomes another."""
LOOK = frozenset({SORT, ALSO, COLUMN})
"""How the list is shown; no part of what is in it."""
MOST_VALUES = 100
"""Values of one parameter."""
LONGEST = 200
"""Signs of one value; nothing that can be chosen is longer."""
LONGEST_TOKEN = 2_000
STEPS_BACK = 20
"""How many pages one can step back; then it is the first page."""
BETWEEN_TOKENS = "~"
FIRST_PAGE = "-"
"""Stands for the first page, which has no token, among the pages one came through."""


@dataclass(frozen=True, slots=True)
class Address:
    """Path and parameters in the order they came. Several values of one name stand behind each other."""

    path: str
    parameters: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, request: HttpRequest) -> "Address":
        """What was asked, without blanks and without what no browser of ours sends."""
        given = (
            (name, plain(name, str(value)))
            for name, values in request.GET.lists()
            for value in (values[-1:] if name in PLACE | {SORT, SEARCH} else values[:MOST_VALUES])
        )
        return cls(request.path, tuple(dict.fromkeys((name, value) for name, value in given if value)))

    def __str__(self) -> str:
        query = urlencode(self.parameters)
        return f"{self.path}?{query}" if query else self.path

    def get(self, name: str) -> str:
        return dict(self.parameters).get(name, "")

    def all(self, name: str) -> list[str]:
        return [value for one, value in self.parameters if one == name]

    @property
    def values(self) -> dict[str, list[str]]:
        """Parameter → its values."""
        return {name: self.all(name) for name, _value in self.parameters}

    def filters(self) -> Iterator[tuple[str, str]]:
        """Parameters that narrow the list: all but how it looks and where one is in it."""
        return ((name, value) for name, value in self.parameters if name not in PLACE | LOOK)

    def without(self, *names: str) -> "Address":
        """The list with these left out, from its beginning."""
        gone = PLACE | set(names)
        return Address(self.path, tuple(pair for pair in self.parameters if pair[0] not in gone))

    def with_(self, name: str, value: str) -> "Address":
        """The list with one parameter changed, from its beginning."""
        rest = self.without(name)
        return Address(rest.path, (*rest.parameters, (name, value)))

    def without_value(self, name: str, value: str) -> "Address":
        """The list with one of several values left out, from its beginning."""
        rest = self.without()
        return Address(rest.path, tuple(pair for pair in rest.parameters if pair != (name, value)))

    def at(self, path: str) -> "Address":
        """The same choice on another page."""
        return Address(path, self.without().parameters)

    def next_page(self, token: str) -> "Address":
        trail = [*self._trail(), self.get(AFTER) or FIRST_PAGE][-STEPS_BACK:]
        return self._page(token, trail)

    def previous_page(self) -> "Address | None":
        """The page one came from; the first page where that is not known; None on the first page."""
        if not self.get(AFTER):
            return None
        trail = self._trail()
        last = trail[-1] if trail else FIRST_PAGE
        return self.without() if last == FIRST_PAGE else self._page(last, trail[:-1])

    def _trail(self) -> list[str]:
        return [token for token in self.get(TRAIL).split(BETWEEN_TOKENS) if token]

    def _page(self, token: str, trail: list[str]) -> "Address":
        rest = self.without()
        place = [(AFTER, token), (TRAIL, BETWEEN_TOKENS.join(trail))]
        return Address(rest.path, (*rest.parameters, *(pair for pair in place if pair[1])))


def plain(name: str, value: str) -> str:
    """A value without signs that cannot be seen, cut where it gets longer than anything one can choose."""
    longest = {AFTER: LONGEST_TOKEN, TRAIL: LONGEST_TOKEN * STEPS_BACK}.get(name, LONGEST)
    return "".join(sign for sign in value[: longest + 1] if sign.isprintable()).strip()[:longest]
