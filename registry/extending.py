"""What apps above the registry add to it, registered when they start: ways in the navigation, links on a record's page,
what follows when a record is added or changed, figures that conditions of workflows may name.

The registry knows none of these apps; it asks here. Followers run inside the transaction of the use case that calls
them, so what they refuse is refused as a whole.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from registry.models import Record


class Refused(Exception):
    """What a follower raises where a record cannot stand beside what is its own; says why, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Link:
    """One way to go, shown as a button or in the navigation."""

    url: str
    label: str
    icon: str = "right"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that is due and belongs to no record yet, so no task can tell of it."""

    url: str
    label: str
    due: date


LinksOfRecord = Callable[[Any, Record], Iterable[Link]]
"""(user, record they may see) → what can be done with it elsewhere."""
WaysOfPerson = Callable[[Any], Iterable[Link]]
NoticesOfPerson = Callable[[Any, date], Iterable[Notice]]
"""(user, today) → what is due for them."""
Follower = Callable[[Record, Any], None]
"""(record as saved, who saved it)."""

Figure = Callable[[Record], Any]
"""A record → a number or text; None where it has none."""

_links: list[LinksOfRecord] = []
_ways: list[WaysOfPerson] = []
_notices: list[NoticesOfPerson] = []
_followers: list[Follower] = []
_figures: dict[str, Figure] = {}


def add_links(of: LinksOfRecord) -> None:
    _links.append(of)


def add_ways(of: WaysOfPerson) -> None:
    _ways.append(of)


def add_notices(of: NoticesOfPerson) -> None:
    _notices.append(of)


def follow(follower: Follower) -> None:
    _followers.append(follower)


def add_figure(key: str, figure: Figure) -> None:
    """Let conditions name `${key}`, for records of any type."""
    _figures[key] = figure


def figure_keys() -> frozenset[str]:
    return frozenset(_figures)


def figure_of(key: str, record: Record) -> Any:
    return _figures[key](record)


def links_of(user: Any, record: Record) -> list[Link]:
    return [link for of in _links for link in of(user, record)]


def ways_of(user: Any) -> list[Link]:
    return [link for of in _ways for link in of(user)]


def notices_of(user: Any, today: date) -> list[Notice]:
    """The most urgent first."""
    found = [notice for of in _notices for notice in of(user, today)]
    return sorted(found, key=lambda one: one.due)


def followed(record: Record, by: Any) -> None:
    """A record was added or changed: whoever follows records does what is theirs."""
    for follower in _followers:
        follower(record, by)
