"""The translations page as rows: what it shows, what comes back, and what may be taken into the draft."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms_builder.designer.saving import Fate, Shown
from forms_builder.designer.translations.notes import Notes, TextState, reviewed, state_of
from forms_builder.designer.translations.texts import LANGUAGES, FormText, texts
from forms_builder.schema.text import clean_text

Words = str | Promise
WHAT: Mapping[str, Words] = {
    "title": _("Title of the form"),
    "description": _("Description of the form"),
    "footer": _("Foot of the printed form"),
    "label": _("Text"),
    "hint": _("Hint"),
    "guidance": _("Guidance"),
    "required_message": _("Message if not answered"),
    "check_message": _("Message if not accepted"),
    "choice": _("Choice"),
    "setting": _("Setting"),
}
STATES: Mapping[TextState, Words] = {
    TextState.MISSING: _("Missing"),
    TextState.STALE: _("English changed"),
    TextState.DRAFT: _("Draft"),
    TextState.REVIEWED: _("Reviewed"),
}
REVIEWED = "reviewed"


@dataclass(frozen=True)
class Row:
    """One text on the page. `typed` is what somebody typed that is not in the draft; `others` what is there instead."""

    text: FormText
    state: TextState
    typed: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, str] = field(default_factory=dict)
    made_from: str = ""
    """The English that a translator's sheet has, where it is not the English of now."""

    @property
    def what(self) -> Words:
        return WHAT[self.text.what]

    @property
    def key(self) -> str:
        """Which part it belongs to, and for a choice which one."""
        part = "" if "pages" in self.text.part else self.text.part["key"]
        return f"{part} · {self.text.holder['value']}" if self.text.what == "choice" else part

    @property
    def state_label(self) -> Words:
        return STATES[self.state]

    @property
    def is_reviewed(self) -> bool:
        return self.state is TextState.REVIEWED

    @property
    def cells(self) -> list[dict[str, Any]]:
        return [
            {
                "language": language,
                "name": f"{language}:{self.text.id}",
                "text": self.typed.get(language, self.text.said(language)),
                "now": self.others.get(language),
            }
            for language in LANGUAGES
        ]


@dataclass
class Taken:
    """What became of a page that came back."""

    saved: int = 0
    marks: dict[str, bool] = field(default_factory=dict)
    """Text id → whether somebody just said that its Bangla is right, or took that back."""
    conflicts: list[Row] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    """What was typed for texts that are no longer in the form."""


def rows(document: dict[str, Any], notes: Notes) -> list[Row]:
    return [Row(text, state_of(text, notes)) for text in texts(document)]


def shown(listed: list[Row]) -> Shown:
    """What the page carries to tell later what was typed."""
    found = Shown()
    for row in listed:
        for language in LANGUAGES:
            found.add(f"{language}:{row.text.id}", row.text.said(language))
        found.add(f"{REVIEWED}:{row.text.id}", row.is_reviewed)
    return found


def take(document: dict[str, Any], notes: Notes, posted: Mapping[str, str], was: Shown) -> Taken:
    """Write what was typed into the newest draft; what others changed meanwhile is left and reported."""
    taken = Taken()
    present = list(texts(document))
    for text in present:
        if f"en:{text.id}" in posted or f"bn:{text.id}" in posted:
            _take_text(taken, text, state_of(text, notes), posted, was)
    names = {f"{language}:{text.id}" for text in present for language in LANGUAGES}
    lost = [name for name in posted if name[:3] in ("en:", "bn:") and name not in names]
    taken.gone = [
        words
        for name in lost
        if (words := clean_text(posted[name])) and was.fate(name, words, None) is not Fate.SAME
    ]
    return taken


def _take_text(taken: Taken, text: FormText, state: TextState, posted: Mapping[str, str], was: Shown) -> None:
    typed, others = {}, {}
    for language in LANGUAGES:
        name = f"{language}:{text.id}"
        words, now = clean_text(posted.get(name, text.said(language))), text.said(language)
        fate = was.fate(name, words, now)
        if fate is Fate.CONFLICT:
            typed[language], others[language] = words, now
        elif fate is Fate.TAKE:
            text.write(language, words)
            taken.saved += 1
    if others:
        taken.conflicts.append(Row(text, state, typed, others))
        return
    ticked = f"{REVIEWED}:{text.id}" in posted
    if was.fate(f"{REVIEWED}:{text.id}", ticked, state is TextState.REVIEWED) is not Fate.SAME:
        taken.marks[text.id] = ticked and bool(text.said("en") and text.said("bn"))
        taken.saved += 1


def marked(document: dict[str, Any], notes: Notes, marks: Mapping[str, bool]) -> Notes:
    """Notes with the reviews that were just given or taken back."""
    for text in texts(document):
        if text.id in marks:
            notes = reviewed(notes, text, marks[text.id])
    return notes


def with_conflicts(listed: list[Row], conflicts: list[Row]) -> list[Row]:
    """The rows as they are now, with what was typed where somebody else had been first."""
    typed = {row.text.id: row for row in conflicts}
    return [
        replace(row, typed=typed[row.text.id].typed, others=typed[row.text.id].others)
        if row.text.id in typed
        else row
        for row in listed
    ]
