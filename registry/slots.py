"""Which index column holds which answer of a record type, and filling those columns for records that exist.

A slot is given when a question becomes filterable, and taken away only when its answers become sealed.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task

from forms_builder.digits import in_readers_digits
from forms_builder.models import FormDefinition, FormVersion
from forms_builder.questions import types
from forms_builder.questions.base import SlotKind
from forms_builder.schema import Question, questions
from registry.indexing import index_row, slots_of, value_rows
from registry.models import Backfill, Record, RecordIndex, RecordType, RecordValue, SlotMap
from registry.models.record import DATE_SLOTS, NUMBER_SLOTS, TEXT_SLOTS
from registry.sealing import questions_by_key

BATCH = 5_000
OF_KIND = {SlotKind.TEXT: TEXT_SLOTS, SlotKind.NUMBER: NUMBER_SLOTS, SlotKind.DATE: DATE_SLOTS}
KINDS = {
    SlotKind.TEXT: gettext_lazy("texts and choices"),
    SlotKind.NUMBER: gettext_lazy("numbers"),
    SlotKind.DATE: gettext_lazy("dates"),
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
    plan = make_plan(before, version)
    with transaction.atomic():
        SlotMap.objects.filter(record_type=record_type, key__in=plan.freed).delete()
        SlotMap.objects.bulk_create(
            SlotMap(record_type=record_type, key=key, slot=slot) for key, slot in plan.given.items()
        )
        if (plan.freed or plan.given or _has_value_rows(version)) and record_type.records.exists():
            type_id = record_type.pk
            _begin(record_type)
            transaction.on_commit(lambda: reindex_batch.enqueue(type_id, ""))
    return {key: slot for key, slot in before.items() if key not in plan.freed} | plan.given


@dataclass(frozen=True, slots=True)
class Plan:
    given: dict[str, str]
    freed: set[str]
    """Keys that lose their slot: sealed by now, or no longer a filter while another question needs the room."""


def make_plan(slots: dict[str, str], version: FormVersion) -> Plan:
    """How slots have to change for a version of the form. Pure; `NoSlotLeft` when the room does not suffice."""
    found = questions_by_key(version.parsed)
    wanted = {
        q.key: kind for q, repeat in questions(version.parsed) if repeat is None and (kind := wanted_slot(q))
    }
    freed = {key for key in slots if key in found and types.of(found[key]).is_sealed(found[key])}
    given: dict[str, str] = {}
    for key, kind in wanted.items():
        if key in slots:
            continue
        held = {slot: owner for owner, slot in [*slots.items(), *given.items()] if owner not in freed}
        free = [slot for slot in OF_KIND[kind] if slot not in held]
        unwanted = [slot for slot in OF_KIND[kind] if held.get(slot) not in wanted]
        if not free and not unwanted:
            raise NoSlotLeft(_no_slot_text(key, kind))
        given[key] = (free or unwanted)[0]
        if not free:
            freed.add(held[given[key]])
    return Plan(given, freed)


def wanted_slot(question: Question) -> SlotKind | None:
    """Which kind of slot a filterable answer wants; several values go to `RecordValue`, sealed ones nowhere."""
    question_type = types.of(question)
    if not question.filterable or question_type.many or question_type.is_sealed(question):
        return None
    return question_type.indexed_as(question).slot


def _has_value_rows(version: FormVersion) -> bool:
    return any(
        question.filterable and (repeat is not None or types.of(question).many)
        for question, repeat in questions(version.parsed)
    )


def _no_slot_text(key: str, kind: SlotKind) -> str:
    return _(
        "“%(key)s” cannot be filtered by as well: there is room for %(room)s questions with %(kind)s. "
        "Take another question out of the filters first."
    ) % {"key": key, "room": in_readers_digits(len(OF_KIND[kind])), "kind": KINDS[kind]}


@task()
def reindex_batch(record_type_id: int, after: str) -> None:
    """Index the next records of a type anew and queue the batch behind them. Running it twice does no harm."""
    record_type = RecordType.objects.get(pk=record_type_id)
    last, count = _reindex_after(record_type, after)
    running = Backfill.objects.filter(record_type=record_type)
    running.update(done=F("done") + count, finished_at=None if last else timezone.now())
    if last:
        reindex_batch.enqueue(record_type_id, last)


def _begin(record_type: RecordType) -> None:
    """Note that a run begins, for the page that says how far it is."""
    total = record_type.records.filter(withdrawn=False).count()
    begun = {"total": total, "done": 0, "started_at": timezone.now(), "finished_at": None}
    Backfill.objects.update_or_create(record_type=record_type, defaults=begun)


def reindex(record_type: RecordType) -> int:
    """Index all records of a type anew, now; gives how many."""
    last: str | None = ""
    while last is not None:
        last, _count = _reindex_after(record_type, last)
    return record_type.records.count()


def _reindex_after(record_type: RecordType, after: str) -> tuple[str | None, int]:
    """One batch in one transaction, so that nobody changes its records meanwhile; its last id, None when it was the
    last batch, and how many records it had.
    """
    with transaction.atomic():
        records = (
            record_type.records.filter(withdrawn=False).select_for_update().defer("sealed").order_by("pk")
        )
        batch = list((records.filter(pk__gt=after) if after else records)[:BATCH])
        _rebuild(record_type, batch)
    return str(batch[-1].pk) if len(batch) == BATCH else None, len(batch)


def _rebuild(record_type: RecordType, batch: list[Record]) -> None:
    slots = slots_of(record_type)
    by_key = _questions_of(record_type, {record.version_id for record in batch})
    rows = [index_row(record, by_key[record.version_id], slots) for record in batch]
    values = [row for record in batch for row in value_rows(record, by_key[record.version_id])]
    fields = [field.name for field in RecordIndex._meta.fields if field.name != "record"]
    RecordIndex.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["record"], update_fields=fields
    )
    RecordValue.objects.filter(record__in=batch).delete()
    RecordValue.objects.bulk_create(values)


def _questions_of(record_type: RecordType, version_ids: set[int]) -> dict[int, dict[str, Question]]:
    """The questions of each version, as the live version has them: what is a filter today is what counts."""
    live = record_type.form.live_version
    newest = questions_by_key(live.parsed) if live else {}
    return {
        pk: {key: newest.get(key, question) for key, question in questions_by_key(version.parsed).items()}
        for pk, version in FormVersion.objects.in_bulk(version_ids).items()
    }
