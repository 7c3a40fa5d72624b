"""What becomes of one row: a new record, a change of one, nothing, or what is wrong with it. Writes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from forms_builder.digits import in_readers_digits
from forms_builder.filling.faults import blocking
from forms_builder.logic import Evaluation, Many, Moment, Settled
from forms_builder.models import FormVersion
from forms_builder.questions import types
from forms_builder.questions.outside import OutsideType
from forms_builder.schema import find_question
from forms_builder.schema.text import clean_text, latin_digits, search_text
from forms_builder.wording import fault_text
from registry import consent, parents
from registry.importing.cells import AnswerResource
from registry.importing.duplicates import Alike
from registry.importing.mapping import REFERENCE, questions_for
from registry.importing.own_answers import OwnAnswers
from registry.importing.past import Past, PastReader
from registry.importing.repeats import RowsReader, is_same, over, repeats_of
from registry.importing.sameness import kept_of
from registry.importing.store import Row
from registry.indexing import slots_of
from registry.known import live_version
from registry.models import Action, DataImport, Record, RecordIndex
from registry.opening import NotVisible, get_record, withheld_from_edit
from registry.sealing import KeyRing, open_record
from registry.workflow.offers import locked


class Outcome(StrEnum):
    CREATE = "create"
    UPDATE = "update"
    SKIP = "skip"
    BAD = "bad"


@dataclass(slots=True)
class Verdict:
    """What becomes of one row. `wrong`: number of a column → what is wrong; "" for the row as a whole."""

    row: int
    outcome: Outcome
    record_id: str = ""
    wrong: dict[str, str] = field(default_factory=dict)
    evaluation: Evaluation | Settled | None = None
    base_revision: int = 0
    key: str = ""
    parent: Record | None = None
    alike: str = ""
    """The number of a record that a new one may be, or # and the number of a row before it."""
    past: Past = field(default_factory=list)


class Judge:
    """Judges the rows of one import, one chunk after the other. Remembers which keys it has met."""

    def __init__(self, batch: DataImport) -> None:
        self.batch, self.user, self.language = batch, batch.by, batch.language
        self.record_type = batch.record_type
        version = live_version(self.record_type)
        if version is None or not version.takes_answers:
            raise ValueError("The form takes no answers.")
        self.version: FormVersion = version
        allowed = questions_for(self.user, self.record_type)
        chosen = {int(number): key for number, key in batch.mapping.items()}
        self.by_key: Mapping[str, int] = {key: number for number, key in chosen.items()}
        self.columns = {self.by_key[key]: one for key, one in allowed.items() if key in self.by_key}
        self.questions = {question.key: question for question in self.columns.values()}
        folded = repeats_of(self.record_type)
        self.repeats = {
            number: RowsReader(self.user, self.record_type, key, self.language)
            for number, key in chosen.items()
            if key in folded
        }
        self.resource = AnswerResource.of(self.columns, self.user, self.language)
        self.own = OwnAnswers(version.parsed, self.user, self.language)
        self.past = PastReader(batch, version, self.language)
        self.slots = slots_of(self.record_type)
        self.met: dict[str, int] = {}
        self.alike = Alike(self.user, self.record_type)
        self.many = Many(version.program, Moment(timezone.localtime(), self.language))

    def judge(self, rows: Sequence[Row]) -> list[Verdict]:
        with override(self.language):
            read = self._read([cells for _number, cells in rows])
            keys = [self._key(cells, answers) for (_n, cells), (answers, _w) in zip(rows, read, strict=True)]
            known = self._known({key for key in keys if key})
            for (_n, cells), (_answers, wrong), key in zip(rows, read, keys, strict=True):
                if wrong and len(known.get(key, ())) == 1:
                    self._forgive(wrong, cells, known[key][0])
            verdicts = [
                self._verdict(number, answers, wrong, key, known)
                for (number, _cells), (answers, wrong), key in zip(rows, read, keys, strict=True)
            ]
            if self.past.columns:
                for row, verdict in zip(rows, verdicts, strict=True):
                    self._judge_past(row, verdict)
            self._compare(verdicts)
        return verdicts

    def _judge_past(self, row: Row, verdict: Verdict) -> None:
        """Days count for rows that add or change a record; one that cannot be makes the row bad."""
        if verdict.outcome is Outcome.SKIP:
            return
        answers = verdict.evaluation.answers if verdict.evaluation else None
        verdict.past, wrong = self.past.judge(row, verdict.record_id, answers)
        if wrong:
            verdict.outcome, verdict.evaluation = Outcome.BAD, None
            verdict.wrong = {**wrong, **verdict.wrong}

    def _compare(self, verdicts: Sequence[Verdict]) -> None:
        """Say which new rows may be here already; leave them out where that was decided."""
        new = {
            one.row: one for one in verdicts if one.outcome is Outcome.CREATE and one.evaluation is not None
        }
        answers = [(row, one.evaluation.answers) for row, one in new.items() if one.evaluation is not None]
        for row, alike in self.alike.found(answers).items():
            new[row].alike = alike
            if self.batch.leave_alike:
                new[row].outcome = Outcome.SKIP

    def _read(self, rows: Sequence[Sequence[str]]) -> list[tuple[dict[str, Any], dict[int, str]]]:
        read: list[tuple[dict[str, Any], dict[int, str]]] = [*self.resource.answers(rows)]
        for number, reader in self.repeats.items():
            for cells, (answers, wrong) in zip(rows, read, strict=True):
                given, said = reader.rows(cells[number])
                if said:
                    wrong[number] = "; ".join(said)
                elif given:
                    answers[reader.key] = given
        return read

    def _forgive(self, wrong: dict[int, str], cells: Sequence[str], pk: Any) -> None:
        """A person or place that is no longer offered may stay where it stands, as it may when the form is edited."""
        outside = {
            number: self.columns[number].key
            for number in wrong
            if number in self.columns and isinstance(types.of(self.columns[number]), OutsideType)
        }
        if not outside:
            return
        try:
            record = get_record(self.user, pk, Action.EDIT)
        except NotVisible:
            return
        withheld = withheld_from_edit(self.user, record, self.version)
        stored = open_record(record, KeyRing.of(record))
        for number, key in outside.items():
            if key not in withheld and stored.get(key) == clean_text(cells[number]):
                del wrong[number]

    def _key(self, cells: Sequence[str], answers: Mapping[str, Any]) -> str:
        if not self.batch.key:
            return ""
        if self.batch.key == REFERENCE:
            return clean_text(cells[self.by_key[REFERENCE]])
        return str(answers.get(self.batch.key) or "")

    def _known(self, keys: set[str]) -> dict[str, list[Any]]:
        """Key → ids of the records that have it, within what the person sees. A number counts in either script and case."""
        if not keys:
            return {}
        mine = RecordIndex.objects.visible_to(self.user, self.record_type)
        found: dict[str, list[Any]] = {}
        if self.batch.key != REFERENCE:
            column = self.slots[self.batch.key]
            for value, pk in mine.filter(**{f"{column}__in": keys}).values_list(column, "pk"):
                found.setdefault(value, []).append(pk)
            return found
        written = {one for key in keys for one in (key, latin_digits(key).upper())}
        for value, pk in mine.filter(reference__in=written).values_list("reference", "pk"):
            found.setdefault(search_text(value), []).append(pk)
        return {key: found[plain] for key in keys if (plain := search_text(key)) in found}

    def _verdict(
        self,
        number: int,
        answers: dict[str, Any],
        wrong: dict[int, str],
        key: str,
        known: Mapping[str, list[Any]],
    ) -> Verdict:
        if problem := self._key_problem(number, key, known):
            wrong[self.by_key[self.batch.key]] = problem
        if wrong:
            told = {str(column): text for column, text in wrong.items()}
            return Verdict(number, Outcome.BAD, wrong=told, key=key)
        there = known.get(key, [])
        if there and self.batch.mode == DataImport.Mode.CREATE:
            return Verdict(number, Outcome.SKIP, str(there[0]), key=key)
        if not there and self.batch.mode == DataImport.Mode.UPDATE:
            return Verdict(number, Outcome.SKIP, key=key)
        return self._changed(number, answers, there[0], key) if there else self._new(number, answers, key)

    def _key_problem(self, number: int, key: str, known: Mapping[str, list[Any]]) -> str:
        if not self.batch.key:
            return ""
        if not key:
            by_number = self.batch.key == REFERENCE and self.batch.mode != DataImport.Mode.UPDATE
            return "" if by_number else _("This says which record it is, and is empty.")
        plain = search_text(key)
        if plain in self.met:
            return _("The same as in row %(row)s.") % {"row": in_readers_digits(self.met[plain])}
        self.met[plain] = number
        if len(known.get(key, [])) > 1:
            return _("Several records have this.")
        if self.batch.key == REFERENCE and key not in known and self.batch.mode != DataImport.Mode.UPDATE:
            return _("There is no record of this number. New records get theirs from here: leave it empty.")
        return ""

    def _new(self, number: int, answers: dict[str, Any], key: str) -> Verdict:
        verdict, above = Verdict(number, Outcome.CREATE, key=key), ""
        try:
            verdict.parent = parents.of_new(self.user, self.record_type, "", answers)
        except (NotVisible, parents.Closed):
            above = _("The record it belongs to is not there for you, or is closed.")
        office = verdict.parent.office if verdict.parent else self.batch.office
        verdict = self._judged(verdict, self.own.with_own(answers, office))
        told = self.own.other_office(answers, office, self.by_key)
        if above and verdict.outcome is not Outcome.BAD:
            told[""] = above
        if told:
            verdict.outcome, verdict.evaluation, verdict.wrong = Outcome.BAD, None, {**told, **verdict.wrong}
        return verdict

    def _changed(self, number: int, answers: dict[str, Any], pk: Any, key: str) -> Verdict:
        """The answers of the file over those that are there; empty cells take nothing away."""
        try:
            record = get_record(self.user, pk, Action.EDIT)
        except NotVisible:
            return Verdict(number, Outcome.BAD, wrong={"": _("You may not change this record.")}, key=key)
        withheld = withheld_from_edit(self.user, record, self.version)
        before = open_record(record, KeyRing.of(record))
        allowed = {name: answer for name, answer in answers.items() if name not in withheld}
        given: dict[str, Any] = kept_of(self.questions, before, allowed)
        for reader in self.repeats.values():
            if reader.key in given:
                merged = over(before.get(reader.key), given[reader.key], withheld, reader.questions)
                if merged is None:
                    return Verdict(number, Outcome.BAD, wrong={"": self._fewer(reader.key)}, key=key)
                given[reader.key] = before[reader.key] if is_same(before.get(reader.key), merged) else merged
        if all(before.get(name) == answer for name, answer in given.items()):
            return Verdict(number, Outcome.SKIP, str(pk), key=key)
        if locked(record):
            return Verdict(number, Outcome.BAD, wrong={"": _("This record is closed to changes.")}, key=key)
        if settled := consent.unsettled(record, {**before, **given}):
            told = {str(self.by_key.get(one, "")): str(consent.SETTLED) for one in settled}
            return Verdict(number, Outcome.BAD, wrong=told, key=key)
        verdict = Verdict(number, Outcome.UPDATE, str(pk), base_revision=record.revision, key=key)
        return self._judged(verdict, {**before, **given})

    def _judged(self, verdict: Verdict, answers: Mapping[str, Any]) -> Verdict:
        if (settled := self.many.settled(answers)) is not None:
            verdict.evaluation = settled
            return verdict
        evaluation = self.many.evaluate(answers)
        for fault in blocking(self.version.program, evaluation):
            key = next((part for part in reversed(fault.path) if isinstance(part, str)), "")
            place = self.by_key.get(key, self.by_key.get(str(fault.path[0]) if fault.path else ""))
            text = fault_text(fault, self.language)
            named = text if key in self.by_key else f"{self._label(key)}: {text}"
            if place is None and "" in verdict.wrong:  # what no column answers is told all at once
                verdict.wrong[""] += f"\n{named}"
            else:
                verdict.wrong.setdefault("" if place is None else str(place), named)
        for number in self._dropped(answers, evaluation):
            verdict.wrong.setdefault(
                str(number), _("The form does not ask this here, because of the other answers.")
            )
        if verdict.wrong:
            verdict.outcome = Outcome.BAD
        else:
            verdict.evaluation = evaluation
        return verdict

    def _dropped(self, answers: Mapping[str, Any], evaluation: Evaluation) -> list[int]:
        """Columns of the file whose answers the form would drop: that is told rather than done in silence."""
        named = [(number, question.key) for number, question in self.columns.items()]
        named += [(number, reader.key) for number, reader in self.repeats.items()]
        return [number for number, key in named if key in answers and key not in evaluation.answers]

    def _fewer(self, key: str) -> str:
        label = repeats_of(self.record_type)[key].label.get(self.language, key)
        return _("%(what)s: the file has fewer rows than the record. An import takes none away.") % {
            "what": label
        }

    def _label(self, key: str) -> str:
        question = find_question(self.version.parsed, key)
        return question.label.get(self.language, key) if question else key
