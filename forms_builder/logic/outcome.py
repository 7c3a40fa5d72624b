"""What evaluating a form gives: the answers that count, what is shown, what is wrong."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from forms_builder.logic.answers import Path
from forms_builder.schema import Choice, Page, Text


class FaultKind(StrEnum):
    REQUIRED = "required"
    CONSTRAINT = "constraint"
    CHOICE = "choice"
    """Not among the choices, or no longer."""
    EXCLUSIVE = "exclusive"
    ROWS = "rows"
    """Too few or too many rows."""
    RULE = "rule"
    """A rule could not be evaluated."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend. `message` is the form's own wording, empty where the form has none."""

    kind: FaultKind
    path: Path
    message: Text = field(default_factory=dict)
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Moment:
    """What rules may know besides the answers."""

    now: datetime
    """Aware; its zone is the zone of `today()`."""
    language: str = "bn"


@dataclass(frozen=True)
class Evaluation:
    """Answers seen through their form."""

    answers: dict[str, Any]
    """What is shown, with calculations; hidden answers left out."""
    relevant: frozenset[Path]
    """Every shown question, group, repeat and row; and ("page", key) for shown pages."""
    required: frozenset[Path]
    """Shown questions that a rule makes required as the answers are."""
    faults: tuple[Fault, ...]
    missing: tuple[Path, ...]
    """Questions that may be sent empty but are noted as missing."""
    hidden: tuple[Path, ...]
    """Questions that had an answer and are not shown."""
    choices: Mapping[Path, tuple[Choice, ...]]
    """What may be chosen, where a filter or a retired choice narrows it."""

    def without(self, keys: Collection[str]) -> "Evaluation":
        """As somebody sees it who may not see the questions and repeats of these keys: neither shown nor at fault."""
        if not keys:
            return self

        def open_to(path: Path) -> bool:
            return not any(part in keys for part in path)

        return replace(
            self,
            relevant=frozenset(filter(open_to, self.relevant)),
            faults=tuple(fault for fault in self.faults if open_to(fault.path)),
            missing=tuple(filter(open_to, self.missing)),
        )

    def shows(self, path: Path) -> bool:
        return path in self.relevant

    def shows_page(self, page: Page) -> bool:
        return ("page", page.key) in self.relevant
