"""Which index column holds which answer of a record type, and filling those columns for records that exist.

A slot is given when a question becomes filterable, and taken away only when its answers become sealed.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import task

from forms_builder.models import FormDefinition, FormVersion
from forms_builder.questions import types
from forms_builder.questions.base import SlotKind
from forms_builder.schema import Question, questions
from registry.indexing import index_row, slots_of, value_rows
from registry.models import Record, RecordIndex, RecordType, RecordValue, SlotMap
from registry.models.record import DATE_SLOTS, NUMBER_SLOTS, SLOTS, TEXT_SLOTS
from registry.sealing import questions_by_key

BATCH = 5_000
OF_KIND = {SlotKind.TEXT: TEXT_SLOTS, SlotKind.NUMBER: NUMBER_SLOTS, SlotKind.DATE: DATE_SLOTS}
KINDS = {
    SlotKind.TEXT: _("texts and choices"),
    SlotKind.NUMBER: _("numbers"),
    SlotKind.DATE: _("dates"),
}


class NoSlotLeft(ValidationError):
    """More questions are to be filtered than there are columns of their kind."""


def form_published(sender: Any, instance: FormDefinition, **kwargs: Any) -> None:
    """Signal `wagtail.signals.published`: runs inside the transaction that publishes, and may refuse it."""
    version = instance.versions.order_by("-number").first()
    for record_type in instance.record_types.all():
        allocate(record_type, version)


def allocate(record_type: RecordType, version: FormVersion | None = None) -> dict[str, str]:
    """Give every filterable question of the type's form a slot; gives all slots, key → slot.

    `version` is the live one if none is named. When something changed, records are indexed anew by a job once
    the transaction is through. `NoSlotLeft` names the question that found no place.
    """
    version = version or record_type.form.live_version
    before = slots_of(record_type)
    if version is None:
        return before
    by_key = questions_by_key(version.parsed)
    with transaction.atomic():
        dropped = _drop_sealed(record_type, before, by_key)
        new = _give(record_type, {key: slot for key, slot in before.items() if key not in dropped}, version)
        if (dropped or new or _has_value_rows(version)) and record_type.records.exists():
            type_id = record_type.pk
            transaction.on_commit(lambda: reindex_batch.enqueue(type_id, ""))
    return {key: slot for key, slot in before.items() if key not in dropped} | new


def _drop_sealed(record_type: RecordType, slots: dict[str, str], by_key: dict[str, Question]) -> set[str]:
    sealed = {key for key in slots if key in by_key and types.of(by_key[key]).is_sealed(by_key[key])}
    if sealed:
        SlotMap.objects.filter(record_type=record_type, key__in=sealed).delete()
    return sealed


def _give(record_type: RecordType, slots: dict[str, str], version: FormVersion) -> dict[str, str]:
    taken = set(slots.values())
    new: dict[str, str] = {}
    for question, repeat in questions(version.parsed):
        kind = types.of(question).slot
        if kind is None or repeat is not None or question.key in slots or not wants_slot(question):
            continue
        slot = next((name for name in OF_KIND[kind] if name not in taken), None)
        if slot is None:
            raise NoSlotLeft(_no_slot_text(question, kind))
        taken.add(slot)
        new[question.key] = slot
    SlotMap.objects.bulk_create(SlotMap(record_type=record_type, key=key, slot=slot) for key, slot in new.items())
    return new


def wants_slot(question: Question) -> bool:
    question_type = types.of(question)
    return question.filterable and not question_type.many and not question_type.is_sealed(question)


def _has_value_rows(version: FormVersion) -> bool:
    return any(
        question.filterable and (repeat is not None or types.of(question).many)
        for question, repeat in questions(version.parsed)
    )


def _no_slot_text(question: Question, kind: SlotKind) -> str:
    return _(
        "“%(key)s” cannot be filtered by as well: there is room for %(room)s questions with %(kind)s. "
        "Take another question out of the filters first."
    ) % {"key": question.key, "room": len(OF_KIND[kind]), "kind": KINDS[kind]}


@task()
def reindex_batch(record_type_id: int, after: str) -> None:
    """Index the next records of a type anew and queue the batch behind them. Running it twice does no harm."""
    record_type = RecordType.objects.get(pk=record_type_id)
    last = _reindex_after(record_type, after)
    if last:
        reindex_batch.enqueue(record_type_id, last)


def reindex(record_type: RecordType) -> int:
    """Index all records of a type anew, now; gives how many."""
    last: str | None = ""
    while last is not None:
        last = _reindex_after(record_type, last)
    return record_type.records.count()


def _reindex_after(record_type: RecordType, after: str) -> str | None:
    """One batch in one transaction, so that nobody changes its records meanwhile. None when it was the last."""
    with transaction.atomic():
        records = record_type.records.select_for_update().defer("sealed").order_by("pk")
        batch = list((records.filter(pk__gt=after) if after else records)[:BATCH])
        _rebuild(record_type, batch)
    return str(batch[-1].pk) if len(batch) == BATCH else None


def _rebuild(record_type: RecordType, batch: list[Record]) -> None:
    slots = slots_of(record_type)
    versions = FormVersion.objects.in_bulk({record.version_id for record in batch})
    known = {pk: questions_by_key(version.parsed) for pk, version in versions.items()}
    newest = questions_by_key(record_type.form.live_version.parsed) if record_type.form.live_version else {}
    rows, values = [], []
    for record in batch:
        # What is filterable today is what counts; what a question was is what its answers are.
        by_key = known[record.version_id] | {
            key: question for key, question in newest.items() if key in known[record.version_id]
        }
        rows.append(index_row(record, by_key, slots))
        values += value_rows(record, by_key)
    fields = [field.name for field in RecordIndex._meta.fields if field.name != "record"]
    RecordIndex.objects.bulk_create(rows, update_conflicts=True, unique_fields=["record"], update_fields=fields)
    RecordValue.objects.filter(record__in=batch).delete()
    RecordValue.objects.bulk_create(values)


assert set(SLOTS) == {slot for slots in OF_KIND.values() for slot in slots}
