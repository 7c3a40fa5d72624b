"""Columns that say on which day a record made a transition: found by their names, read, judged, and kept with the row.

An import sets no state. The days wait beside what it brought in until a supervisor replays them (`replaying`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_builder import expressions
from forms_builder.digits import day_in_script
from forms_builder.expressions import Expression
from forms_builder.logic import blank
from forms_builder.logic.answers import day_of
from forms_builder.models import FormVersion
from forms_builder.questions.cleaning import typed_sign
from forms_builder.questions.dates import read_date
from forms_builder.schema.document import text_in
from registry.extending import figure_keys
from registry.importing.mapping import plain
from registry.importing.reading import FORMULA
from registry.importing.store import Row
from registry.models import DataImport, ImportedPast, ImportedRecord, Record, RecordType
from registry.sealing import questions_by_key
from registry.workflow import historic
from registry.workflow.configuring import workflow_of
from registry.workflow.course import Course, Dated, Flaw, Wrong, course
from registry.workflow.document import Transition, Workflow
from registry.workflow.facts import Facts, Names, names_of
from registry.workflow.offers import NOT_YET
from registry.workflow.rollups import rollups_of

PREFIX = "_date."
"""Before the key of a transition: what a column is mapped to."""
WAYS = (
    "{0}", "{0} date", "date of {0}", "date {0}", "{0} on",
    "{0} তারিখ", "{0}-এর তারিখ", "{0}ের তারিখ", "{0}র তারিখ", "{0} হওয়ার তারিখ", "তারিখ {0}",
)  # fmt: skip
"""How people head such a column, around the words of the transition or of the state it leads to."""

DO = " করুন"
"""Transitions are named as something to do; a column names what was done."""

Past = list[tuple[str, str]]
"""Key of a transition and its day, in the order in which they happened."""


def transitions_of(record_type: RecordType) -> dict[str, Transition]:
    """What a column may be mapped to → its transition."""
    workflow = workflow_of(record_type)
    return {PREFIX + one.key: one for one in _made(workflow)} if workflow else {}


def _made(workflow: Workflow) -> list[Transition]:
    """Without merging, which happens between two records that are both here."""
    return [one for one in workflow.transitions if not one.merging]


def label_of(rule: Transition, language: str) -> str:
    return _("Date of: %(what)s") % {"what": text_in(rule.label, language, rule.key)}


def headings_of(record_type: RecordType) -> dict[str, str]:
    """Plain words of a heading → what it is mapped to. A state's words count where one transition alone leads there."""
    workflow = workflow_of(record_type)
    if workflow is None:
        return {}
    found: dict[str, str] = {}
    for rule in _made(workflow):
        for words in (PREFIX + rule.key, rule.key, *rule.label.values()):
            _add(found, words, rule)
    for state in workflow.states:
        leading = [one for one in _made(workflow) if one.to == state.value]
        if len(leading) == 1:
            for words in (state.value, *state.label.values()):
                _add(found, words, leading[0])
    return found


def _add(found: dict[str, str], words: str, rule: Transition) -> None:
    for way in WAYS:
        for said in (words, words.removesuffix(DO)):
            found.setdefault(plain(way.format(said)), PREFIX + rule.key)


@dataclass(frozen=True, slots=True)
class Start:
    """Where a record stands before its past is told."""

    state: str
    not_before: date | None
    not_after: date


class PastReader:
    """Reads the days of the rows of one import and says what is wrong with them."""

    def __init__(self, batch: DataImport, version: FormVersion, language: str) -> None:
        self.record_type, self.version, self.language = batch.record_type, version, language
        self.workflow: Workflow = workflow_of(self.record_type) or Workflow()
        rules = transitions_of(self.record_type)
        chosen = {int(number): key for number, key in batch.mapping.items()}
        self.columns = {number: rules[key] for number, key in chosen.items() if key in rules}
        self.places = {rule.key: number for number, rule in self.columns.items()}
        self.own_day = ""
        """The question of the file that says when the record began: what lists of it are sorted by."""
        self.conditions: dict[str, Expression] = {}
        if self.columns:
            names, own = names_of(self.record_type), self.record_type.sort.lstrip("-")
            self.own_day = own if own in names.dates and own in chosen.values() else ""
            self.conditions = dict(self._conditions(names))

    def _conditions(self, names: Names) -> Iterator[tuple[str, Expression]]:
        """(transition, condition) of those that can be told from a row alone; the others wait for the supervisor."""
        elsewhere = {*figure_keys(), *(one.key for one in rollups_of(self.record_type))}
        answers = (questions_by_key(self.version.parsed).keys() & names.open.keys()) - elsewhere
        for rule in self.columns.values():
            condition = expressions.parse(rule.when) if rule.when.strip() else None
            if condition is not None and condition.references <= answers:
                yield rule.key, condition

    def judge(
        self, row: Row, record_id: str, answers: Mapping[str, Any] | None
    ) -> tuple[Past, dict[str, str]]:
        """The past of a row, and what is wrong by number of the column. `answers`: None for a row that is bad anyway."""
        given, wrong = self._read(row[1])
        if wrong or not given or answers is None:
            return [], wrong
        start = self._start(record_id, answers)
        if start is None:
            return [], {"": _("This record was moved on here already. Its past can no longer be entered.")}
        found = course(
            self.workflow, start.state, given, not_before=start.not_before, not_after=start.not_after
        )
        wrong = {str(self.places[one.transition]): self._said(one, start, given) for one in found.wrong}
        wrong |= self._unmet(found, answers)
        return ([] if wrong else [(one.transition, one.day.isoformat()) for one in found.steps]), wrong

    def _read(self, cells: Sequence[str]) -> tuple[list[Dated], dict[str, str]]:
        given: list[Dated] = []
        wrong: dict[str, str] = {}
        for number, rule in self.columns.items():
            text = cells[number].strip()
            if text.startswith(FORMULA):
                wrong[str(number)] = _("The cell calculates. Put its value in its place.")
            elif text:
                try:
                    given.append(Dated(rule.key, read_date(typed_sign(text))))
                except ValidationError as error:
                    wrong[str(number)] = " ".join(error.messages)
        return given, wrong

    def _start(self, record_id: str, answers: Mapping[str, Any]) -> Start | None:
        """None where the record was moved on in the present."""
        own = day_of(answers.get(self.own_day)) if self.own_day else None
        if not record_id:
            return Start(self.workflow.initial, own, timezone.localdate())
        record = Record.objects.get(pk=record_id)
        record.type = self.record_type  # which knows its workflow and its questions already
        if not historic.possible(record):
            return None
        days = [day for day in (own, historic.earliest(record)) if day is not None]
        return Start(record.status, max(days, default=None), historic.latest(record))

    def _said(self, wrong: Wrong, start: Start, given: Sequence[Dated]) -> str:
        match wrong.flaw:
            case Flaw.FUTURE:
                return _("This day lies after %(day)s, so it is not the past of the record.") % {
                    "day": self._day(start.not_after)
                }
            case Flaw.TOO_EARLY:
                return _("This day lies before the record itself began: %(day)s.") % {
                    "day": self._day(start.not_before or start.not_after)
                }
            case Flaw.ORDER:
                day = next(one.day for one in given if one.transition == wrong.other)
                return _("This day lies before that of “%(other)s”, %(day)s, which has to come first.") % {
                    "other": self._words(wrong.other),
                    "day": self._day(day),
                }
        state = self.workflow.state(wrong.other)
        return _("This cannot follow: the record would be in the status “%(status)s” then.") % {
            "status": text_in(state.label, self.language, wrong.other) if state else wrong.other
        }

    def _unmet(self, found: Course, answers: Mapping[str, Any]) -> dict[str, str]:
        """Steps that the answers of the row speak against. What is not answered is on paper, as for a single record."""
        asked = [
            one.transition
            for one in found.steps
            if one.transition in self.conditions and not self._lacking(one.transition, answers)
        ]
        if not asked:
            return {}
        facts = Facts(Record(type=self.record_type, version=self.version), answers)
        facts.rollups = {}  # what hangs on the record is not in the row, and no condition here asks for it
        rules = {rule.key: rule for rule in self.columns.values()}
        return {
            str(self.places[key]): text_in(rules[key].when_message, self.language) or str(NOT_YET)
            for key in asked
            if not facts.holds(rules[key].when)
        }

    def _lacking(self, key: str, answers: Mapping[str, Any]) -> bool:
        return any(blank(answers.get(name)) for name in self.conditions[key].references)

    def _day(self, day: date) -> str:
        return day_in_script(day, self.language)

    def _words(self, key: str) -> str:
        rule = self.workflow.transition(key)
        return text_in(rule.label, self.language, key) if rule else key


def keep(batch: DataImport, pasts: Sequence[tuple[Record, int, Past]]) -> None:
    """Keep the days of records that were brought in. In the transaction that brings them in."""
    ImportedPast.objects.bulk_create(
        ImportedPast(batch=batch, record=record, row=row, steps=steps)
        for record, row, steps in pasts
        if steps
    )


def is_answered_for(one: ImportedRecord) -> bool:
    """Whether a supervisor has entered the past of the record by now."""
    done = ImportedPast.State.DONE
    return ImportedPast.objects.filter(batch=one.batch_id, record=one.record_id, state=done).exists()


def let_go(one: ImportedRecord) -> None:
    """Forget the days of a record that is taken back."""
    ImportedPast.objects.filter(batch=one.batch_id, record=one.record_id).delete()
