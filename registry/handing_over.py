"""A case goes from one office to another: asked for here, accepted there. Until then it stays where it is.

What commits together with the acceptance: the office of the record and of all below it, whoever is in charge, their
open tasks, and the end of everybody else's work on it.
"""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from registry import access
from registry.models import Action, Assignment, Handover, Office, Record, RecordIndex, Scope, Task
from registry.opening import get_record


class Refused(Exception):
    """It cannot be done; the message tells why. Nothing was changed."""


def ask(by: Any, record_id: UUID, office: Office) -> Handover:
    """Offer a case to another office."""
    with transaction.atomic():
        record = get_record(by, record_id, Action.MANAGE)
        if record.parent_id is not None:
            raise Refused(_("This goes along with the record it belongs to."))
        if record.office_id == office.pk:
            raise Refused(_("The record is in this office already."))
        if record.handovers.filter(answered_at=None).exists():
            raise Refused(_("It is on its way to an office already."))
        return Handover.objects.create(record=record, office=office, asked_by=by)


def waiting_for(user: Any) -> QuerySet[Handover]:
    """The cases offered to somebody's offices that they may decide about: reference and kind only, nothing inside."""
    waiting = _offered_to(user).filter(answered_at=None)
    return waiting.select_related("record__type", "record__office", "office", "asked_by").order_by("asked_at")


def answer(user: Any, handover_id: UUID, *, accept: bool) -> Handover:
    """Accept or refuse for one's office.

    `Handover.DoesNotExist` when it is not this person's to decide, `Refused` when somebody decided before.
    """
    with transaction.atomic():
        _offered_to(user).get(pk=handover_id)
        found = Handover.objects.select_for_update().select_related("record", "office").get(pk=handover_id)
        if found.answered_at is not None:
            raise Refused(_("This was accepted or refused already."))
        found.answered_by, found.answered_at, found.accepted = user, timezone.now(), accept
        found.save(update_fields=["answered_by", "answered_at", "accepted"])
        if accept:
            _move(found.record, found.office, user)
        return found


_WIDE = (Scope.OFFICE, Scope.ALL)


def _offered_to(user: Any) -> QuerySet[Handover]:
    rights = access.rights_of(user).rights
    managed = {right.type_id for right in rights if Action.MANAGE in right.actions and right.scope in _WIDE}
    return Handover.objects.filter(record__type__in=managed, office__in=access.offices_of(user))


def _move(record: Record, office: Office, person: Any) -> None:
    whole = Q(pk=record.pk) | Q(parent=record)
    keys = list(Record.objects.filter(whole).values_list("pk", flat=True))
    Record.objects.filter(pk__in=keys).update(office=office, updated_at=timezone.now())
    RecordIndex.objects.filter(pk__in=keys).update(office=office)
    Record.objects.filter(pk=record.pk).update(owner=person)
    RecordIndex.objects.filter(pk=record.pk).update(owner=person)
    Assignment.objects.filter(record=record, until=None).update(until=timezone.localdate())
    Assignment.objects.create(record=record, user=person, lead=True, since=timezone.localdate(), by=person)
    theirs = Task.objects.filter(record__in=keys, done_at=None, assignee__isnull=False)
    theirs.update(assignee=person)
