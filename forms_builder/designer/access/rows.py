"""The access page as rows, one a question with an answer; what was set on it goes back into the document.

Pure but for the table of question types.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from forms_builder.designer.saving import Fate, Shown
from forms_builder.questions import types
from forms_builder.schema import Compartment, Document, Question, Sensitivity, questions

CHOSEN = ("sensitivity", "compartment")
TICKED = ("decline", "listed", "filterable")
SETTABLE = (*CHOSEN, *TICKED)
OPTIONS: Mapping[str, tuple[str, ...]] = {
    "sensitivity": tuple(Sensitivity),
    "compartment": tuple(Compartment),
}
DEFAULTS: Mapping[str, Any] = {"sensitivity": "I", "compartment": "none"}
REVEALING = re.compile(
    r"\b(name|alias|nickname|father|mother|guardian|husband|wife|phone|mobile|telephone|whatsapp|imo|address|village|"
    r"email|nid|passport|birth certificate|identity card|signature)\b|নাম|পিতা|মাতা|অভিভাবক|ফোন|মোবাইল|ঠিকানা|গ্রাম|পরিচয়পত্র|পাসপোর্ট"
)
"""Words in keys and labels of questions whose typed answers tell who or where somebody is."""


class Warning(StrEnum):
    SEALED_FILTER = "sealed-filter"
    LOOKS_PERSONAL = "looks-personal"
    NO_COMPARTMENT = "no-compartment"


@dataclass(frozen=True)
class AccessRow:
    """One question; `typed` is what somebody set that is not in the draft, because the draft changed meanwhile."""

    question: Question
    page_key: str
    typed: Mapping[str, Any] = field(default_factory=dict)

    @property
    def settings(self) -> dict[str, Any]:
        return settings_of(self.question)

    @property
    def is_sealed(self) -> bool:
        return types.of(self.question).is_sealed(self.question)

    @property
    def warnings(self) -> list[Warning]:
        return list(warnings_of(self.question))

    def name(self, setting: str) -> str:
        return f"{setting}:{self.question.id}"


def rows(document: Document) -> list[AccessRow]:
    page_of = {question.id: page.key for page in document.pages for question in _inside(page)}
    return [
        AccessRow(question, page_of[question.id])
        for question, _repeat in questions(document)
        if question.type in types and types.of(question).stored
    ]


def settings_of(question: Question) -> dict[str, Any]:
    return {
        "sensitivity": question.sensitivity.value,
        "compartment": question.compartment.value,
        **{name: getattr(question, name) for name in TICKED},
    }


def warnings_of(question: Question) -> Iterator[Warning]:
    sealed = types.of(question).is_sealed(question)
    if sealed and question.filterable:
        yield Warning.SEALED_FILTER
    if not sealed and is_typed(question) and looks_personal(question):
        yield Warning.LOOKS_PERSONAL
    if sealed and question.compartment is Compartment.NONE and looks_personal(question):
        yield Warning.NO_COMPARTMENT


def is_typed(question: Question) -> bool:
    """Whether people write or attach what they like, so that anything may be in it."""
    return types.of(question).sealed_from.rank <= Sensitivity.CONFIDENTIAL.rank


def looks_personal(question: Question) -> bool:
    words = " ".join((question.key.replace("_", " "), *question.label.values())).lower()
    return bool(REVEALING.search(words))


def shown(listed: list[AccessRow]) -> Shown:
    found = Shown()
    for row in listed:
        for setting, value in row.settings.items():
            found.add(row.name(setting), value)
    return found


def take(
    document: dict[str, Any], typed: Mapping[str, Mapping[str, Any]], was: Shown
) -> dict[str, dict[str, Any]]:
    """Write what was set (question id → setting → value) into the draft; gives what others had changed meanwhile."""
    conflicts: dict[str, dict[str, Any]] = {}
    for part in _questions(document.get("pages", [])):
        for setting, value in typed.get(part["id"], {}).items():
            default = DEFAULTS.get(setting, False)
            fate = was.fate(f"{setting}:{part['id']}", value, part.get(setting, default))
            if fate is Fate.CONFLICT:
                conflicts.setdefault(part["id"], {})[setting] = value
            elif fate is Fate.TAKE:
                part[setting] = value
    return conflicts


def _questions(parts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for part in parts:
        if part["kind"] == "question":
            yield part
        yield from _questions(part.get("items", []))


def _inside(part: Any) -> Iterator[Question]:
    for item in part.items:
        if isinstance(item, Question):
            yield item
        else:
            yield from _inside(item)
