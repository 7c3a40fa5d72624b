"""What a sheet asks of each person beside their marks: the questions of an admin-made form, judged by that form's rules.

What the directory answers (name, agency …) and what the marks answer is not asked again.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from forms_builder.filling.layouts import is_writable
from forms_builder.filling.page_form import worded
from forms_builder.logic import FaultKind, Moment, evaluate
from forms_builder.questions import types
from forms_builder.questions.base import FieldContext
from forms_builder.schema import Question, Repeat, walk
from forms_builder.wording import fault_text
from registry.access import reach
from registry.models import Action
from trainings.models import Participant
from trainings.sheets.opening import OpenSheet
from trainings.sheets.roster import refuse_locked

SEEN = "seen-"
NEVER_ON_A_SHEET = frozenset({"file", "image", "signature"})
"""Signatures and scans stay on paper or with the record; a sheet has no place for files."""


def columns_of(opened: OpenSheet) -> list[Question]:
    """The questions asked of each person, in the form's order."""
    setup, document = opened.setup, opened.sheet.version.parsed
    answered = {*setup.person.values(), *setup.marks.values(), setup.case}
    found = []
    for place in walk(document):
        question = place.part
        if not isinstance(question, Question) or question.key in answered or not is_writable(question):
            continue
        rows = [parent.key for parent in place.parents if isinstance(parent, Repeat)]
        fits = rows == [setup.repeat] if setup.repeat else not rows
        if fits and not question.retired and question.type not in NEVER_ON_A_SHEET:
            found.append(question)
    return found


def visible_columns(user: Any, opened: OpenSheet, action: Action = Action.VIEW) -> list[Question]:
    """Those whose answers somebody may see (or change)."""
    within = reach(user, opened.record.type).on(opened.record)
    return [one for one in columns_of(opened) if within.allows(one) and within.allows(one, action)]


def answers_of(participant: Participant) -> dict[str, Any]:
    """What was answered of one person, sealed answers included."""
    sealed = participant.opened()
    return {**participant.data, **{key: value for key, value in sealed.items() if key != "alias"}}


def digest(answer: Any) -> str:
    """Tells whether an answer is still what somebody had before them."""
    return hashlib.sha256(json.dumps(answer, sort_keys=True).encode()).hexdigest()[:16]


@dataclass
class Saved:
    changed: list[str] = field(default_factory=list)
    clashes: list[str] = field(default_factory=list)
    """Keys that somebody else answered meanwhile: as they stand now, not as was typed."""


class RowForm(forms.Form):
    """One person's columns. Each field brings along what stood there, so that only what was changed is written."""

    use_required_attribute = False

    def __init__(
        self,
        data: Any,
        *,
        opened: OpenSheet,
        questions: list[Question],
        answers: Mapping[str, Any],
        language: str,
        user: Any,
    ) -> None:
        super().__init__(data, label_suffix="")
        self.opened, self.questions, self.stored, self.language = opened, questions, dict(answers), language
        for question in questions:
            kind = types.of(question)
            context = FieldContext(language, None, user, dict(answers), answers.get(question.key))
            self.fields[question.key] = worded(kind.form_field(question, context), question, language)
            self.initial[question.key] = kind.initial(question, answers.get(question.key))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = {}
        for question in self.questions:
            if question.key not in self.cleaned_data:
                continue
            try:
                given[question.key] = types.of(question).clean(question, self.cleaned_data[question.key])
            except ValidationError as error:
                self.add_error(question.key, error)
        for key, words in faults(self.opened, {**self.stored, **given}, self.language).items():
            if key in given:
                self.add_error(key, words)
        self.given = given
        return self.cleaned_data

    def base(self) -> dict[str, str]:
        """What stood in each field when the page was made."""
        names = {key: f"{SEEN}{key}" for key in self.given}
        return {key: self.data[name] for key, name in names.items() if name in self.data}


def faults(opened: OpenSheet, answers: Mapping[str, Any], language: str) -> dict[str, str]:
    """What the form itself finds wrong with one person's answers, question by question. Blank ones are no fault yet."""
    setup, program = opened.setup, opened.sheet.version.program
    row = {key: value for key, value in answers.items() if value is not None}
    whole = {setup.repeat: [row]} if setup.repeat else row
    found = evaluate(program, whole, Moment(timezone.localtime(), language))
    wrong = {}
    for fault in found.faults:
        key = next((part for part in reversed(fault.path) if isinstance(part, str)), "")
        if fault.kind not in (FaultKind.REQUIRED, FaultKind.RULE) and key in answers:
            wrong[key] = fault_text(fault, language)
    return wrong


def save_row(
    opened: OpenSheet, participant: Participant, given: Mapping[str, Any], base: Mapping[str, str]
) -> Saved:
    """Write what was changed of one person's answers; what somebody else changed meanwhile stays and is told of."""
    refuse_locked(opened)
    done = Saved()
    with transaction.atomic():
        held = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
        now = answers_of(held)
        for key, answer in given.items():
            unchanged = answer == now.get(key) or digest(answer) == base.get(key)
            if unchanged:
                continue
            if base.get(key) not in (None, digest(now.get(key))):
                done.clashes.append(key)
                continue
            now[key] = answer
            done.changed.append(key)
        if done.changed:
            store(opened, held, now)
    return done


def store(opened: OpenSheet, participant: Participant, answers: Mapping[str, Any]) -> None:
    """Keep the answers: open ones in the clear, the others sealed. Saves the row."""
    alias = participant.opened().get("alias", "")
    known = {question.key: question for question in columns_of(opened)}
    sealed: dict[str, Any] = {"alias": alias}
    clear: dict[str, Any] = {}
    for key, answer in answers.items():
        question = known.get(key)
        hidden = question is None or types.of(question).is_sealed(question) or opened.sheet.restricted
        if answer is not None:
            (sealed if hidden else clear)[key] = answer
    participant.data = clear
    participant.seal(sealed)
    participant.save()
