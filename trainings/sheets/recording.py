"""A day of the sheet as a record of the registry: what the form of its columns asks, answered by directory and marks.

Written when somebody asks for it, and again after changes: then it is the same record, with a revision more.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_builder.logic import ROW_ID, Moment, evaluate
from forms_builder.questions import types
from forms_builder.schema import Question, walk
from registry import extending
from registry.access import can
from registry.models import Action, Record, RecordType
from registry.prefilling import prefilled
from registry.saving import Entry, save_record
from registry.workflow import moving
from trainings.models import Mark, Participant, Person
from trainings.setup.documents import KeptDocument
from trainings.setup.reading import answer_of
from trainings.sheets.columns import answers_of
from trainings.sheets.marking import Refused, participants_of
from trainings.sheets.opening import OpenSheet
from trainings.sheets.roster import locked_sheet


def may_record(user: Any, opened: OpenSheet) -> bool:
    kind = _kind(opened.setup.kept)
    return kind is not None and not opened.sheet.restricted and can(user, Action.CREATE, kind)


def record_of(opened: OpenSheet, day: date) -> Record | None:
    """The record of a day, where there is one."""
    setup, kind = opened.setup.kept, _kind(opened.setup.kept)
    if setup is None or kind is None:
        return None
    number = _number(opened, day)
    below = Record.objects.filter(parent=opened.record, type=kind, withdrawn=False).select_related(
        "type", "version"
    )
    return next((one for one in below if answer_of(one, setup.day) == number), None)


def record_day(user: Any, opened: OpenSheet, day: date) -> Record:
    """Write the record of a day, or bring it up to date. What commits together: the record and what follows from it."""
    setup, kind = opened.setup.kept, _kind(opened.setup.kept)
    version = kind.form.live_version if kind else None
    if setup is None or kind is None or version is None or day > timezone.localdate():
        raise Refused(_("There is nothing to record of this day yet."))
    with transaction.atomic():
        locked_sheet(opened.sheet)
        there = record_of(opened, day)
        said = {**prefilled(user, version.parsed, opened.record), setup.day: _number(opened, day)}
        if setup.date:
            said[setup.date] = day.isoformat()
        if opened.setup.repeat:
            said[opened.setup.repeat] = _rows(opened, day, setup, version.parsed)
        result = evaluate(version.program, said, Moment(timezone.localtime()))
        written = save_record(
            Entry(
                record_type=kind,
                version=version,
                answers=result.answers,
                missing=result.missing,
                by=user,
                office=opened.record.office,
                parent=opened.record,
                is_test=opened.record.is_test,
                record=there,
                base_revision=there.revision if there else 0,
            )
        )
        try:
            (moving.changed if there else moving.added)(written, user)
        except extending.Refused as refusal:
            raise Refused(str(refusal)) from refusal
        return written


def _kind(setup: KeptDocument | None) -> RecordType | None:
    if setup is None:
        return None
    found = RecordType.objects.filter(key=setup.record_type, active=True)
    return found.select_related("form__live_version").first()


def _number(opened: OpenSheet, day: date) -> int:
    """The first day is 1."""
    return (day - opened.sheet.first_day).days + 1


def _rows(opened: OpenSheet, day: date, setup: KeptDocument, document: Any) -> list[dict[str, Any]]:
    """A row for each person with a mark that day. Answers that its questions do not offer are left out."""
    asked = {place.part.key: place.part for place in walk(document) if isinstance(place.part, Question)}
    marks: dict[Any, dict[str, str]] = {}
    for pk, part, state in Mark.objects.filter(session__sheet=opened.sheet, session__day=day).values_list(
        "participant_id", "session__part", "state"
    ):
        marks.setdefault(pk, {})[part] = state
    found = []
    for one in participants_of(opened.sheet):
        if one.pk in marks:
            said = _row(one, marks[one.pk], opened, setup)
            found.append({key: answer for key, answer in said.items() if _offered(asked.get(key), answer)})
            found[-1][ROW_ID] = one.pk.hex[:12]
    return found


def _row(
    one: Participant, marks: Mapping[str, str], opened: OpenSheet, setup: KeptDocument
) -> dict[str, Any]:
    person = one.person.merged_into or one.person if one.person else None
    known: dict[str, str] = {}
    for name, key in opened.setup.person.items() if person else ():
        said_there = _detail(person, name)
        known[key] = setup.words.get(name, {}).get(said_there, said_there)
    states: Mapping[str, str] = setup.states  # type: ignore[assignment]  # keys are states
    said = {key: states.get(marks[part], "") for part, key in opened.setup.marks.items() if part in marks}
    return {**answers_of(one), **known, **said}


def _detail(person: Person | None, name: str) -> str:
    if person is None:
        return ""
    match name:
        case "name":
            return person.name_bn or person.name_en
        case "district":
            return person.district.code if person.district else ""
        case _:
            return str(getattr(person, name))


def _offered(question: Question | None, answer: Any) -> bool:
    if question is None or answer in (None, ""):
        return False
    values = {choice.value for choice in (*question.choices, *types.of(question).fixed(question))}
    return not values or not isinstance(answer, str) or answer in values
