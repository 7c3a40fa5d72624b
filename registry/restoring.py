"""Bringing an earlier state of a record back: as a new revision, with a reason. Nothing of the history goes."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_builder.logic import Moment, evaluate
from forms_builder.models import FormVersion
from registry import consent, extending
from registry.answers import changed_keys, put_back
from registry.events import Kind, Refused, note
from registry.models import Action, Record, RecordRevision
from registry.opening import get_record, withheld_from_edit
from registry.saving import Conflict, Entry, save_record
from registry.sealing import KeyRing, open_record, open_revision
from registry.workflow import moving
from registry.workflow.offers import locked


def restore(user: Any, record_id: UUID, number: int, seen: int, reason: str) -> Record:
    """Make the answers of revision `number` the present ones. `seen` is the revision the person had before them.

    What they may not see or change stays as it is now. Commits together: the new revision and why it is there.
    """
    reason = reason.strip()
    with transaction.atomic():
        record = get_record(user, record_id, Action.EDIT)
        _refuse_unfit(record, number, reason)
        revision: RecordRevision = record.revisions.select_related("version").get(number=number)
        answers = _answers(user, record, revision)
        if consent.unsettled(record, answers):
            raise Refused(str(consent.SETTLED))
        entry = Entry(
            record_type=record.type,
            version=revision.version,
            answers=answers,
            missing=evaluate(revision.version.program, answers, Moment(timezone.localtime())).missing,
            by=user,
            record=record,
            base_revision=seen,
        )
        try:
            saved = save_record(entry)
        except Conflict as conflict:
            raise Refused(_("Somebody changed this record in the meantime. Look at it again.")) from conflict
        if saved.revision == seen:
            raise Refused(_("The record is like that already."))
        note(saved, Kind.RESTORED, user, reason)
        try:
            moving.changed(saved, user)
        except extending.Refused as refusal:
            raise Refused(str(refusal)) from refusal
        return saved


def restorable(record: Record, number: int) -> bool:
    """Whether that is an earlier state of a record that may still be changed."""
    return 0 < number < record.revision and not locked(record)


def _refuse_unfit(record: Record, number: int, reason: str) -> None:
    if locked(record):
        raise Refused(_("This record is closed to changes now."))
    if not restorable(record, number):
        raise Refused(_("There is no such earlier state."))
    if not reason:
        raise Refused(_("Say why."))


def _answers(user: Any, record: Record, revision: RecordRevision) -> dict[str, Any]:
    """Those of the revision, with what is not this person's to change as it is now."""
    ring = KeyRing.of(record)
    then, now = open_revision(revision, ring), open_record(record, ring)
    kept = withheld_from_edit(user, record, revision.version) | _withheld_now(
        user, record, now, revision.version
    )
    return put_back(then, now, kept) if kept else then


def _withheld_now(user: Any, record: Record, now: dict[str, Any], version: FormVersion) -> frozenset[str]:
    """Keys that only the present version asks, and that are not this person's to change."""
    if record.version_id == version.pk:
        return frozenset()
    return withheld_from_edit(user, record, record.version) & changed_keys({}, now)
