"""Words for changes, notes and counts, in the reader's language. The pure modules only know codes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from forms_builder.affected import Affected, Ask, Bound, Kind, ask_of
from forms_builder.digits import in_readers_digits
from forms_builder.evolution.carrying import Note, NoteKind
from forms_builder.evolution.classes import Change, ChangeClass
from forms_builder.schema import Document, walk
from forms_builder.schema.document import text_in

Words = str | Promise

TEXTS: Mapping[str, Words] = {
    # The form as a whole
    "title-changed": _("The title is different."),
    "description-changed": _("The description is different."),
    "layout-changed": _("It is filled in another way."),
    "language-added": _("The language “%(language)s” is added."),
    "language-removed": _("The language “%(language)s” is no longer offered."),
    "languages-reordered": _("The language “%(language)s” comes first now."),
    "extra-changed": _("Notes kept with the form are different."),
    "opened-to-public": _("Everybody can fill it in now, without an account."),
    "public-changed": _("People without an account are asked other questions."),
    "closed-to-public": _("Only people with an account can fill it in now."),
    "order-changed": _("Questions stand in another order."),
    # Pages, groups and repeats
    "part-added": _("“%(name)s” is a new part of the form."),
    "part-removed": _("“%(name)s” is no part of the form any more."),
    "repeat-removed": _("The rows of “%(name)s” are asked no more. Rows that exist stay."),
    "part-label-changed": _("“%(name)s” has another heading."),
    "part-hint-changed": _("“%(name)s” has another hint."),
    "part-shown-changed": _("“%(name)s” is shown under another condition."),
    "rows-count-changed": _("The number of rows of “%(name)s” is worked out differently."),
    "rows-narrowed": _("“%(name)s” now takes at least %(least)s and at most %(most)s rows."),
    "rows-widened": _("“%(name)s” now takes between %(least)s and %(most)s rows."),
    # Questions
    "question-added": _("“%(name)s” is a new question."),
    "question-moved": _("“%(name)s” moved to “%(to)s”."),
    "question-removed": _("“%(name)s” is asked no more. What was answered stays."),
    "question-retired": _("“%(name)s” is retired: nobody is asked any more, and what was answered stays."),
    "question-restored": _("“%(name)s” is asked again."),
    "type-changed": _("“%(name)s” became a question of another type. Answers could not be read any more."),
    "type-adapted": _("“%(name)s” became a question of another type, which reads the answers that exist."),
    "repeat-changed": _("“%(name)s” moved into or out of rows. Answers could not be found any more."),
    "label-changed": _(
        "“%(name)s” has another text. If it means something else, it has to be a new question."
    ),
    "translation-added": _("“%(name)s” has a text in another language as well."),
    "hint-changed": _("“%(name)s” has another hint."),
    "message-changed": _("“%(name)s” tells differently what is wrong."),
    "made-required": _("“%(name)s” must be answered now."),
    "made-soft": _("“%(name)s” may stay open now, and is then listed as missing."),
    "made-optional": _("“%(name)s” may stay open now."),
    "show-if-changed": _("“%(name)s” is shown under another condition."),
    "required-if-changed": _("“%(name)s” must be answered under another condition."),
    "check-changed": _("“%(name)s” accepts other answers than before."),
    "check-removed": _("“%(name)s” is checked no more."),
    "calculate-changed": _(
        "“%(name)s” is worked out differently. Results that exist stay until the record is changed."
    ),
    "trigger-changed": _("“%(name)s” is set when other questions are answered than before."),
    "choice-filter-changed": _("“%(name)s” offers its choices under another condition."),
    "default-changed": _("“%(name)s” begins with another answer."),
    "prefill-changed": _("“%(name)s” is filled in by itself in another way."),
    "read-only-on": _("“%(name)s” can only be read now."),
    "read-only-off": _("“%(name)s” can be filled in now."),
    "appearance-changed": _("“%(name)s” looks different."),
    "media-changed": _("“%(name)s” has another picture, sound or film beside it."),
    "files-changed": _("Other files belong to the form: %(names)s."),
    "sensitivity-raised": _(
        "“%(name)s” is better protected: from “%(before_tier)s” to “%(after_tier)s”, old answers too."
    ),
    "sensitivity-lowered": _("“%(name)s” is less protected: from “%(before_tier)s” to “%(after_tier)s”."),
    "compartment-added": _("“%(name)s” is now kept with “%(after_kept)s”, so fewer people can read it."),
    "compartment-left": _("“%(name)s” is no longer kept with “%(before_kept)s”, so more people can read it."),
    "compartment-moved": _(
        "“%(name)s” moves from “%(before_kept)s” to “%(after_kept)s”, so other people can read it."
    ),
    "decline-on": _("“%(name)s” may be declined now."),
    "decline-off": _("“%(name)s” can no longer be declined."),
    "listed-on": _("“%(name)s” becomes a column of the list."),
    "listed-off": _("“%(name)s” is no column of the list any more."),
    "filterable-on": _("The list can be filtered by “%(name)s”."),
    "filterable-off": _("The list can no longer be filtered by “%(name)s”."),
    "setting-changed": _("The setting “%(setting)s” of “%(name)s” is different."),
    "question-extra-changed": _("Notes kept with “%(name)s” are different."),
    # Choices
    "choice-list-changed": _("“%(name)s” takes its choices from another list."),
    "choice-added": _("“%(name)s” offers “%(choice)s” as well."),
    "choice-removed": _("“%(name)s” no longer knows the choice “%(choice)s”."),
    "choice-retired": _("“%(name)s” no longer offers “%(choice)s”. Where it was chosen, it stays."),
    "choice-restored": _("“%(name)s” offers “%(choice)s” again."),
    "choice-relabelled": _("“%(name)s”: the choice “%(choice_before)s” is called “%(choice)s” now."),
    "choice-translated": _("“%(name)s”: the choice “%(choice)s” has a text in another language as well."),
    "choice-alone-on": _("“%(name)s”: “%(choice)s” can no longer be chosen together with others."),
    "choice-alone-off": _("“%(name)s”: “%(choice)s” can be chosen together with others now."),
    "choice-media-changed": _("“%(name)s”: “%(choice)s” has another picture, sound or film beside it."),
    "choice-columns-changed": _("“%(name)s”: “%(choice)s” is offered in other cases than before."),
    "choices-reordered": _("“%(name)s” shows its choices in another order."),
}

CLASS_TITLES: Mapping[ChangeClass, Words] = {
    ChangeClass.BLOCKED: _("Not possible"),
    ChangeClass.TWO_PERSONS: _("Needs a second person"),
    ChangeClass.CAUTION: _("Look twice"),
    ChangeClass.SAFE: _("Safe"),
}
CLASS_HELP: Mapping[ChangeClass, Words] = {
    ChangeClass.BLOCKED: _("Answers that exist could not be read any more. Add a new question instead."),
    ChangeClass.TWO_PERSONS: _("Answers that exist become less protected, so somebody else has to agree."),
    ChangeClass.CAUTION: _("Answers that exist stay, but read differently or no longer fit."),
    ChangeClass.SAFE: _("Answers that exist are not touched."),
}

NOTES: Mapping[NoteKind, Words] = {
    NoteKind.NEW: _("New question."),
    NoteKind.REWORDED: _("It was answered under another text: “%(before_text)s”."),
    NoteKind.NOW_REQUIRED: _("It must be answered now."),
    NoteKind.CHOICE_REWORDED: _("The choice was called “%(before_text)s” when it was chosen."),
    NoteKind.CHOICE_RETIRED: _("“%(before_text)s” is no longer offered. It stays unless you choose another."),
    NoteKind.CHOICE_GONE: _("“%(before_text)s” is no longer known. Choose another."),
    NoteKind.CHECK_CHANGED: _("Other answers are accepted than before."),
    NoteKind.CALCULATED: _("It is worked out now; what was typed counts no more."),
    NoteKind.KEPT: _("From an earlier version of the form. It stays with the record."),
}

TIERS: Mapping[str, Words] = {
    "P": _("Public"),
    "I": _("Internal"),
    "C": _("Confidential"),
    "R": _("Restricted"),
}
KEPT_WITH: Mapping[str, Words] = {
    "none": _("Nothing in particular"),
    "identity": _("Who somebody is"),
    "location": _("Where somebody is"),
    "clinical": _("Health and counselling"),
    "legal": _("Law and police"),
}


def labels_of(*documents: Document | None) -> dict[str, dict[str, str]]:
    """Key → label of every part; later documents win."""
    return {
        place.part.key: place.part.label
        for document in documents
        if document is not None
        for place in walk(document)
    }


def change_text(change: Change, labels: Mapping[str, dict[str, str]]) -> str:
    """One sentence about a change."""
    return str(TEXTS[change.code]) % _parameters(change, labels)


def _parameters(change: Change, labels: Mapping[str, dict[str, str]]) -> dict[str, Any]:
    params = change.params
    before, after = params.get("before"), params.get("after")
    value = params.get("value", "")
    return {
        **params,
        "name": _in_words(labels.get(change.key, {}), change.key),
        "to": _in_words(params.get("to"), ""),
        "choice": _in_words(params.get("label"), value),
        "choice_before": _in_words(before, value),
        "before_tier": TIERS.get(str(before), ""),
        "after_tier": TIERS.get(str(after), ""),
        "before_kept": KEPT_WITH.get(str(before), ""),
        "after_kept": KEPT_WITH.get(str(after), ""),
        **{name: in_readers_digits(params[name]) for name in ("least", "most") if name in params},
    }


@dataclass(frozen=True, slots=True)
class Wording:
    """A text that changed, in one language; blank where it had or has none."""

    language: str
    before: str
    after: str


def wordings(change: Change) -> list[Wording]:
    """The texts and rules that changed, side by side, each language on its own; rules have no language."""
    before, after = change.params.get("before"), change.params.get("after")
    if isinstance(before, dict) and isinstance(after, dict):
        languages = [language for language in ("bn", "en") if language in before or language in after]
        languages += sorted((before.keys() | after.keys()) - set(languages))
        pairs = ((one, before.get(one, ""), after.get(one, "")) for one in languages)
        return [Wording(*pair) for pair in pairs if pair[1] != pair[2]]
    if change.code in RULES and isinstance(before, str) and isinstance(after, str):
        return [Wording("", before, after)]
    return []


RULES = frozenset(
    {
        "part-shown-changed",
        "rows-count-changed",
        "show-if-changed",
        "check-changed",
        "check-removed",
        "calculate-changed",
        "trigger-changed",
        "choice-filter-changed",
    }
)


def affected_text(change: Change, affected: Affected | None) -> str:
    """How many records a change touches, in a sentence; blank where nobody counts."""
    ask = ask_of(change)
    if ask is None or affected is None:
        return ""
    return BOUNDS[affected.bound](_counted(ask, affected.count))


def _exactly(text: str) -> str:
    return text


def _at_most(text: str) -> str:
    return gettext("At most: %(what)s Sealed answers are not opened to count them.") % {"what": text}


def _at_least(text: str) -> str:
    return gettext("At least: %(what)s There are too many records to look through all of them.") % {
        "what": text
    }


BOUNDS: Mapping[Bound, Callable[[str], str]] = {
    Bound.EXACT: _exactly,
    Bound.AT_MOST: _at_most,
    Bound.AT_LEAST: _at_least,
}


def _counted(ask: Ask, number: int) -> str:
    if ask.kind is Kind.ANSWERED:
        text = ngettext("%(number)s record has an answer.", "%(number)s records have an answer.", number)
    elif ask.kind is Kind.UNANSWERED:
        text = ngettext("%(number)s record has no answer.", "%(number)s records have no answer.", number)
    elif ask.kind is Kind.CHOSEN:
        text = ngettext("%(number)s record has this choice.", "%(number)s records have this choice.", number)
    else:
        text = ngettext(
            "%(number)s record was made with this form.",
            "%(number)s records were made with this form.",
            number,
        )
    return text % {"number": in_readers_digits(number)}


def note_text(note: Note) -> str:
    """What to tell about an answer that was carried over, without the question's name."""
    before = note.params.get("before") or {}
    return str(NOTES[note.kind]) % {"before_text": _in_words(before, note.params.get("value", ""))}


def _in_words(text: Any, fallback: str) -> str:
    return text_in(text, get_language() or "bn", fallback) if isinstance(text, dict) else fallback
