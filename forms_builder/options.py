"""Choices that come from outside the form: places, staff, records, organisations.

The app that owns them registers an option source; a question of a matching type names it. Options are never
compiled into a form, because they differ from person to person and from day to day.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from forms_builder.schema.text import search_text


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


@runtime_checkable
class ManyLabels(OptionSource, Protocol):
    """A source that can be asked for many labels at once: lists need it."""

    def labels(self, values: Collection[str], language: str) -> Mapping[str, str]:
        """Value → label, for those of `values` that are known."""
        ...


@runtime_checkable
class Searchable(OptionSource, Protocol):
    """A source too long for a list: pages ask for what fits a few typed letters."""

    def search(
        self,
        user: Any,
        text: str,
        language: str,
        settings: Mapping[str, Any],
        answers: Mapping[str, Any],
        limit: int,
    ) -> Sequence[Option]:
        """At most `limit` of the options whose name fits `text`, in either script, the best first; blank fits all."""
        ...

    def offers(self, user: Any, value: str, settings: Mapping[str, Any], answers: Mapping[str, Any]) -> bool:
        """Whether the person may choose this value now."""
        ...


@dataclass(frozen=True, slots=True)
class Spelling:
    """One thing to choose and all that it is called. `names`: in each language; `others`: old and other spellings."""

    value: str
    names: Sequence[str]
    others: Sequence[str] = ()


@runtime_checkable
class Spelled(OptionSource, Protocol):
    """A source short enough to be read at once: files name many things of it, whatever the screen's language."""

    def spellings(self, user: Any, settings: Mapping[str, Any]) -> Iterable[Spelling]:
        """All that the person may choose now."""
        ...


def best_of(text: str, named: Iterable[tuple[Option, str]], limit: int) -> list[Option]:
    """Options all of whose words are somewhere in their names: those that begin so come first."""
    wanted = search_text(text).split()
    ranked = []
    for option, names in named:
        name = search_text(names)
        if all(word in name for word in wanted):
            begins = not wanted or any(part.startswith(wanted[0]) for part in name.split())
            ranked.append((not begins, option))
    ranked.sort(key=lambda pair: pair[0])
    return [option for _worse, option in ranked[:limit]]


class UnknownSource(LookupError):
    """No app registered this option source."""


_at_hand: ContextVar[Mapping[tuple[str, str, str], str]] = ContextVar("labels at hand", default={})  # noqa: B039 - never changed in place
"""(source, value, language) → label, while a page is made."""


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

    def label(self, name: str, value: str, language: str) -> str:
        """The label of a stored value: one that is at hand (`at_hand`), or else whatever its source says."""
        found = _at_hand.get().get((name, value, language))
        return self[name].label(value, language) if found is None else found

    def search(
        self,
        name: str,
        user: Any,
        text: str,
        language: str,
        settings: Mapping[str, Any],
        answers: Mapping[str, Any],
        limit: int,
    ) -> list[Option]:
        """Options that fit `text`, from a source that searches or from the whole list of one that does not."""
        source = self[name]
        if isinstance(source, Searchable):
            return list(source.search(user, text, language, settings, answers, limit))
        offered = source.options(user, language, settings, answers)
        if not text:
            return list(offered[:limit])
        other = "en" if language == "bn" else "bn"
        names = {one.value: one.label for one in source.options(user, other, settings, answers)}
        return best_of(text, [(one, f"{one.label} {names.get(one.value, '')}") for one in offered], limit)

    def offers(
        self, name: str, user: Any, value: str, settings: Mapping[str, Any], answers: Mapping[str, Any]
    ) -> bool:
        """Whether the person may choose this value now."""
        source = self[name]
        if isinstance(source, Searchable):
            return source.offers(user, value, settings, answers)
        return any(option.value == value for option in source.options(user, "en", settings, answers))

    @contextmanager
    def at_hand(self, wanted: Iterable[tuple[str, str]], language: str) -> Iterator[None]:
        """Within the block the labels of these (source, value) pairs are known: each source was asked once."""
        by_source: dict[str, set[str]] = {}
        for name, value in wanted:
            by_source.setdefault(name, set()).add(value)
        known = dict(_at_hand.get())
        for name, values in by_source.items():
            source = self._sources.get(name)
            if isinstance(source, ManyLabels):
                labels = source.labels(values, language)
                known |= {(name, value, language): labels.get(value, value) for value in values}
        token = _at_hand.set(known)
        try:
            yield
        finally:
            _at_hand.reset(token)


option_sources = OptionSources()
