"""Taking back one record of an import: a new one is emptied and shown nowhere any more, a changed one is as before.

History is written once and stays, but what it sealed cannot be opened any more where the record is withdrawn. What a
supervisor has answered for, the past of a record, is not for whoever brought the file in to take back.
"""

from typing import Any

from registry import consent, sealing
from registry.importing import past
from registry.models import ImportedRecord, Record, RecordIndex, RecordRevision
from registry.saving import Entry, save_record
from registry.sealing import KeyRing, open_revision
from registry.workflow import tasks

REASON = "import undone"


def take_back(one: ImportedRecord, by: Any) -> bool:
    """Take back what the import did to a record; False when somebody has worked with it since. In a transaction."""
    record = Record.objects.select_for_update().get(pk=one.record_id)
    record.type = one.record.type
    if record.withdrawn or not _is_as_left(record, one) or past.is_answered_for(one):
        return False
    if not one.created:
        if not _as_before(record, one, by):
            return False
    elif _is_used(record):
        return False
    else:
        withdraw(record, by)
    past.let_go(one)
    return True


def withdraw(record: Record, by: Any) -> None:
    """Empty a record: its keys, answers and index rows go, and nobody is shown it any more. Its number stays used."""
    sealing.erase(record)
    tasks.close(record, ("*",), by)
    record.values.all().delete()
    RecordIndex.objects.filter(pk=record.pk).delete()
    Record.objects.filter(pk=record.pk).update(data={}, sealed=b"", missing=[], withdrawn=True)


def _is_used(record: Record) -> bool:
    """Whether anything hangs on it by now."""
    return (
        record.children.exists()
        or record.transitions.exists()
        or record.links_in.exists()
        or record.links_out.exists()
        or record.events.exists()
    )


def _is_as_left(record: Record, one: ImportedRecord) -> bool:
    """Whether it is as the import left it: not changed since, or only by later imports that are all undone."""
    if record.revision == one.revision:
        return True
    since = (
        record.revisions.filter(number__gt=one.revision).order_by("number").values_list("number", "reason")
    )
    later = ImportedRecord.objects.filter(record=record, revision__gt=one.revision, undone=True)
    imported = set(later.values_list("revision", flat=True))
    standing = 0
    for number, reason in since:
        if number in imported:
            standing += 1
        elif reason == REASON and standing:
            standing -= 1
        else:
            return False
    return standing == 0


def _as_before(record: Record, one: ImportedRecord, by: Any) -> bool:
    """False where the answers of then would change what somebody was told since."""
    before: RecordRevision = record.revisions.select_related("version").get(number=one.revision - 1)
    answers = open_revision(before, KeyRing.of(record))
    if consent.unsettled(record, answers):
        return False
    save_record(
        Entry(
            record_type=record.type,
            version=before.version,
            answers=answers,
            by=by,
            record=record,
            base_revision=record.revision,
            reason=REASON,
        )
    )
    return True
