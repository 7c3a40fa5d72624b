"""The three long steps of an import: checking its rows, bringing them in, and taking them back. Run by a job.

Each chunk commits by itself, with what it made noted beside it, so that a step that was cut off goes on where it
stopped. An import sets no state and makes no task: what happened before is told by a supervisor, with its real days.
"""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from registry import bulk_rows
from registry.collector import collector_waits
from registry.importing import past
from registry.importing.judging import Judge, Outcome, Verdict
from registry.importing.store import Store, forget
from registry.importing.undoing import take_back
from registry.models import DataImport, ImportChunk, ImportedRecord, Record
from registry.saving import Conflict, Entry, add_records, save_record

State = DataImport.State
UNDONE_A_TIME = 200


class NotWhole(Exception):
    """A row that was good is bad now, and the import was to bring in all rows or none."""


@task()
def run(batch_id: str, step: str) -> None:
    """One step of an import, by the state that it is in while the step runs. Running it again goes on with it."""
    batch = DataImport.objects.select_related("record_type__form__live_version", "by", "office").get(
        pk=batch_id
    )
    if batch.state == step:
        STEPS[State(step)](batch)


def start(batch_id: UUID, before: State, step: State) -> bool:
    """Take up a step, unless somebody has already; the job begins once that is committed."""
    with transaction.atomic():
        waiting = DataImport.objects.filter(pk=batch_id, state=before)
        taken = bool(waiting.update(state=step, rows_done=0))
        if taken:
            transaction.on_commit(lambda: run.enqueue(str(batch_id), step.value))
    return taken


def check(batch: DataImport) -> None:
    """Judge every row and keep what was found, sealed, with the rows."""
    store, judge = Store(batch), Judge(batch)
    counts, alike = dict.fromkeys(Outcome, 0), 0
    for chunk in batch.chunks.order_by("number").iterator(chunk_size=4):
        with collector_waits():
            verdicts = judge.judge(store.rows(chunk))
        for one in verdicts:
            counts[one.outcome] += 1
        alike += sum(bool(one.alike) for one in verdicts)
        report = [[one.row, one.outcome.value, one.record_id, one.wrong, one.alike] for one in verdicts]
        store.write_report(
            chunk,
            report,
            has_bad=any(one.outcome is Outcome.BAD for one in verdicts),
            has_alike=any(one.alike for one in verdicts),
        )
        _progress(batch, len(verdicts))
    DataImport.objects.filter(pk=batch.pk, state=State.CHECKING).update(
        state=State.CHECKED,
        to_create=counts[Outcome.CREATE],
        to_update=counts[Outcome.UPDATE],
        to_skip=counts[Outcome.SKIP],
        bad=counts[Outcome.BAD],
        alike=alike,
    )


def apply(batch: DataImport) -> None:
    """Bring in the good rows. All or none: what was brought in already is taken back when a row turns out bad."""
    store, judge = Store(batch), Judge(batch)
    try:
        for chunk in batch.chunks.filter(applied=False).order_by("number").iterator(chunk_size=4):
            with collector_waits():
                verdicts = judge.judge(store.rows(chunk))
                if batch.only_whole and any(one.outcome is Outcome.BAD for one in verdicts):
                    raise NotWhole
                _write(batch, judge, chunk, verdicts)
            _progress(batch, len(verdicts))
    except (NotWhole, Conflict):
        undo(batch, to=State.FAILED)
        return
    DataImport.objects.filter(pk=batch.pk).update(state=State.DONE, finished_at=timezone.now())
    forget(batch)


def _write(batch: DataImport, judge: Judge, chunk: ImportChunk, verdicts: Sequence[Verdict]) -> None:
    """One chunk. Commits together: its records, what the import made, and that the chunk is done."""
    with transaction.atomic():
        new = [one for one in verdicts if one.outcome is Outcome.CREATE]
        old = [one for one in verdicts if one.outcome is Outcome.UPDATE]
        made = add_records([_entry(batch, judge, one) for one in new])
        changed = [
            save_record(_entry(batch, judge, one, Record.objects.get(pk=one.record_id))) for one in old
        ]
        bulk_rows.insert(
            ImportedRecord,
            ("batch_id", "record_id", "created", "revision", "undone"),
            (
                (batch.pk, record.pk, created, record.revision, False)
                for records, created in ((made, True), (changed, False))
                for record in records
            ),
        )
        rows = zip((*new, *old), (*made, *changed), strict=True)
        past.keep(batch, [(record, one.row, one.past) for one, record in rows])
        ImportChunk.objects.filter(pk=chunk.pk).update(applied=True)


def _entry(batch: DataImport, judge: Judge, verdict: Verdict, record: Record | None = None) -> Entry:
    if verdict.evaluation is None:
        raise ValueError("Only rows that are good become records.")
    return Entry(
        record_type=batch.record_type,
        version=judge.version,
        answers=verdict.evaluation.answers,
        missing=verdict.evaluation.missing,
        by=batch.by,
        office=(verdict.parent.office if verdict.parent else batch.office) if record is None else None,
        parent=verdict.parent,
        record=record,
        base_revision=verdict.base_revision,
    )


def undo(batch: DataImport, to: State = State.UNDONE) -> None:
    """Take back what the import made and nobody has touched since; the rest is counted and stays, to be tried again."""
    waiting = list(batch.imported.filter(undone=False).values_list("pk", flat=True))
    for start_at in range(0, len(waiting), UNDONE_A_TIME):
        some = waiting[start_at : start_at + UNDONE_A_TIME]
        for one in batch.imported.filter(pk__in=some).select_related("record__type"):
            _take_back(batch, one)
        _progress(batch, len(some))
    kept = batch.imported.filter(undone=False).count()
    DataImport.objects.filter(pk=batch.pk).update(state=to, kept_back=kept, finished_at=timezone.now())
    forget(batch)


def _take_back(batch: DataImport, one: ImportedRecord) -> None:
    with transaction.atomic():
        if take_back(one, batch.by):
            ImportedRecord.objects.filter(pk=one.pk).update(undone=True)


def _progress(batch: DataImport, rows: int) -> None:
    DataImport.objects.filter(pk=batch.pk).update(rows_done=F("rows_done") + rows)


STEPS: dict[State, Callable[[DataImport], Any]] = {
    State.CHECKING: check,
    State.APPLYING: apply,
    State.UNDOING: undo,
}
