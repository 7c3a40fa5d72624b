"""What goes along when a record is merged into another, and comes back when that is taken back.

Runs inside the transaction of `registry.merging`, which decides whether it may be.
"""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict

from registry import access, assigning, relating
from registry.events import Kind, note
from registry.models import Alias, Assignment, ContactAttempt, Record, Task
from registry.saving import Entry, save_record
from registry.sealing import KeyRing, open_record
from registry.workflow import moving, tasks
from registry.workflow.configuring import workflow_of

Keys = tuple[UUID, ...]


class Along(BaseModel):
    """What moved, by its keys: enough to put all of it back. Kept in `Merge.undo`."""

    model_config = ConfigDict(frozen=True)

    status: str
    """State of the record that went."""
    children: Keys = ()
    tasks: Keys = ()
    """Its open tasks."""
    shut: Keys = ()
    """Tasks of the record that stayed which the merge made needless."""
    aliases: tuple[int, ...] = ()
    attempts: tuple[int, ...] = ()
    assigned: tuple[int, ...] = ()
    """Assignments that let whoever worked on the one work on the other."""
    links: relating.Carried = relating.Carried()
    kept_status: str = ""
    """State of the record that stayed, before what followed by itself."""
    advanced: Keys = ()
    """The transitions that followed."""


def bring(gone: Record, kept: Record, by: Any) -> Along:
    """Move all of it to the record that stays."""
    children = list(Record.objects.filter(parent=gone).select_related("type", "version"))
    for child in children:
        _put_below(child, kept, by, _("Moved here by a merge."))
    before = _open_tasks(kept)
    due = _open_tasks(gone)
    Task.objects.filter(pk__in=due).update(record=kept)
    _close_double(kept, before, by)
    found = Along(
        status=gone.status,
        children=tuple(child.pk for child in children),
        tasks=due,
        aliases=_moved(Alias.objects.filter(record=gone), kept),
        attempts=_moved(_unlike(gone, kept), kept),
        assigned=tuple(one.pk for one in _let_work(gone, kept, by)),
        links=relating.carry(gone, kept),
        kept_status=kept.status,
    )
    Alias.objects.create(reference=gone.reference, record=kept)
    followed = moving.advance(moving.locked_for_moving(kept), by)
    needless = Task.objects.filter(pk__in=before, outcome=Task.Outcome.NEEDLESS)
    return found.model_copy(
        update={
            "shut": tuple(needless.values_list("pk", flat=True)),
            "advanced": tuple(one.pk for one in followed),
        }
    )


def put_back(along: Along, gone: Record, kept: Record, by: Any) -> None:
    """Move back all that still lies where it was put. What was done in the meantime stays done."""
    reason = _("A merge was taken back.")
    still = Record.objects.filter(pk__in=along.children, parent=kept)
    for child in still.select_related("type", "version"):
        _put_below(child, gone, by, reason)
    Alias.objects.filter(reference=gone.reference, record=kept).delete()
    Alias.objects.filter(pk__in=along.aliases, record=kept).update(record=gone)
    ContactAttempt.objects.filter(pk__in=along.attempts, record=kept).update(record=gone)
    ended = Assignment.objects.filter(pk__in=along.assigned, until=None)
    ended.exclude(user=kept.owner_id).update(until=timezone.localdate())
    relating.carry_back(along.links, gone, kept)
    moving.mark(gone, along.status, by, reason)
    _open_again(Task.objects.filter(pk__in=along.tasks, record=kept), gone)
    _step_back(along, kept, by, reason)


def _step_back(along: Along, kept: Record, by: Any, reason: str) -> None:
    """The record that stayed goes back to its state, where nothing but what followed by itself happened since."""
    last = kept.transitions.filter(pk__in=along.advanced).order_by("at").last()
    if last is not None and not kept.transitions.filter(at__gt=last.at).exists():
        made = kept.tasks.filter(transition__in=along.advanced, done_at=None)
        tasks.close(kept, list(made.values_list("rule", flat=True)), by)
        moving.mark(kept, along.kept_status, by, reason)
        moving.advance(moving.locked_for_moving(kept), by)
    if not is_over(kept):
        _open_again(Task.objects.filter(pk__in=along.shut, record=kept), kept)


def _open_again(found: Any, record: Record) -> None:
    """Give tasks to a record; those that had become needless are due again."""
    found.filter(Q(done_at=None) | Q(outcome=Task.Outcome.NEEDLESS)).update(
        record=record, done_at=None, done_by=None, outcome=""
    )


def is_over(record: Record) -> bool:
    workflow = workflow_of(record.type)
    status = Record.objects.values_list("status", flat=True).get(pk=record.pk)
    state = workflow.state(status) if workflow else None
    return state is not None and state.end


def _open_tasks(record: Record) -> Keys:
    return tuple(Task.objects.filter(record=record, done_at=None).values_list("pk", flat=True))


def _close_double(kept: Record, own: Keys, by: Any) -> None:
    """Of two open tasks of one rule the one that is due first stays; its own where both are due on one day."""
    first: dict[str, Task] = {}
    rows = sorted(kept.tasks.filter(done_at=None), key=lambda one: (one.due, one.pk not in own))
    double = [one.pk for one in rows if first.setdefault(one.rule, one) is not one]
    Task.objects.filter(pk__in=double).update(
        done_at=timezone.now(), done_by=by, outcome=Task.Outcome.NEEDLESS
    )


def _moved(rows: Any, kept: Record) -> tuple[int, ...]:
    keys = tuple(rows.values_list("pk", flat=True))
    rows.model.objects.filter(pk__in=keys).update(record=kept)
    return keys


def _unlike(gone: Record, kept: Record) -> Any:
    """Attempts to make contact that the other record does not have: one a day counts."""
    known = set(kept.attempts.filter(taken_back_at=None).values_list("day", "reached"))
    new = [one.pk for one in gone.attempts.all() if one.taken_back_at or (one.day, one.reached) not in known]
    return ContactAttempt.objects.filter(pk__in=new)


def _let_work(gone: Record, kept: Record, by: Any) -> list[Assignment]:
    """Whoever worked on the record that goes works on the one that stays, where their role reaches it."""
    working = gone.assignments.filter(until=None).select_related("user")
    people = {one.pk: one for one in (gone.owner, *(row.user for row in working))}
    known = {kept.owner_id, *kept.assignments.filter(until=None).values_list("user", flat=True)}
    today = timezone.localdate()
    return [
        Assignment.objects.create(record=kept, user=person, since=today, by=by)
        for pk, person in people.items()
        if pk not in known
        and person.is_active
        and access.reach(person, kept.type).rights
        and assigning.works_there(person, kept)
    ]


def _put_below(child: Record, above: Record, by: Any, reason: str) -> None:
    """Move a record below another, with the answer that names it, as a move in its history."""
    key = child.type.parent_key
    answers = open_record(child, KeyRing.of(child))
    if key and answers.get(key):
        entry = Entry(
            record_type=child.type,
            version=child.version,
            answers={**answers, key: str(above.pk)},
            missing=[tuple(path) for path in child.missing],
            by=by,
            record=child,
            base_revision=child.revision,
            reason=reason,
        )
        moved = save_record(entry)
        if moved.revision != child.revision:
            note(moved, Kind.MOVED, by, other=above)
    Record.objects.filter(pk=child.pk).update(parent=above)
