"""Marking who came: cell by cell, so that two trainers at one sheet lose nothing of each other's.

Each cell comes with what its sender had before them. A cell that changed since then is left as it is and told of,
unless both wanted the same. What commits together: the marks, and a `MarkChange` for each, under one batch.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trainings.models import Mark, MarkChange, Participant, Session, Sheet, State
from trainings.sheets import rules
from trainings.sheets.opening import OpenSheet


class Refused(Exception):
    """Nothing can be entered; the message says why. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What somebody wants of one person's mark. "" takes a mark away; `seen` is what stood there for them."""

    participant: uuid.UUID
    state: str
    seen: str


@dataclass(frozen=True, slots=True)
class Clash:
    """A cell that somebody else changed meanwhile: as it stands now, and who did it."""

    participant: uuid.UUID
    wanted: str
    stands: str
    by: str


@dataclass(slots=True)
class Outcome:
    batch: uuid.UUID
    changed: int = 0
    clashes: list[Clash] = field(default_factory=list)
    states: dict[uuid.UUID, str] = field(default_factory=dict)
    """The cells that were named, as they stand now."""


def refuse_closed(opened: OpenSheet, session: Session) -> None:
    today = timezone.localdate()
    if opened.record.status in opened.setup.closed:
        raise Refused(_("The event is closed, so its sheet is too."))
    if reason := rules.why_not(session.day, opened.span, opened.setup.lock_days, today):
        raise Refused(str(reason))


def mark(user: Any, opened: OpenSheet, session: Session, cells: Iterable[Cell]) -> Outcome:
    """Set cells of one session. `Refused` for a day that is not open, or for somebody who is not on the sheet."""
    refuse_closed(opened, session)
    wanted = {cell.participant: cell for cell in cells if cell.state in ("", *State.values)}
    with transaction.atomic():
        _lock(opened.sheet)
        known = set(
            opened.sheet.participants.filter(pk__in=wanted, removed_at=None).values_list("pk", flat=True)
        )
        if wanted.keys() - known:
            raise Refused(_("Somebody is no longer on this sheet. Load the page again."))
        return _apply(user, session, list(wanted.values()))


def mark_course(user: Any, opened: OpenSheet, wanted: Mapping[Session, Sequence[Cell]]) -> list[Outcome]:
    """Set cells of several sessions. All of it commits together: one that is not open refuses the whole."""
    with transaction.atomic():
        return [mark(user, opened, session, cells) for session, cells in wanted.items()]


def mark_unmarked(user: Any, opened: OpenSheet, session: Session, state: str) -> Outcome:
    """One state for everybody who has none yet in this session."""
    free = opened.sheet.participants.filter(removed_at=None).exclude(marks__session=session)
    cells = [Cell(pk, state, "") for pk in free.values_list("pk", flat=True)]
    return mark(user, opened, session, cells)


def copy_last(user: Any, opened: OpenSheet, session: Session) -> Outcome:
    """The marks of the session before, for everybody who has none yet in this one."""
    before = [one for one in opened.sheet.sessions.all() if (one.day, one.part) < (session.day, session.part)]
    if not before:
        raise Refused(_("This is the first session: there is none to copy."))
    marked = Mark.objects.filter(session=session).values("participant")
    found = Mark.objects.filter(session=before[-1], participant__removed_at=None).exclude(
        participant__in=marked
    )
    cells = [Cell(pk, state, "") for pk, state in found.values_list("participant_id", "state")]
    return mark(user, opened, session, cells)


def undo(user: Any, opened: OpenSheet, session: Session) -> Outcome:
    """Take back what this person did last in the session; cells that others changed since stay."""
    refuse_closed(opened, session)
    with transaction.atomic():
        _lock(opened.sheet)
        last = last_batch(user, session)
        if last is None:
            raise Refused(_("There is nothing of yours to undo in this session."))
        changes = MarkChange.objects.filter(batch=last, session=session)
        cells = [Cell(one.participant_id, one.before, one.after) for one in changes]
        return _apply(user, session, cells, undoes=last)


def last_batch(user: Any, session: Session) -> uuid.UUID | None:
    """What this person could undo."""
    mine = MarkChange.objects.filter(session=session, by=user)
    undone = mine.filter(undoes__isnull=False).values("undoes")
    found = mine.filter(undoes=None).exclude(batch__in=undone).order_by("-at", "-pk").first()
    return found.batch if found else None


def _lock(sheet: Sheet) -> None:
    """Writers of one sheet wait for each other."""
    Sheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)


def _apply(user: Any, session: Session, cells: Sequence[Cell], undoes: uuid.UUID | None = None) -> Outcome:
    done = Outcome(uuid.uuid4())
    there = {
        one.participant_id: one
        for one in Mark.objects.filter(
            session=session, participant__in=[cell.participant for cell in cells]
        ).select_related("by")
    }
    changes = []
    for cell in cells:
        now = there[cell.participant].state if cell.participant in there else ""
        done.states[cell.participant] = now
        if cell.state in (now, cell.seen):
            continue
        if now != cell.seen:
            by = str(there[cell.participant].by) if cell.participant in there else ""
            done.clashes.append(Clash(cell.participant, cell.state, now, by))
            continue
        done.states[cell.participant] = cell.state
        changes.append(
            MarkChange(
                batch=done.batch,
                undoes=undoes,
                participant_id=cell.participant,
                session=session,
                before=now,
                after=cell.state,
                by=user,
            )
        )
    _write(user, session, changes)
    done.changed = len(changes)
    return done


def _write(user: Any, session: Session, changes: Sequence[MarkChange]) -> None:
    gone = [one.participant_id for one in changes if not one.after]
    if gone:
        Mark.objects.filter(session=session, participant__in=gone).delete()
    Mark.objects.bulk_create(
        [
            Mark(participant_id=one.participant_id, session=session, state=one.after, by=user)
            for one in changes
            if one.after
        ],
        update_conflicts=True,
        unique_fields=["participant", "session"],
        update_fields=["state", "by", "at"],
    )
    MarkChange.objects.bulk_create(changes)


def participants_of(sheet: Sheet) -> list[Participant]:
    """Those on the sheet, in its order."""
    return list(sheet.participants.filter(removed_at=None).select_related("person__merged_into", "case"))
