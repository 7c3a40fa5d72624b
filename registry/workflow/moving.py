"""Moving a record from one state to the next: the only place where a state changes.

What commits together: the record's state in both tables, the `RecordTransition`, the tasks it makes and closes, and
whatever follows by itself from it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_builder.digits import in_readers_digits
from forms_builder.sealing import Binding
from registry import conferences, consent, directory
from registry.extending import followed
from registry.models import Record, RecordIndex, RecordKey, RecordTransition
from registry.opening import get_record
from registry.sealing import GENERAL, KeyRing
from registry.workflow import tasks
from registry.workflow.configuring import newest_version, workflow_of
from registry.workflow.document import Reason, Transition, Workflow
from registry.workflow.facts import Facts
from registry.workflow.offers import is_for, missing

REASON_LENGTH = 2_000


class Refused(Exception):
    """It cannot be done; the message tells the person why. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Move:
    """What somebody asks for. `seen` is the state they had before them."""

    transition: str
    seen: str
    reason: str = ""
    language: str = "bn"


@dataclass(frozen=True, slots=True)
class Past:
    """What happened before the record came here, in whose name it is entered, and why."""

    by: Any
    day: date
    reason: str


def move(user: Any, record_id: UUID, wanted: Move) -> RecordTransition:
    """Move a record on for `user`. `NotVisible` when they may not see it, `Refused` with the reason otherwise."""
    with transaction.atomic():
        record = _locked(get_record(user, record_id))
        workflow = workflow_of(record.type)
        rule = workflow.transition(wanted.transition) if workflow else None
        if workflow is None or rule is None or not is_for(rule, tasks.roles_of(user)):
            raise Refused(_("This is not for you to decide."))
        if record.status != wanted.seen or not workflow.begins_in(rule, record.status):
            raise Refused(_("Somebody moved this record on in the meantime. Look at it again."))
        if lacking := missing(user, rule, Facts(record), wanted.language):
            raise Refused(lacking)
        done = _step(record, workflow, rule, user, _checked_reason(rule, wanted.reason))
        advance(record, user)
        return done


def added(record: Record, by: Any) -> None:
    """A record was just added: note its first state, make its first tasks, and do what follows from it.

    Runs inside the transaction that added it.
    """
    workflow = workflow_of(record.type)
    if workflow is not None:
        first = _note(record, Transition(key="added", label={}, sources=(), to=workflow.initial), "", by, "")
        tasks.make(workflow.at_start, Facts(record), first, first.day)
    if record.parent is not None:
        tasks.answer(record.parent, record, by)
    changed(record, by)


def changed(record: Record, by: Any) -> None:
    """Answers of a record changed: do what follows from it, for the record, those beside it and the one above it."""
    followed(record, by)
    conferences.follow(record, by)
    advance(record, by)
    for beside, key in consent.stopped_by(record):
        step_by_key(beside, key, by)
    if record.parent is not None:
        advance(_locked(record.parent), by)


def step_by_key(record: Record, key: str, by: Any, reason: str = "") -> RecordTransition | None:
    """Make a transition that follows from something done elsewhere; None where the record's state does not allow it.

    `reason` is kept where the transition asks for one.
    """
    stale, workflow = _locked(record), workflow_of(record.type)
    rule = workflow.transition(key) if workflow else None
    if workflow is None or rule is None or not workflow.begins_in(rule, stale.status):
        return None
    return _step(stale, workflow, rule, by, "" if rule.reason is Reason.NO else reason)


def mark(record: Record, state: str, by: Any, reason: str) -> RecordTransition:
    """Put a record into a state because of something that is no transition of its workflow: a merge, and its undoing.

    Runs inside the transaction of the use case that decides it.
    """
    stale, workflow = _locked(record), workflow_of(record.type)
    if workflow is None:
        raise Refused(_("Records of this kind have no workflow."))
    rule = Transition(key="marked", label={}, sources=(), to=state, reason=Reason.REQUIRED)
    return _step(stale, workflow, rule, by, reason[:REASON_LENGTH])


def advance(record: Record, by: Any) -> list[RecordTransition]:
    """Do what happens by itself, until nothing does. Checked workflows come to rest; the number of states is the limit."""
    workflow = workflow_of(record.type)
    done: list[RecordTransition] = []
    while workflow is not None and len(done) < len(workflow.states):
        facts = Facts(record)
        ready = (one for one in workflow.leaving(record.status) if one.automatic and facts.holds(one.when))
        rule = next(ready, None)
        if rule is None:
            break
        done.append(_step(record, workflow, rule, by, ""))
    return done


def reason_of(done: RecordTransition, ring: KeyRing) -> str:
    """Why somebody moved the record on; `SealingError` when it was erased."""
    sealed = bytes(done.sealed_reason)
    return ring.key(GENERAL).open(sealed, _binding(done)).decode() if sealed else ""


def _locked(record: Record) -> Record:
    return (
        Record.objects.select_for_update(of=("self",))
        .select_related("type__workflow", "version", "owner", "parent")
        .get(pk=record.pk)
    )


def _checked_reason(rule: Transition, reason: str) -> str:
    reason = reason.strip()
    if rule.reason is Reason.REQUIRED and not reason:
        raise Refused(_("Say why."))
    if len(reason) > REASON_LENGTH:
        raise Refused(
            _("The reason is too long: at most %(count)s characters.")
            % {"count": in_readers_digits(REASON_LENGTH)}
        )
    return "" if rule.reason is Reason.NO else reason


def enter_past(record: Record, workflow: Workflow, rule: Transition, past: Past) -> RecordTransition:
    """Make a transition that happened before the record came here: on its own day, without tasks that are past.

    Runs inside the transaction of `historic.enter`, which decides whether it may be.
    """
    return _step(record, workflow, rule, past.by, past.reason, past.day)


def locked_for_moving(record: Record) -> Record:
    """The record as it is now, nobody else's to move until the transaction ends."""
    return _locked(record)


def _step(
    record: Record, workflow: Workflow, rule: Transition, by: Any, reason: str, past: date | None = None
) -> RecordTransition:
    before, record.status = record.status, rule.to
    now = timezone.now()
    Record.objects.filter(pk=record.pk).update(status=rule.to, updated_at=now)
    RecordIndex.objects.filter(pk=record.pk).update(status=rule.to, updated_at=now)
    directory.follow(record)
    done = _note(record, rule, before, by, reason, past)
    state = workflow.state(rule.to)
    tasks.close(record, ("*",) if state is not None and state.end else rule.closes, by)
    tasks.make(rule.tasks, Facts(record), done, done.day, not_before=timezone.localdate() if past else None)
    return done


def _note(
    record: Record, rule: Transition, before: str, by: Any, reason: str, day: date | None = None
) -> RecordTransition:
    done = RecordTransition(
        record=record,
        rule=rule.key if before else "",
        label=rule.label,
        from_status=before,
        to_status=rule.to,
        automatic=rule.automatic and day is None,
        historic=day is not None,
        config=newest_version(record.type),
        sealed_reason=b"",
        by=by,
        day=day or timezone.localdate(),
    )
    if reason:
        done.sealed_reason = _sealed(done, reason)
    done.save()
    return done


def _sealed(done: RecordTransition, reason: str) -> bytes:
    ring = KeyRing.of(done.record)
    known = set(ring.keys)
    sealed = ring.key(GENERAL).seal(reason.encode(), _binding(done))
    RecordKey.objects.bulk_create(ring.rows(known))
    return sealed


def _binding(done: RecordTransition) -> Binding:
    return Binding(RecordTransition._meta.db_table, str(done.pk), GENERAL)
