"""The past of what an import brought in, replayed in a supervisor's name: each record by the use case for one record.

A record's steps commit together with what became of them, so a job that was cut off goes on, and running it twice does
nothing twice. The supervisor is somebody else than who brought the file in, and reaches only records they manage.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from forms_builder import sealing
from forms_builder.sealing import Binding
from registry.access import reach
from registry.importing.store import COMPARTMENT
from registry.models import Action, DataImport, ImportedPast, PastReplay, Record, RecordType
from registry.opening import NotVisible
from registry.workflow import historic
from registry.workflow.configuring import workflow_of
from registry.workflow.document import Transition
from registry.workflow.moving import REASON_LENGTH, Refused

State = ImportedPast.State
OPEN = (State.WAITING, State.REFUSED)
BROUGHT_IN = (DataImport.State.DONE, DataImport.State.UNDONE)
"""An import that was undone may have left records behind that somebody works with."""


def within_reach(user: Any, batch: DataImport) -> QuerySet[ImportedPast]:
    """What of an import's past somebody may answer for: of records they see and manage, brought in by somebody else."""
    record_type = batch.record_type
    managed = Record.objects.visible_to(user, record_type).filter(
        reach(user, record_type).condition(Action.MANAGE)
    )
    found = ImportedPast.objects.filter(batch=batch, record__in=managed.values("pk"))
    allowed = reach(user, record_type).can(Action.MANAGE) and batch.by_id != user.pk
    return found if allowed and batch.state in BROUGHT_IN else found.none()


def waiting_for(user: Any, record_types: list[RecordType]) -> list[DataImport]:
    """The imports of these types with a past that somebody may answer for and nobody has yet."""
    kinds = [one for one in record_types if one.workflow_id and reach(user, one).can(Action.MANAGE)]
    if not kinds:
        return []
    batches = DataImport.objects.filter(record_type__in=kinds, state__in=BROUGHT_IN)
    waiting = batches.filter(pk__in=ImportedPast.objects.filter(state__in=OPEN).values("batch"))
    found = waiting.exclude(by_id=user.pk).select_related("record_type")
    return [one for one in found if within_reach(user, one).filter(state__in=OPEN).exists()]


@dataclass(slots=True)
class StepCount:
    """One transition: how many records would make it, and between which days."""

    rule: Transition
    records: int = 0
    first: date = date.max
    last: date = date.min


@dataclass(slots=True)
class Preview:
    """What would be replayed."""

    records: int = 0
    steps: dict[str, StepCount] = field(default_factory=dict)
    states: Counter[str] = field(default_factory=Counter)
    """Where the records would stand afterwards → how many."""


def preview(user: Any, batch: DataImport) -> Preview:
    """Counted from the days alone: no record is opened."""
    workflow, found = workflow_of(batch.record_type), Preview()
    rules = {one.key: one for one in workflow.transitions} if workflow else {}
    rows = within_reach(user, batch).filter(state__in=OPEN)
    for steps in rows.values_list("steps", flat=True).iterator(chunk_size=1000):
        found.records += 1
        known = [(key, date.fromisoformat(day)) for key, day in steps if key in rules]
        for key, day in known:
            count = found.steps.setdefault(key, StepCount(rules[key]))
            count.records += 1
            count.first, count.last = min(count.first, day), max(count.last, day)
        if known:
            found.states[rules[known[-1][0]].to] += 1
    return found


def start(user: Any, batch_id: UUID, reason: str, language: str) -> PastReplay:
    """Answer for the past of an import's records; the job begins once that is committed. `Refused` with the reason."""
    reason = reason.strip()
    if not reason or len(reason) > REASON_LENGTH:
        raise Refused(_("Say why this is entered only now, and on what paper it stands."))
    with transaction.atomic():
        batch = DataImport.objects.select_for_update(of=("self",)).get(pk=batch_id)
        if batch.by_id == user.pk:
            raise Refused(
                _("You brought this file in, so somebody else has to answer for what happened before.")
            )
        if batch.replays.filter(finished_at=None).exists():
            raise Refused(_("Somebody is entering it already."))
        rows = within_reach(user, batch).filter(state__in=OPEN)
        replay = _new(user, batch, reason, language)
        replay.rows = rows.update(replay=replay, state=State.WAITING, refusal="")
        if not replay.rows:
            raise Refused(_("There is nothing left to enter."))
        replay.save(update_fields=["rows"])
        again(replay)
    return replay


def again(replay: PastReplay) -> None:
    """Let the job go on with what is left; it may well be at it still."""
    transaction.on_commit(lambda: run.enqueue(str(replay.pk)))


def _new(user: Any, batch: DataImport, reason: str, language: str) -> PastReplay:
    key = sealing.new_data_key(COMPARTMENT)
    replay = PastReplay(batch=batch, by=user, language=language, wrapped_key=key.wrapped, rows=0)
    replay.sealed_reason = key.seal(reason.encode(), _binding(replay))
    replay.save()
    return replay


@task()
def run(replay_id: str) -> None:
    """Replay what is left of one replay."""
    replay = PastReplay.objects.get(pk=replay_id)
    if replay.finished_at is not None:
        return
    key = sealing.unwrap(bytes(replay.wrapped_key))
    reason = key.open(bytes(replay.sealed_reason), _binding(replay)).decode()
    with override(replay.language):
        for pk in _left(replay):
            _replay(replay, pk, reason)
    PastReplay.objects.filter(pk=replay.pk).update(
        finished_at=timezone.now(), wrapped_key=b"", sealed_reason=b""
    )


def _left(replay: PastReplay) -> Iterator[int]:
    rows = replay.pasts.filter(state=State.WAITING).order_by("row")
    return iter(list(rows.values_list("pk", flat=True)))


def _replay(replay: PastReplay, pk: int, reason: str) -> None:
    """One record. Commits together: its steps, and what became of them; a record is entered whole or not at all."""
    with transaction.atomic():
        rows = ImportedPast.objects.select_for_update(of=("self",)).select_related("record")
        row = rows.filter(pk=pk, replay=replay, state=State.WAITING).first()
        if row is None:
            return
        row.refusal = _entered(replay.by_id, row, reason)
        row.state = State.REFUSED if row.refusal else State.DONE
        row.steps = row.steps if row.refusal else []
        row.save(update_fields=["refusal", "state", "steps"])
        PastReplay.objects.filter(pk=replay.pk).update(rows_done=F("rows_done") + 1)


def _entered(user_id: int, row: ImportedPast, reason: str) -> str:
    """Enter the steps of one record; gives why that was refused, blank when it was not."""
    user = get_user_model().objects.get(pk=user_id)  # as they are now: rights may be gone since the job began
    seen = row.record.status
    try:
        with transaction.atomic():
            for key, day in row.steps:
                done = historic.enter(
                    user, row.record_id, historic.Step(key, seen, date.fromisoformat(day), reason)
                )
                seen = done.to_status
    except Refused as refusal:
        return str(refusal)[:300]
    except NotVisible:
        return _("It is not there for you any more.")
    return ""


def _binding(replay: PastReplay) -> Binding:
    return Binding(PastReplay._meta.db_table, str(replay.pk), COMPARTMENT)
