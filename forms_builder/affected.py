"""How many records a change of a form touches. The app that keeps records registers a counter here.

Counts are numbers of records, never anything about one of them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from forms_builder.evolution import Change

if TYPE_CHECKING:
    from forms_builder.models import FormDefinition


class Kind(StrEnum):
    ALL = "all"
    """Every record made with the form."""
    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    CHOSEN = "chosen"
    """Records in which a certain choice is the answer, or among the answers."""


class Bound(StrEnum):
    """How exact a count is."""

    EXACT = "exact"
    AT_MOST = "at-most"
    """Answers are sealed: nobody looks into them to count."""
    AT_LEAST = "at-least"
    """There are too many records to look through all of them."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is to be counted."""

    kind: Kind
    key: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Affected:
    count: int
    bound: Bound = Bound.EXACT


class Counter(Protocol):
    def __call__(self, definition: "FormDefinition", asks: Collection[Ask]) -> Mapping[Ask, Affected]:
        """The count of each question asked; one that is left out is not known."""
        ...


_counters: list[Counter] = []


def register(counter: Counter) -> None:
    _counters.append(counter)


ANSWERED = (
    "repeat-removed",
    "question-removed",
    "question-retired",
    "type-changed",
    "type-adapted",
    "repeat-changed",
    "label-changed",
    "show-if-changed",
    "check-changed",
    "required-if-changed",
    "calculate-changed",
    "choice-filter-changed",
    "setting-changed",
    "sensitivity-raised",
    "sensitivity-lowered",
    "compartment-added",
    "compartment-left",
    "compartment-moved",
    "read-only-on",
    "decline-off",
    "rows-narrowed",
    "rows-count-changed",
)
CHOSEN = (
    "choice-removed",
    "choice-retired",
    "choice-relabelled",
    "choice-alone-on",
    "choice-columns-changed",
)
KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(ANSWERED, Kind.ANSWERED),
    **dict.fromkeys(CHOSEN, Kind.CHOSEN),
    "made-required": Kind.UNANSWERED,
    "part-shown-changed": Kind.ALL,
}
"""Code of a change → which records it touches. Changes that are not here touch none."""


def ask_of(change: Change) -> Ask | None:
    kind = KINDS.get(change.code)
    if kind is None:
        return None
    if kind is Kind.ALL:
        return Ask(kind)
    return Ask(kind, change.key, str(change.params.get("value", "")) if kind is Kind.CHOSEN else "")


def count(definition: "FormDefinition", changes: Sequence[Change]) -> list[Affected | None]:
    """For each change how many records it touches; None where it touches none by its nature, or nobody counts."""
    asks = [ask_of(change) for change in changes]
    wanted = {ask for ask in asks if ask is not None}
    counted: dict[Ask, Affected] = {}
    if wanted and definition.pk:
        for counter in _counters:
            counted |= counter(definition, wanted)
    return [counted.get(ask) if ask else None for ask in asks]


def report(definition: "FormDefinition", changes: Sequence[Change]) -> list[dict[str, Any]]:
    """The change report as a version stores it."""
    return [
        change.as_json() | ({"records": found.count, "bound": found.bound.value} if found else {})
        for change, found in zip(changes, count(definition, changes), strict=True)
    ]
