"""Which translations are behind their source and which were reviewed. Pure: notes are small dictionaries of hashes.

English is written from, Bangla is translated into. A note says from which English a Bangla text was made, once the
English went on without it. A review is of one pair of texts; a change of either makes it void.
"""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from forms_builder.designer.translations.texts import FormText, texts


class TextState(StrEnum):
    MISSING = "missing"
    """One of the languages is blank."""
    STALE = "stale"
    """The English changed, and the Bangla did not."""
    DRAFT = "draft"
    """Nobody who speaks it reviewed the Bangla."""
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class Notes:
    """Text id → hash."""

    translated_from: dict[str, str] = field(default_factory=dict)
    reviewed: dict[str, str] = field(default_factory=dict)


def state_of(text: FormText, notes: Notes) -> TextState:
    english, bangla = text.said("en"), text.said("bn")
    if not english or not bangla:
        return TextState.MISSING
    if notes.reviewed.get(text.id) == _pair(text):
        return TextState.REVIEWED
    made_from = notes.translated_from.get(text.id)
    return TextState.STALE if made_from and made_from != digest(english) else TextState.DRAFT


def reviewed(notes: Notes, text: FormText, yes: bool) -> Notes:
    """Notes after somebody said that the Bangla of the text is right, or took that back."""
    said = {**notes.reviewed, text.id: _pair(text)}
    if not yes:
        del said[text.id]
        return Notes(notes.translated_from, said)
    made_from = {key: value for key, value in notes.translated_from.items() if key != text.id}
    return Notes(made_from, said)


def followed(notes: Notes, before: dict[str, Any], after: dict[str, Any]) -> Notes:
    """Notes after a draft was saved: remembers what a Bangla text was made from when its English went on."""
    old = {text.id: text for text in texts(before)}
    made_from: dict[str, str] = {}
    present = {text.id: text for text in texts(after)}
    for key, text in present.items():
        was = old.get(key)
        if was is None or was.said("bn") != text.said("bn"):
            continue  # new, or translated just now
        if key in notes.translated_from:
            made_from[key] = notes.translated_from[key]
        elif was.said("en") and was.said("en") != text.said("en"):
            made_from[key] = digest(was.said("en"))
    stays = {key: value for key, value in notes.reviewed.items() if key in present}
    return Notes(made_from, stays)


def digest(*words: str) -> str:
    """Short, to compare two wordings only."""
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:16]


def _pair(text: FormText) -> str:
    return digest(text.said("en"), text.said("bn"))
