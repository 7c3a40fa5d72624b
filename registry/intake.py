"""What came in from outside and waits: one queue over all types that are set up as intake, the most urgent first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Min, Q

from forms_builder.schema.text import latin_digits
from registry import access, audit, receipts
from registry.casework import casework_of
from registry.models import Record, RecordType, Task
from registry.workflow.configuring import workflow_of

MOST = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """One record in the queue. `due`: the day its most pressing open task is due; None where it has none."""

    record: Record
    due: date | None
    new: bool
    """Nobody has acknowledged it yet."""
    code: str = ""
    """What the visitor who sent it was told to quote."""


def queue(user: Any, *, quoted: str = "", address: str | None = None) -> list[Waiting]:
    """The open records of intake types that `user` may see, noted like any list; those without a day come last.

    `quoted`: a record number or a receipt code; then those that are closed are found too.
    """
    types = list(_types(user))
    rows = Record.objects.visible_to(user).filter(type__in=types, is_test=False)
    if quoted:
        rows = rows.filter(Q(reference__icontains=latin_digits(quoted)) | receipts.quoted(quoted))
    for kind in types if not quoted else ():
        rows = rows.exclude(type=kind, status__in=_ended(kind))
    with audit.reading(user, audit.AccessKind.LIST, "", address=address) as seen:
        found = list(rows.select_related("type", "office", "owner").order_by("created_at")[:MOST])
        seen.add([one.pk for one in found])
    due = dict(
        Task.objects.filter(record__in=found, done_at=None)
        .values_list("record")
        .annotate(Min("due"))
        .order_by()
    )
    codes = receipts.codes_of(one.submission_id for one in found)
    waiting = [
        Waiting(
            one,
            due.get(one.pk),
            one.status == one.type.initial_status,
            codes.get(one.submission_id, "") if one.submission_id else "",
        )
        for one in found
    ]
    return sorted(waiting, key=lambda one: (one.due or date.max, one.record.created_at))


def has_queue(user: Any) -> bool:
    return any(True for _one in _types(user))


def _types(user: Any) -> Iterator[RecordType]:
    for kind in access.visible_types(user).select_related("workflow"):
        if casework_of(kind).intake and access.reach(user, kind).scope is not None:
            yield kind


def _ended(kind: RecordType) -> list[str]:
    workflow = workflow_of(kind)
    return [state.value for state in workflow.states if state.end] if workflow else []
