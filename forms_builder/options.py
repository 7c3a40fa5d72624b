"""Choices that come from outside the form: places, staff, records, organisations.

The app that owns them registers an option source; a question of a matching type names it. Options are never
compiled into a form, because they differ from person to person and from day to day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose. `value` is stored; `label` is in the reader's language."""

    value: str
    label: str


class OptionSource(Protocol):
    """Where the options of a question come from. Methods take the person asking: not all see the same."""

    def options(
        self, user: Any, language: str, settings: Mapping[str, Any], answers: Mapping[str, Any]
    ) -> Sequence[Option]:
        """What the person may choose now, in the order to show. `answers`: those of the same page or row."""
        ...

    def label(self, value: str, language: str) -> str:
        """The label of a stored value, also of one that may no longer be chosen; the value itself if unknown."""
        ...


class UnknownSource(LookupError):
    """No app registered this option source."""


class OptionSources:
    """All option sources by name."""

    def __init__(self) -> None:
        self._sources: dict[str, OptionSource] = {}

    def register(self, name: str, source: OptionSource) -> None:
        if name in self._sources:
            raise ValueError(f"There is an option source {name!r} already.")
        self._sources[name] = source

    def __getitem__(self, name: str) -> OptionSource:
        try:
            return self._sources[name]
        except KeyError as error:
            raise UnknownSource(name) from error

    def __contains__(self, name: str) -> bool:
        return name in self._sources


option_sources = OptionSources()
