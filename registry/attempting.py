"""Noting with one tap that somebody tried to reach the person a record is about; and taking a slip of one's own back."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.casework import casework_of
from registry.contacts import tapped
from registry.models import Action, ContactAttempt, Record
from registry.opening import get_record
from registry.workflow.offers import ended


class Refused(Exception):
    """It cannot be noted; the message tells why. Nothing was changed."""


def note(user: Any, record_id: UUID, *, reached: bool, day: date | None = None) -> ContactAttempt:
    """Note an attempt of today. Several on one day are one."""
    with transaction.atomic():
        record = _open(user, record_id)
        found, _new = ContactAttempt.objects.get_or_create(
            record=record,
            day=day or timezone.localdate(),
            reached=reached,
            taken_back_at=None,
            defaults={"by": user},
        )
        return found


def take_back(user: Any, record_id: UUID, attempt_id: int) -> None:
    """Take one's own entry back, while it is the last one; it stays on file. A second press finds it taken back."""
    with transaction.atomic():
        record = _open(user, record_id)
        last = next(reversed(tapped(record)), None)
        if last is not None and last.pk == attempt_id and last.by_id == user.pk:
            last.taken_back_at = timezone.now()
            last.save(update_fields=["taken_back_at"])
        elif not record.attempts.filter(pk=attempt_id, by=user).exclude(taken_back_at=None).exists():
            raise Refused(_("Only the last entry can be taken back, by whoever made it."))


def _open(user: Any, record_id: UUID) -> Record:
    """The record, locked so that two taps come one after the other."""
    seen = get_record(user, record_id, Action.EDIT)
    record = Record.objects.select_for_update(of=("self",)).select_related("type__workflow").get(pk=seen.pk)
    if not casework_of(record.type).attempts:
        raise Refused(_("Attempts to make contact are not counted for records of this kind."))
    if ended(record):
        raise Refused(
            _(
                "The work on this record has ended, so nothing was noted. If contact is to be made, have it reopened first."
            )
        )
    return record
