"""Named numbers that apps offer to whoever counts: indicators, reports. Each app registers its own when it starts.

A measure counts everything in the period and the offices it is asked for, with no regard to who asks: access to a figure
is the business of whoever shows it. Test records never count.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both included; of some offices, or of all (None)."""

    first: date
    last: date
    offices: Collection[int] | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One number. `group` is a value of the split, "" where nothing is split; `whole` is set for shares."""

    group: str
    number: int
    whole: int | None = None

    @property
    def percent(self) -> float | None:
        return 100 * self.number / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Measure:
    """`splits`: what it can be broken down by. `compute` takes one of them, or "" for the total."""

    key: str
    label: str | Promise
    splits: tuple[str, ...]
    compute: Callable[[Period, str], list[Figure]]

    def of(self, period: Period, split: str = "") -> list[Figure]:
        """The figures; `ValueError` for a split it does not have."""
        if split and split not in self.splits:
            raise ValueError(f"{self.key} is not split by {split!r}.")
        return self.compute(period, split)


_measures: dict[str, Measure] = {}


def register(measure: Measure) -> None:
    if measure.key in _measures:
        raise ValueError(f"There is a measure {measure.key!r} already.")
    _measures[measure.key] = measure


def get(key: str) -> Measure:
    """The measure; `KeyError` where no app registered it."""
    return _measures[key]


def measures() -> list[Measure]:
    return list(_measures.values())
