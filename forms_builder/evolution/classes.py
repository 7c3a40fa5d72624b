"""The classes of change, and which change belongs to which: the one table that decides how far a change may go."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class ChangeClass(StrEnum):
    SAFE = "safe"
    CAUTION = "caution"
    """Existing answers stay, but read differently or no longer fit."""
    TWO_PERSONS = "two-persons"
    """Makes answers less protected: a second person has to agree."""
    BLOCKED = "blocked"
    """Existing answers could not be read any more. Needs a new key."""

    @property
    def rank(self) -> int:
        return list(ChangeClass).index(self)


SAFE, CAUTION = ChangeClass.SAFE, ChangeClass.CAUTION

CLASSES: Mapping[str, ChangeClass] = {
    # The form as a whole
    "title-changed": SAFE,
    "description-changed": SAFE,
    "layout-changed": SAFE,
    "language-added": SAFE,
    "language-removed": CAUTION,
    "languages-reordered": SAFE,
    "extra-changed": SAFE,
    "order-changed": SAFE,
    "opened-to-public": CAUTION,
    "public-changed": CAUTION,
    "closed-to-public": SAFE,
    # Pages, groups and repeats
    "part-added": SAFE,
    "part-removed": SAFE,
    "repeat-removed": CAUTION,
    "part-label-changed": SAFE,
    "part-hint-changed": SAFE,
    "part-shown-changed": CAUTION,
    "rows-count-changed": CAUTION,
    "rows-narrowed": CAUTION,
    "rows-widened": SAFE,
    # Questions
    "question-added": SAFE,
    "question-moved": SAFE,
    "question-removed": CAUTION,
    "question-retired": CAUTION,
    "question-restored": SAFE,
    "type-changed": ChangeClass.BLOCKED,
    "type-adapted": CAUTION,
    "repeat-changed": ChangeClass.BLOCKED,
    "label-changed": CAUTION,
    "translation-added": SAFE,
    "hint-changed": SAFE,
    "message-changed": SAFE,
    "made-required": CAUTION,
    "made-soft": SAFE,
    "made-optional": SAFE,
    "show-if-changed": CAUTION,
    "required-if-changed": CAUTION,
    "check-changed": CAUTION,
    "check-removed": SAFE,
    "calculate-changed": CAUTION,
    "trigger-changed": CAUTION,
    "choice-filter-changed": CAUTION,
    "default-changed": SAFE,
    "prefill-changed": SAFE,
    "read-only-on": CAUTION,
    "read-only-off": SAFE,
    "appearance-changed": SAFE,
    "sensitivity-raised": CAUTION,
    "sensitivity-lowered": ChangeClass.TWO_PERSONS,
    "compartment-added": CAUTION,
    "compartment-left": ChangeClass.TWO_PERSONS,
    "compartment-moved": ChangeClass.TWO_PERSONS,
    "decline-on": SAFE,
    "decline-off": CAUTION,
    "listed-on": SAFE,
    "listed-off": SAFE,
    "filterable-on": SAFE,
    "filterable-off": SAFE,
    "setting-changed": CAUTION,
    "question-extra-changed": SAFE,
    # Choices
    "choice-list-changed": SAFE,
    "choice-added": SAFE,
    "choice-removed": CAUTION,
    "choice-retired": CAUTION,
    "choice-restored": SAFE,
    "choice-relabelled": CAUTION,
    "choice-translated": SAFE,
    "choice-alone-on": CAUTION,
    "choice-alone-off": SAFE,
    "choice-columns-changed": CAUTION,
    "choices-reordered": SAFE,
}
"""Code → class, after what happens to answers that exist."""


@dataclass(frozen=True, slots=True)
class Change:
    code: str
    change_class: ChangeClass
    key: str
    """Of the question, page, group or repeat; blank for the form as a whole."""
    params: dict[str, Any] = field(default_factory=dict)
    """Plain JSON values; which ones, the wording of the code knows."""

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "class": self.change_class.value, "key": self.key, **self.params}


def change(code: str, key: str = "", **params: Any) -> Change:
    return Change(code, CLASSES[code], key, params)


def strongest(found: Iterable[Change]) -> ChangeClass:
    """The class of a whole set of changes: that of the change that may go least far."""
    return max((one.change_class for one in found), key=lambda kind: kind.rank, default=SAFE)
