"""The one use case that writes records: new or changed, one at a time; new ones in batches too, for imports.

What commits together: reference, record, keys, index row, value rows, files and revision. All or nothing, so a
failure leaves no gap in the references. Whether somebody may write is the caller's business (`registry.access`).
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from forms_builder.logic import Path
from forms_builder.models import FormVersion, Submission
from forms_builder.schema import Document, Question, Repeat, walk
from registry import bulk_rows, directory, guarding, indexing, sealing
from registry.answers import changed_keys, each, put_back, repeat_keys, with_row_ids
from registry.attaching import link_files
from registry.known import ledger_questions
from registry.models import Office, Record, RecordIndex, RecordKey, RecordRevision, RecordType, RecordValue
from registry.references import next_references
from registry.sealing import KeyRing


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """What is to be written. `answers` are those that count: shown, calculated, judged (`logic.evaluate`)."""

    record_type: RecordType
    version: FormVersion
    answers: Mapping[str, Any]
    by: Any
    office: Office | None = None
    """Needed for a new record; an edit leaves the office as it is."""
    owner: Any = None
    """Whose record it becomes; `by` if nobody is named."""
    parent: Record | None = None
    submission: Submission | None = None
    missing: Collection[Path] = ()
    is_test: bool = False
    day: date | None = None
    """The day that the reference is made for; today if none."""
    record: Record | None = None
    """The record to change; None for a new one."""
    base_revision: int = 0
    """The revision that the person changing it had before them."""
    reason: str = ""


class Conflict(Exception):
    """Somebody else changed the record first. Nothing was written; `newer` are their revisions, oldest first."""

    def __init__(self, record: Record, newer: list[RecordRevision]) -> None:
        super().__init__(f"{record.reference} is at revision {record.revision}.")
        self.record = record
        self.newer = newer


@dataclass(slots=True)
class _Work:
    """A record on its way into the tables."""

    entry: Entry
    record: Record
    ring: KeyRing
    answers: dict[str, Any]
    known: dict[str, Question]
    before: Mapping[str, Any] = field(default_factory=dict)
    stored_keys: Collection[str] = ()
    previous_hash: str = ""
    sealed: sealing.Parts = field(default_factory=dict)


def save_record(entry: Entry) -> Record:
    """Write a new record, or a change of one; gives the record as it is now.

    A change that changes nothing writes nothing. `Conflict` when the record moved on since `base_revision`.
    """
    with transaction.atomic():
        return _create([entry])[0] if entry.record is None else _change(entry, entry.record)


def add_records(entries: Sequence[Entry]) -> list[Record]:
    """Write new records together: the batch form of `save_record`. All of them or none."""
    with transaction.atomic():
        return _create(entries)


def _create(entries: Sequence[Entry]) -> list[Record]:
    """The rows of all tables are made first, then written table by table."""
    if any(entry.office is None for entry in entries):
        raise ValueError("A new record needs an office.")
    works = [_new(entry, reference) for entry, reference in zip(entries, _references(entries), strict=True)]
    for work in works:
        _seal(work)
    revisions = [_revision(work, _seal_revision(work)) for work in works]
    bulk_rows.insert(Record, (work.record for work in works))
    bulk_rows.insert(RecordKey, (row for work in works for row in work.ring.rows()))
    slots = {
        record_type.pk: indexing.slots_of(record_type)
        for record_type in {entry.record_type.pk: entry.record_type for entry in entries}.values()
    }
    bulk_rows.insert(
        RecordIndex,
        (indexing.index_row(work.record, work.known, slots[work.record.type_id]) for work in works),
    )
    bulk_rows.insert(
        RecordValue, (row for work in works for row in indexing.value_rows(work.record, work.known))
    )
    bulk_rows.insert(RecordRevision, revisions)
    for work in works:
        link_files(work.record, work.known, work.answers, work.entry.by)
        guarding.watch(work.record, work.answers)
        directory.follow(work.record)
    return [work.record for work in works]


def _new(entry: Entry, reference: str) -> "_Work":
    record = Record(
        type=entry.record_type,
        parent=entry.parent,
        office=entry.office,
        owner=entry.owner or entry.by,
        status=entry.record_type.initial_status,
        is_test=entry.is_test or entry.record_type.test_only,
        submission=entry.submission,
        reference=reference,
    )
    return _Work(
        entry=entry,
        record=record,
        ring=KeyRing(record, {}),
        answers=with_row_ids(entry.answers),
        known=sealing.questions_by_key(entry.version.parsed),
    )


def _change(entry: Entry, stale: Record) -> Record:
    record = Record.objects.select_for_update().get(pk=stale.pk)
    record.type = entry.record_type
    if record.revision != entry.base_revision:
        raise Conflict(
            record, list(record.revisions.filter(number__gt=entry.base_revision).order_by("number"))
        )
    ring = KeyRing.of(record)
    before = sealing.open_record(record, ring)
    known = sealing.questions_by_key(entry.version.parsed)
    work = _Work(entry, record, ring, with_row_ids(entry.answers), known, before, set(ring.keys))
    _keep_what_the_form_dropped(work)
    if not changed_keys(before, work.answers):
        return record
    record.revision += 1
    _seal(work)
    sealed_revision = _seal_revision(work)
    record.save()
    RecordKey.objects.bulk_create(ring.rows(work.stored_keys))
    indexing.index_row(record, work.known, indexing.slots_of(record.type)).save()
    record.values.all().delete()
    RecordValue.objects.bulk_create(indexing.value_rows(record, work.known))
    work.previous_hash = record.revisions.values_list("hash", flat=True).get(number=record.revision - 1)
    _write_history(work, sealed_revision)
    guarding.watch(record, work.answers)
    directory.follow(record)
    return record


def _references(entries: Sequence[Entry]) -> list[str]:
    """A reference for each, in their order; one turn of the counter for those that are numbered together."""
    today = timezone.localdate()
    groups: dict[tuple[str, str, str, date], list[int]] = {}
    for place, entry in enumerate(entries):
        kind, office = entry.record_type, entry.office
        code = office.code if office else ""
        groups.setdefault((kind.key, kind.id_pattern, code, entry.day or today), []).append(place)
    found = [""] * len(entries)
    for (key, pattern, code, day), places in groups.items():
        made = next_references(key, pattern, code, day, len(places))
        for place, reference in zip(places, made, strict=True):
            found[place] = reference
    return found


def _seal(work: _Work) -> None:
    """Put the answers into the record: open ones, sealed ones, and which are missing."""
    record, entry = work.record, work.entry
    record.version = entry.version
    record.missing = [list(path) for path in entry.missing]
    record.data, work.sealed = sealing.split(work.known, work.answers)
    record.sealed = sealing.seal_record(record, work.sealed, work.ring)


def _seal_revision(work: _Work) -> bytes:
    """Seal the payload of the revision. Before keys are stored: it may need one that the record did not."""
    return sealing.seal_revision(work.record, work.record.revision, work.record.data, work.sealed, work.ring)


def _write_history(work: _Work, sealed: bytes) -> None:
    _revision(work, sealed).save()
    link_files(work.record, work.known, work.answers, work.entry.by)


def _revision(work: _Work, sealed: bytes) -> RecordRevision:
    record, entry = work.record, work.entry
    return RecordRevision(
        record=record,
        number=record.revision,
        version=entry.version,
        changed_keys=sorted(changed_keys(work.before, work.answers)),
        status=record.status,
        reason=entry.reason,
        sealed=sealed,
        by=entry.by,
        previous_hash=work.previous_hash,
        hash=chained(work.previous_hash, sealed),
    )


def chained(previous_hash: str, sealed: bytes) -> str:
    """The hash of a revision: over the previous one's and its own sealed payload."""
    return hashlib.sha256(previous_hash.encode() + bytes(sealed)).hexdigest()


def _keep_what_the_form_dropped(work: _Work) -> None:
    """Answers to questions that the form no longer asks stay with the record, sealed as they were."""
    asked = {key for key, question in work.known.items() if not question.retired}
    gone = {key for key, _, _ in each(work.before)} - asked
    if not gone:
        return
    unknown = gone - work.known.keys()
    if unknown:
        work.known |= ledger_questions(work.entry.version.definition_id, unknown)
    repeats = set(_asked_repeats(work.entry.version.parsed))
    work.answers = put_back(work.answers, work.before, gone | (repeat_keys(work.before) - repeats))


def _asked_repeats(document: Document) -> Iterator[str]:
    """Keys of the repeats in which anything is asked; one that is kept for old answers only is none."""
    for place in walk(document):
        if isinstance(place.part, Question) and not place.part.retired:
            yield from (parent.key for parent in place.parents if isinstance(parent, Repeat))
