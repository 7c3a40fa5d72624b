"""Forms of a pack whose questions other forms of it ask too: those come first, whatever their files are called. Pure."""

from collections.abc import Iterator, Mapping

from forms_builder.copied_in import named_in
from forms_builder.schema import Document

Documents = Mapping[str, Document]
"""Form key → its draft."""


def blocks_first(documents: Documents) -> dict[str, Document]:
    """The forms in an order in which each finds what it names, else in the order given. Rings are left to `rings`."""
    ordered: dict[str, Document] = {}
    for key in documents:
        _put(key, documents, ordered, ())
    return ordered


def rings(documents: Documents) -> Iterator[tuple[str, ...]]:
    """Forms that ask each other's questions in a circle, each circle once, in the order in which they ask."""
    told: set[frozenset[str]] = set()
    for key in documents:
        ring = _way_back(key, documents)
        if ring and frozenset(ring) not in told:
            told.add(frozenset(ring))
            yield ring


def _put(key: str, documents: Documents, ordered: dict[str, Document], above: tuple[str, ...]) -> None:
    if key in ordered or key in above:
        return
    for named in _named(key, documents):
        _put(named, documents, ordered, (*above, key))
    ordered[key] = documents[key]


def _way_back(start: str, documents: Documents) -> tuple[str, ...]:
    """From a form through those it names back to itself; nothing where no way leads back."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    for way in ways:  # grows while it is walked: the shortest way is found first
        for named in _named(way[-1], documents):
            if named == start:
                return way
            if named not in seen:
                seen.add(named)
                ways.append((*way, named))
    return ()


def _named(key: str, documents: Documents) -> list[str]:
    """The forms of the pack that this one names."""
    return sorted(named_in(documents[key]) & documents.keys())
