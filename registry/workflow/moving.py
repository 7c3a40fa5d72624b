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
from registry.own_day import own_day
from registry.sealing import GENERAL, KeyRing
from registry.workflow import answering, tasks
from registry.workflow.configuring import newest_version, workflow_of
from registry.workflow.document import Reason, Transition, Workflow
from registry.workflow.facts import Facts
from registry.workflow.looking_out import look_out
from registry.workflow.offers import closed, is_for, missing

REASON_LENGTH = 2_000
TAKEN_BACK = "taken-back"
"""As the rule of a transition: the one before it is taken back. No transition of a workflow can have such a key."""


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
        _begin_tasks(record, workflow, first)
    if record.parent is not None:
        tasks.answer(record.parent, record, by)
    _follow(record, by)


def _begin_tasks(record: Record, workflow: Workflow, first: RecordTransition) -> None:
    """The first tasks of a new record. Below a closed one it is past: what was due in its time is no task any more."""
    if not workflow.at_start:
        return
    if record.parent is not None and closed(record.parent):
        day, today = own_day(record) or first.day, timezone.localdate()
        tasks.make(workflow.at_start, Facts(record), first, day, not_before=today)
    else:
        tasks.make(workflow.at_start, Facts(record), first, first.day)


def changed(record: Record, by: Any) -> None:
    """Answers of a record changed: do what follows from it, for the record, those beside it and the one above it."""
    if record.parent is not None:
        newest = record.revisions.order_by("-number").values_list("changed_keys", flat=True).first()
        tasks.answer(record.parent, record, by, newest or ())
    _follow(record, by)


def _follow(record: Record, by: Any) -> None:
    followed(record, by)
    conferences.follow(record, by)
    look_out(record)
    advance(record, by)
    stop_sharing(record, by)
    if record.parent is not None:
        advance(_locked(record.parent), by)


def stop_sharing(record: Record, by: Any) -> None:
    """Where a record withdraws consent, cancel what was not sent yet, and say why."""
    for beside, key in consent.stopped_by(record):
        step_by_key(
            beside, key, by, _("Consent was withdrawn: %(reference)s") % {"reference": record.reference}
        )


def step_by_key(record: Record, key: str, by: Any, reason: str = "") -> RecordTransition | None:
    """Make a transition that follows from something done elsewhere; None where the record's state does not allow it."""
    stale, workflow = _locked(record), workflow_of(record.type)
    rule = workflow.transition(key) if workflow else None
    if workflow is None or rule is None or not workflow.begins_in(rule, stale.status):
        return None
    return _step(stale, workflow, rule, by, reason)


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


def take_back_past(
    record: Record, workflow: Workflow, step: RecordTransition, past: Past
) -> RecordTransition:
    """Put the record into the state that it was in before `step`. `past.day`: since when it was in that state.

    Runs inside the transaction of `historic.take_back`, which decides whether it may be.
    """
    rule = Transition.model_construct(key=TAKEN_BACK, label={}, sources=(), to=step.from_status)
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
    answering.answer(record, rule, done, reason)
    state = workflow.state(rule.to)
    tasks.close(record, ("*",) if state is not None and state.end else rule.closes, by)
    facts = Facts(record)
    if rule.moves:
        tasks.move_due(facts, rule.moves)
    tasks.make(rule.tasks, facts, done, done.day, not_before=timezone.localdate() if past else None)
    if past is None:  # what is entered late leaves alone what beside it still waits for its own past
        stop_sharing(record, by)
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
