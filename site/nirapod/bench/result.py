"""What a measure found, and how it is told: as lines for a person, as JSON for a program."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nirapod.bench.timing import Ratio, Times


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure has to reach: at least so many times faster, or at most so many of `unit`."""

    what: str
    figure: float
    goal: float
    at_least: bool
    spread: str = ""
    unit: str = ""

    @property
    def is_met(self) -> bool:
        return self.figure >= self.goal if self.at_least else self.figure <= self.goal

    def line(self) -> str:
        sign = "≥" if self.at_least else "≤"
        unit = self.unit or ("×" if self.at_least else " ms")
        met = "met" if self.is_met else "MISSED"
        return f"  {self.what}: {self.figure:.2f}{unit}{self.spread} (goal {sign} {self.goal:g}{unit}) {met}"


def times_faster(what: str, found: Ratio, goal: float) -> Goal:
    return Goal(what, found.median, goal, True, f" ({found.low:.2f} to {found.high:.2f})")


def times_slower(what: str, found: Ratio, goal: float) -> Goal:
    """How many times the rival's time ours takes; at most `goal`."""
    return Goal(what, found.median, goal, False, f" ({found.low:.2f} to {found.high:.2f})", "×")


def at_most(what: str, figure: float, goal: float, unit: str) -> Goal:
    return Goal(what, figure, goal, False, unit=f" {unit}")


def at_most_ms(what: str, found: Times, goal: float) -> Goal:
    spread = f" ({found.best * 1000:.2f} to {max(found.wall) * 1000:.2f})"
    return Goal(what, found.best * 1000, goal, False, spread)


@dataclass(frozen=True, slots=True)
class Result:
    """One measure: its contestants with their times, and the goals."""

    title: str
    times: Mapping[str, Times]
    goals: Sequence[Goal]
    notes: Sequence[str] = field(default_factory=tuple)

    def lines(self) -> list[str]:
        found = [self.title]
        for name, times in self.times.items():
            cpu = min(times.cpu) * 1000
            found.append(
                f"  {name:<44} {times.median * 1000:9.3f} ms a call ({times.best * 1000:.3f} best, {cpu:.3f} CPU), "
                f"{1 / times.median:8.1f} a second"
            )
        return [*found, *(goal.line() for goal in self.goals), *(f"  {note}" for note in self.notes)]

    def as_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "times": {
                name: {
                    "median_ms": times.median * 1000,
                    "best_ms": times.best * 1000,
                    "cpu_ms": min(times.cpu) * 1000,
                }
                for name, times in self.times.items()
            },
            "goals": [
                {"what": goal.what, "figure": goal.figure, "goal": goal.goal, "met": goal.is_met}
                for goal in self.goals
            ],
            "notes": list(self.notes),
        }
