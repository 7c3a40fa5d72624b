"""A form changed since a draft of it was begun: what changed, and the draft's way to the new version.

Pure functions over documents and payloads. Nothing typed is lost: an answer whose question is gone is kept in the
draft and shown until it is sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from forms_builder.filling.layouts import steps_of
from forms_builder.filling.page_form import SHOWN
from forms_builder.filling.payload import Payload, Typed
from forms_builder.filling.posted import typed_among
from forms_builder.logic import blank
from forms_builder.questions import types
from forms_builder.schema import Document, Question, questions
from forms_builder.schema.document import text_in


@dataclass(frozen=True, slots=True)
class Change:
    """One question that is new, gone, worded anew, or changed otherwise."""

    kind: Literal["new", "gone", "worded", "changed"]
    label: str
    before: str = ""
    """The old wording."""
    answer: str = ""
    """What was answered to a question that is gone."""


def changes(old: Document, new: Document, answers: Mapping[str, Any], language: str) -> list[Change]:
    """What is different for the person filling in: new questions in the order of the form, then those gone."""
    before, after = _asked(old), _asked(new)
    found = [change for key, now in after.items() if (change := _change(before.get(key), now, language))]
    for key, was in before.items():
        if not _goes_on(was, after.get(key)):
            said = types.of(was).display(was, answers.get(key), language)
            found.append(Change("gone", text_in(was.label, language), answer=said))
    return found


def moved(payload: Payload, old: Document, new: Document, language: str) -> Payload:
    """The payload as the new version takes it: every answer whose question is still there, typed pages regrouped."""
    before, after = _asked(old), _asked(new)
    stays = {key for key, was in before.items() if _goes_on(was, after.get(key))}
    gone = [
        (text_in(was.label, language), types.of(was).display(was, payload.answers[key], language))
        for key, was in before.items()
        if key not in stays and key not in payload.withheld and not blank(payload.answers.get(key))
    ]
    answers = {key: answer for key, answer in payload.answers.items() if key not in before or key in stays}
    return replace(
        payload,
        answers=answers,
        raw=_regrouped(payload.raw, new),
        stamps={},
        removed={},
        left_behind=[*payload.left_behind, *gone],
    )


def _asked(document: Document) -> dict[str, Question]:
    """Questions by key; those inside a repeat under both keys, so that one that moved out of it is another."""
    return {
        f"{repeat.key}/{question.key}" if repeat else question.key: question
        for question, repeat in questions(document)
        if types.of(question).stored and not question.retired
    }


def _goes_on(was: Question, now: Question | None) -> bool:
    return now is not None and now.type == was.type


def _change(was: Question | None, now: Question, language: str) -> Change | None:
    label = text_in(now.label, language)
    if was is None or not _goes_on(was, now):
        return Change("new", label)
    before = text_in(was.label, language)
    if before != label:
        return Change("worded", label, before)
    told = (
        *("hint", "required", "required_if", "choices", "show_if", "check"),
        *("calculate", "trigger", "choice_filter"),
    )
    if any(getattr(was, name) != getattr(now, name) for name in told):
        return Change("changed", label)
    return None


def _regrouped(raw: Mapping[str, Typed], new: Document) -> dict[str, Typed]:
    """What was typed on unfinished pages, by the pages on which it is asked now."""
    everything: Typed = {
        name: texts for typed in raw.values() for name, texts in typed.items() if name != SHOWN
    }
    found = {step.key: dict(typed_among(step.items, everything)) for step in steps_of(new)}
    return {key: typed for key, typed in found.items() if typed}
