"""Answers given to one version of a form, brought to a newer one: nothing is lost, and every question that changed is named.

Pure. Who calls it: editing an old record, and drafts that were begun before the form changed.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from forms_builder.logic import Path, blank
from forms_builder.schema import Choice, Document, Place, Question, Repeat, Required, walk


class NoteKind(StrEnum):
    """Why a question wants another look. One question may have several notes."""

    NEW = "new"
    """It was not asked before."""
    REWORDED = "reworded"
    """It was answered under another text."""
    NOW_REQUIRED = "now-required"
    """It must be answered now and is not."""
    CHOICE_REWORDED = "choice-reworded"
    CHOICE_RETIRED = "choice-retired"
    """The choice is not offered any more; the answer may stay."""
    CHOICE_GONE = "choice-gone"
    """The choice is not known any more; another has to be chosen."""
    CHECK_CHANGED = "check-changed"
    CALCULATED = "calculated"
    """It is worked out now; what was typed counts no more."""
    KEPT = "kept"
    """The question is not asked any more, or no longer there: the answer stays as from an earlier version."""


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to tell about one answer; `path` is its place in the answers, or that of the question in a repeat."""

    kind: NoteKind
    key: str
    path: Path
    params: Mapping[str, Any] = field(default_factory=dict)


class Carried(NamedTuple):
    answers: dict[str, Any]
    """All that was there, the new form's answers among them; what the new form does not know stays under its key."""
    notes: tuple[Note, ...]
    """In the order of the new form; answers kept from an earlier version come last."""

    def noted(self, *kinds: NoteKind) -> list[Note]:
        return [note for note in self.notes if note.kind in kinds]


def carry_over(old: Document, new: Document, answers: Mapping[str, Any]) -> Carried:
    """The answers for `new`, and what somebody who goes on with them should know.

    Keys keep their meaning (a published key never changes type or repeat), so answers stay where they are. Nothing is
    taken away, not even what `new` has no question for: it is noted as `KEPT`.
    """
    carried = deepcopy(dict(answers))
    before, after = _questions(old), _questions(new)
    given = list(_each(carried))
    notes = [note for key, asked in after.items() for note in _of_question(before.get(key), asked, given)]
    kept = [
        Note(NoteKind.KEPT, str(path[-1]), path)
        for path, _answer in given
        if _is_gone(after.get(str(path[-1])), path)
    ]
    return Carried(carried, (*notes, *kept))


Asked = tuple[Question, Path]
"""A question and its place in the answers, without numbers of rows."""

Given = list[tuple[Path, Any]]


def _questions(document: Document) -> dict[str, Asked]:
    return {
        place.part.key: (place.part, _place_path(place))
        for place in walk(document)
        if isinstance(place.part, Question)
    }


def _of_question(before: Asked | None, after: Asked, given: Given) -> Iterator[Note]:
    question, place = after
    if question.retired:
        return
    old = before[0] if before else None
    if old is None or old.retired:
        if not question.is_calculated:
            yield Note(NoteKind.NEW, question.key, place)
        return
    found = [(path, answer) for path, answer in given if path[-1] == question.key]
    if question.required is Required.YES and old.required is not Required.YES and not found:
        yield Note(NoteKind.NOW_REQUIRED, question.key, place)
    for path, answer in found:
        yield from _of_answer(old, question, path, answer)


def _of_answer(old: Question, new: Question, path: Path, answer: Any) -> Iterator[Note]:
    """What is different about a question that was answered."""
    if old.label != new.label:
        yield Note(NoteKind.REWORDED, new.key, path, {"before": old.label, "after": new.label})
    if new.is_calculated and not old.is_calculated:
        yield Note(NoteKind.CALCULATED, new.key, path)
    if new.check and old.check != new.check:
        yield Note(NoteKind.CHECK_CHANGED, new.key, path)
    if not old.choices and not new.choices:
        return
    before = {choice.value: choice for choice in old.choices}
    after = {choice.value: choice for choice in new.choices}
    for value in answer if isinstance(answer, list) else [answer]:
        if isinstance(value, str):
            yield from _of_choice(before.get(value), after.get(value), new.key, path)


def _of_choice(old: Choice | None, new: Choice | None, key: str, path: Path) -> Iterator[Note]:
    """`old` None: a code for "declined" or an answer older still, which is none of our business here."""
    if old is None:
        return
    params = {"value": old.value, "before": old.label}
    if new is None:
        yield Note(NoteKind.CHOICE_GONE, key, path, params)
    elif new.retired:
        yield Note(NoteKind.CHOICE_RETIRED, key, path, params)
    elif new.label != old.label:
        yield Note(NoteKind.CHOICE_REWORDED, key, path, {**params, "after": new.label})


def _is_gone(asked: Asked | None, path: Path) -> bool:
    """Whether nobody is asked for the answer any more: retired, removed, or now in another repeat."""
    if asked is None or asked[0].retired:
        return True
    return asked[1] != tuple(part for part in path if isinstance(part, str))


def _place_path(place: Place) -> Path:
    return (*(parent.key for parent in place.parents if isinstance(parent, Repeat)), place.part.key)


def _each(answers: Mapping[str, Any], at: Path = ()) -> Iterator[tuple[Path, Any]]:
    """(path, answer) of everything answered; names of rows (`_id`) are not answers."""
    for key, answer in answers.items():
        if isinstance(answer, list) and answer and all(isinstance(row, Mapping) for row in answer):
            for index, row in enumerate(answer):
                yield from _each(row, (*at, key, index))
        elif not key.startswith("_") and not blank(answer):
            yield (*at, key), answer
