"""What applying a pack did, kind by kind, told in a few lines."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    CHANGED_HERE = "changed here"
    """Somebody changed it since the last apply; left alone."""


@dataclass
class Report:
    """Counts by kind in the order of work, what was left alone, and warnings."""

    counts: dict[str, Counter[Outcome]] = field(default_factory=dict)
    left_alone: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def note(self, kind: str, key: str, outcome: Outcome) -> None:
        self.counts.setdefault(kind, Counter())[outcome] += 1
        if outcome is Outcome.CHANGED_HERE:
            self.left_alone.append(f"{kind} {key}")

    def was_updated_after_all(self, kind: str, number: int) -> None:
        """Objects counted as unchanged that changed through others: forms whose choice lists are new."""
        if number:
            self.counts[kind][Outcome.UNCHANGED] -= number
            self.counts[kind][Outcome.UPDATED] += number

    def total(self, outcome: Outcome) -> int:
        return sum(count[outcome] for count in self.counts.values())

    @property
    def wrote_nothing(self) -> bool:
        return not self.total(Outcome.CREATED) and not self.total(Outcome.UPDATED)

    def lines(self) -> list[str]:
        """The report for a terminal."""
        found = [
            f"  {kind:<16} "
            + ", ".join(f"{count[outcome]} {outcome}" for outcome in Outcome if count[outcome])
            for kind, count in self.counts.items()
        ]
        found += [f"  left alone: {what} was changed here since the last apply" for what in self.left_alone]
        return found + [f"  warning: {warning}" for warning in self.warnings]
