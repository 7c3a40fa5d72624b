"""What changes between two versions of a form, and how far each change may go by itself.

Pure functions over documents. Classes follow what happens to answers that exist already.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from forms_builder.schema import Document, Question, Repeat, Required, questions


class ChangeClass(StrEnum):
    SAFE = "safe"
    CAUTION = "caution"
    """Existing answers stay, but read differently or no longer fit."""
    BLOCKED = "blocked"
    """Needs a new key."""
    TWO_PERSONS = "two-persons"
    """Makes answers less protected."""


@dataclass(frozen=True, slots=True)
class Change:
    code: str
    change_class: ChangeClass
    key: str
    params: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "class": self.change_class.value, "key": self.key, **self.params}


Found = tuple[Question, Repeat | None]


KeepsAnswers = Callable[[str, str], bool]
"""Whether a question of the first type may become one of the second."""


def changes(
    before: Document | None, after: Document, *, keeps_answers: KeepsAnswers = str.__eq__
) -> list[Change]:
    """All changes, in the order of the new form; questions that went come last. Empty for a first version."""
    if before is None:
        return []
    old = {question.key: (question, repeat) for question, repeat in questions(before)}
    new = {question.key: (question, repeat) for question, repeat in questions(after)}
    found = [
        change for key, pair in new.items() for change in _of_question(old.get(key), pair, keeps_answers)
    ]
    gone = [key for key in old if key not in new]
    return found + [Change("question-removed", ChangeClass.CAUTION, key) for key in gone]


def _of_question(before: Found | None, after: Found, keeps_answers: KeepsAnswers) -> Iterator[Change]:
    question, repeat = after
    if before is None:
        yield Change("question-added", ChangeClass.SAFE, question.key)
        return
    old, old_repeat = before
    if old.type != question.type:
        params = {"before": old.type, "after": question.type}
        harmless = keeps_answers(old.type, question.type)
        found = ChangeClass.CAUTION if harmless else ChangeClass.BLOCKED
        yield Change("type-changed", found, question.key, params)
    if (old_repeat.key if old_repeat else None) != (repeat.key if repeat else None):
        yield Change("repeat-changed", ChangeClass.BLOCKED, question.key)
    if question.sensitivity.rank < old.sensitivity.rank:
        yield Change("sensitivity-lowered", ChangeClass.TWO_PERSONS, question.key)
    elif question.sensitivity.rank > old.sensitivity.rank:
        yield Change("sensitivity-raised", ChangeClass.CAUTION, question.key)
    yield from _of_rules(old, question)
    yield from _of_choices(old, question)


def _of_rules(old: Question, new: Question) -> Iterator[Change]:
    if new.required is Required.YES and old.required is not Required.YES:
        yield Change("made-required", ChangeClass.CAUTION, new.key)
    for name in ("show_if", "check", "calculate", "choice_filter"):
        if getattr(old, name) != getattr(new, name):
            yield Change(f"{name.replace('_', '-')}-changed", ChangeClass.CAUTION, new.key)
    if old.label != new.label:
        yield Change("label-changed", ChangeClass.CAUTION, new.key)


def _of_choices(old: Question, new: Question) -> Iterator[Change]:
    before = {choice.value for choice in old.choices if not choice.retired}
    after = {choice.value for choice in new.choices if not choice.retired}
    for value in sorted(after - before):
        yield Change("choice-added", ChangeClass.SAFE, new.key, {"value": value})
    for value in sorted(before - after):
        yield Change("choice-removed", ChangeClass.CAUTION, new.key, {"value": value})
