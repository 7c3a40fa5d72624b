"""The one use case that writes records: new or changed, one at a time; new ones in batches too, for imports.

What commits together: reference, record, keys, index row, value rows, files and revision. All or nothing, so a
failure leaves no gap in the references. Whether somebody may write is the caller's business (`registry.access`).
How new ones get into the tables is in `registry.adding`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction

from forms_builder.schema import Document, Question, Repeat, walk
from registry import adding, directory, guarding, indexing, sealing
from registry.answers import changed_keys, each, put_back, repeat_keys, with_row_ids
from registry.attaching import link_files
from registry.entry import Entry as Entry
from registry.known import ledger_questions
from registry.models import Record, RecordKey, RecordRevision, RecordValue
from registry.sealing import KeyRing


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
    written: sealing.Written = field(default_factory=lambda: sealing.Written("{}", {}))


def save_record(entry: Entry) -> Record:
    """Write a new record, or a change of one; gives the record as it is now.

    A change that changes nothing writes nothing. `Conflict` when the record moved on since `base_revision`.
    """
    if entry.record is None:
        return add_records([entry])[0]
    with transaction.atomic():
        return _change(entry, entry.record)


def add_records(entries: Sequence[Entry]) -> list[Record]:
    """Write new records together: the batch form of `save_record`. All of them or none.

    A number may be taken already: a pattern was changed, or an office came to be. Then the counter moves on.
    """
    try:
        with transaction.atomic():
            return adding.add(entries)
    except IntegrityError:
        with transaction.atomic():
            return adding.add(entries, free=True)


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


def _seal(work: _Work) -> None:
    """Put the answers into the record: open ones, sealed ones, and which are missing."""
    record, entry = work.record, work.entry
    record.version = entry.version
    record.missing = [list(path) for path in entry.missing]
    record.data, sealed = sealing.split(work.known, work.answers)
    work.written = sealing.Written.of(record.data, sealed)
    record.sealed = sealing.seal_record(work.written, work.ring)


def _seal_revision(work: _Work) -> bytes:
    """Seal the payload of the revision. Before keys are stored: it may need one that the record did not."""
    return sealing.seal_revision(work.record.revision, work.written, work.ring)


def _write_history(work: _Work, sealed: bytes) -> None:
    record, entry = work.record, work.entry
    RecordRevision.objects.create(
        record=record,
        number=record.revision,
        version=entry.version,
        changed_keys=sorted(changed_keys(work.before, work.answers)),
        status=record.status,
        reason=entry.reason,
        sealed=sealed,
        by=entry.by,
        previous_hash=work.previous_hash,
        hash=sealing.chained(work.previous_hash, sealed),
    )
    link_files(record, work.known, work.answers, entry.by)


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
