"""New records on their way into the tables: their rows are made as plain values, then written table by table.

Called by `registry.saving`, inside its transaction; one record goes the same way as a thousand. What is the same for
all records of one form (which key seals which answer, which slot holds which) is looked up once a batch.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter, itemgetter
from secrets import token_bytes
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from django.db.models.base import ModelState
from django.utils import timezone

from forms_builder import stored_json
from forms_builder.logic.answers import day_of
from forms_builder.questions import types
from forms_builder.questions.base import QuestionType
from forms_builder.schema import Question, questions
from forms_builder.sealing import new_data_keys
from registry import bulk_rows, directory, guarding, indexing, own_day, sealing
from registry.answers import changed_keys, with_row_ids
from registry.attaching import link_files
from registry.entry import Entry
from registry.models import Record, RecordIndex, RecordKey, RecordRevision, RecordValue
from registry.references import MONTH, next_references
from registry.sealing import Cut, KeyRing, Written

RECORD = tuple(column.attname for column in Record._meta.concrete_fields)
SHARED_BYTES = 5
"""Of the sixteen of an id; what is left cannot be guessed."""
IN_ORDER: Callable[[Mapping[str, Any]], Sequence[Any]] = itemgetter(*RECORD)
KEY = ("record_id", "compartment", "wrapped")
VALUE = ("record_id", "type_id", "key", "text")
REVISION = (
    "record_id", "number", "version_id", "changed_keys", "status", "reason", "sealed", "by_id", "at",
    "previous_hash", "hash",
)  # fmt: skip


@dataclass(slots=True)
class _Form:
    """What all new records of one type and version share."""

    known: dict[str, Question]
    cut: Cut
    has_files: bool
    has_values: bool
    index: indexing.Indexer
    own_day: str
    """Key of the question that says when it happened; blank where none does."""
    is_plain: bool
    """Nothing outside the record's own rows follows from its answers: no files, no guard, no organisation."""
    _changed: dict[tuple[str, ...], str] = field(default_factory=dict)

    def changed(self, answers: dict[str, Any]) -> str:
        """`RecordRevision.changed_keys` of a new record as JSON; most answer the same questions, none of them in rows."""
        is_plain = None not in answers.values() and list not in map(type, answers.values())
        found = self._changed.get(tuple(answers)) if is_plain else None
        if found is None:
            found = stored_json.write(sorted(changed_keys({}, answers)))
            if is_plain:
                self._changed[tuple(answers)] = found
        return found

    @classmethod
    def of(cls, entry: Entry) -> "_Form":
        known = sealing.questions_by_key(entry.version.parsed)
        has_files = any(type(types.of(one)).file_of is not QuestionType.file_of for one in known.values())
        return cls(
            known=known,
            cut=Cut(known),
            has_files=has_files,
            has_values=any(
                one.filterable and (repeat is not None or types.of(one).many)
                for one, repeat in questions(entry.version.parsed)
            ),
            index=indexing.Indexer(known, indexing.slots_of(entry.record_type)),
            own_day=own_day.key_in(entry.record_type, known),
            is_plain=not (
                has_files or entry.record_type.guard or entry.record_type.casework.get("directory")
            ),
        )

    def day_for(self, entry: Entry, today: date) -> date:
        """The day that the record is numbered by: its own, where it names one of the past."""
        if entry.day is not None or not self.own_day:
            return entry.day or today
        said = day_of(entry.answers.get(self.own_day))
        return said if said is not None and said < today else today


@dataclass(slots=True)
class _New:
    """One record with what belongs to it."""

    entry: Entry
    form: _Form
    record: Record
    answers: dict[str, Any]
    written: Written
    ring: KeyRing
    sealed_revision: bytes = b""


def add(entries: Sequence[Entry], *, free: bool = False) -> list[Record]:
    """Write new records together. In a transaction. `free`: numbers that are taken already are passed over."""
    if any(entry.office is None for entry in entries):
        raise ValueError("A new record needs an office.")
    now = timezone.now()
    forms = _forms(entries)
    today = timezone.localdate(now)
    days = [form.day_for(entry, today) for entry, form in zip(entries, forms, strict=True)]
    made = zip(
        entries, forms, references_for(entries, days, free=free), neighbours(len(entries)), strict=True
    )
    news = [_new(entry, form, reference, pk, now) for entry, form, reference, pk in made]
    _seal(news)
    bulk_rows.insert(Record, RECORD, map(_record_row, news))
    bulk_rows.insert(RecordKey, KEY, _key_rows(news))
    bulk_rows.insert(RecordIndex, indexing.INDEX_COLUMNS, (one.form.index.row(one.record) for one in news))
    bulk_rows.insert(RecordValue, VALUE, _value_rows(news))
    bulk_rows.insert(RecordRevision, REVISION, map(_revision_row, news))
    for one in news:
        if one.form.is_plain:
            continue
        if one.form.has_files:
            link_files(one.record, one.form.known, one.answers, one.entry.by)
        guarding.watch(one.record, one.answers)
        directory.follow(one.record)
    return [one.record for one in news]


def neighbours(count: int) -> list[UUID]:
    """New ids, random as ever but for a beginning that they share, which is random too.

    So they lie side by side in every index: a batch of hundreds touches some pages of it instead of hundreds.
    """
    beginning = token_bytes(SHARED_BYTES)
    made = (UUID(bytes=beginning + token_bytes(16 - SHARED_BYTES), version=4) for _ in range(count))
    return sorted(made, key=attrgetter("int"))


def _forms(entries: Sequence[Entry]) -> list[_Form]:
    """For each entry what it shares with the others of its type and version."""
    known: dict[tuple[Any, Any], _Form] = {}
    found = []
    for entry in entries:
        name = (entry.record_type.pk, entry.version.pk)
        found.append(known.get(name) or known.setdefault(name, _Form.of(entry)))
    return found


def references_for(entries: Sequence[Entry], days: Sequence[date], *, free: bool = False) -> list[str]:
    """A reference for each, in their order; one turn of the counter for those that are numbered together.

    Counters are taken in one order, so that two batches at a time wait for each other and never both.
    """
    groups: dict[tuple[str, str, str, int, int], list[int]] = {}
    for place, (entry, day) in enumerate(zip(entries, days, strict=True)):
        kind, office = entry.record_type, entry.office
        code = office.code if office else ""
        month = day.month if MONTH in kind.id_pattern else 1
        groups.setdefault((kind.key, kind.id_pattern, code, day.year, month), []).append(place)
    found = [""] * len(entries)
    for (key, pattern, code, year, month), places in sorted(groups.items()):
        made = next_references(key, pattern, code, date(year, month, 1), len(places), free=free)
        for place, reference in zip(places, made, strict=True):
            found[place] = reference
    return found


def _new(entry: Entry, form: _Form, reference: str, pk: UUID, now: datetime) -> _New:
    answers = with_row_ids(entry.answers)
    clear, parts = form.cut.split(answers)
    record_type, owner = entry.record_type, entry.owner or entry.by
    values = {
        "id": pk,
        "reference": reference,
        "type_id": record_type.pk,
        "parent_id": entry.parent.pk if entry.parent else None,
        "office_id": entry.office.pk if entry.office else None,
        "owner_id": owner.pk,
        "status": record_type.initial_status,
        "version_id": entry.version.pk,
        "submission_id": entry.submission.pk if entry.submission else None,
        "data": clear,
        "sealed": b"",
        "missing": [list(path) for path in entry.missing],
        "revision": 1,
        "is_test": entry.is_test or record_type.test_only,
        "withdrawn": False,
        "created_at": now,
        "updated_at": now,
    }
    record = _stored(values)
    record._state.fields_cache.update(
        type=record_type,
        parent=entry.parent,
        office=entry.office,
        owner=owner,
        version=entry.version,
        submission=entry.submission,
    )
    return _New(entry, form, record, answers, Written.of(clear, parts), KeyRing(record, {}))


def _stored(values: dict[str, Any]) -> Record:
    """A record as if read from the database. Django's own way asks of every column whether it was read."""
    record = Record.__new__(Record)
    state = ModelState()
    state.adding, state.db, state.fields_cache = False, DEFAULT_DB_ALIAS, {}
    record.__dict__.update(values, _state=state)
    return record


def _seal(news: Sequence[_New]) -> None:
    """Give each record its keys, and seal its answers and its first revision under them."""
    wanted: dict[str, list[_New]] = {}
    for one in news:
        for compartment in one.written.compartments:
            wanted.setdefault(compartment, []).append(one)
    for compartment, those in wanted.items():
        for one, key in zip(those, new_data_keys(compartment, len(those)), strict=True):
            one.ring.keys[compartment] = key
    for one in news:
        one.record.sealed = sealing.seal_record(one.written, one.ring)
        one.sealed_revision = sealing.seal_revision(1, one.written, one.ring)


def _record_row(new: _New) -> Sequence[Any]:
    row = new.record.__dict__
    written = {"data": new.written.clear, "missing": stored_json.write(row["missing"])}
    return IN_ORDER({**row, **written})


def _key_rows(news: Sequence[_New]) -> Iterator[Sequence[Any]]:
    for one in news:
        for compartment, key in one.ring.keys.items():
            yield one.record.id, compartment, key.wrapped


def _value_rows(news: Sequence[_New]) -> Iterator[Sequence[Any]]:
    for one in news:
        if one.form.has_values:
            for key, text in indexing.values_of(one.record.data, one.form.known):
                yield one.record.id, one.record.type_id, key, text


def _revision_row(new: _New) -> Sequence[Any]:
    record, entry = new.record, new.entry
    return (
        record.id,
        1,
        entry.version.pk,
        new.form.changed(new.answers),
        record.status,
        entry.reason,
        new.sealed_revision,
        entry.by.pk,
        record.created_at,
        "",
        sealing.chained("", new.sealed_revision),
    )
