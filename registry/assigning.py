"""Who works on a record: the one in charge, and others beside them. The only place where that changes.

What commits together: the assignment's rows, the record's owner in both tables, and the open tasks that go along.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from registry import access
from registry.models import (
    Action,
    Assignment,
    Grant,
    Office,
    OfficeMembership,
    Record,
    RecordIndex,
    RecordType,
    Scope,
    Task,
)
from registry.opening import NotVisible, get_record


class Refused(Exception):
    """It cannot be done; the message tells why. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one record of several. `problem` is blank where it was done."""

    record_id: UUID
    reference: str
    problem: str = ""


def people_for(record_type: RecordType, offices: Collection[int]) -> QuerySet[Any]:
    """Active people whose role works on records of the type in these offices: some grant lets them change records, or
    is about those they work on. Whoever works elsewhere gets a case by a handover only."""
    able = Grant.objects.filter(record_type=record_type).exclude(scope=Scope.OWN)
    working = [one for one in able if Action.EDIT in one.actions or one.scope == Scope.ASSIGNED]
    anywhere = Q(groups__in=[one.group_id for one in working if one.scope == Scope.ALL])
    here = Q(
        groups__in=[one.group_id for one in working],
        pk__in=OfficeMembership.objects.filter(office__in=offices).values("user"),
    )
    people = get_user_model().objects.filter(anywhere | here, is_active=True)
    return people.distinct().order_by("full_name")


def offices_managed(user: Any, record_type: RecordType) -> list[int]:
    """The offices whose records of the type somebody may hand over."""
    if access.reach(user, record_type).scope_of(Action.MANAGE) is Scope.ALL:
        return list(Office.objects.values_list("pk", flat=True))
    return list(access.offices_of(user))


def works_there(person: Any, record: Record) -> bool:
    """Whether a record's office is one of this person's, or their role works on such records in every office."""
    everywhere = access.reach(person, record.type).scope_of(Action.EDIT) is Scope.ALL
    return everywhere or record.office_id in access.offices_of(person)


def assign(by: Any, record_id: UUID, person: Any, *, lead: bool = False) -> Record:
    """Let `person` work on a record, in charge of it if `lead`. `NotVisible`, or `Refused` with the reason."""
    with transaction.atomic():
        record = _locked(by, record_id)
        if not person.is_active:
            raise Refused(_("This account is closed."))
        if access.reach(person, record.type).rights and not works_there(person, record):
            raise Refused(
                _("%(who)s works in another office. Hand the record over to that office instead.")
                % {"who": person}
            )
        if lead:
            _put_in_charge(by, record, person)
        else:
            _open(by, record, person, lead=False)
        access.forget(person)
        if not access.can(person, Action.VIEW, record):
            raise Refused(_no_sight_of(record, person))
        return record


def assign_many(by: Any, record_ids: Iterable[UUID], person: Any, *, lead: bool = True) -> list[Outcome]:
    """The same for several, each on its own: what is not possible for one does not hinder the others."""
    found: list[Outcome] = []
    for record_id in dict.fromkeys(record_ids):
        try:
            record = assign(by, record_id, person, lead=lead)
        except NotVisible:
            found.append(Outcome(record_id, "", _("There is no such record for you.")))
        except Refused as refusal:
            found.append(Outcome(record_id, get_record(by, record_id).reference, str(refusal)))
        else:
            found.append(Outcome(record_id, record.reference))
    return found


def release(by: Any, record_id: UUID, person_id: int) -> None:
    """End somebody's work on a record. The one in charge stays until another is."""
    with transaction.atomic():
        record = _locked(by, record_id)
        if record.owner_id == person_id:
            raise Refused(_("Somebody has to be in charge. Put another person in charge first."))
        record.assignments.filter(user=person_id, until=None).update(until=timezone.localdate())


def working_on(record: Record) -> list[Assignment]:
    """Who works on it beside the one in charge, and who did; the newest first."""
    return list(record.assignments.select_related("user", "by").order_by("-since", "-pk"))


def _put_in_charge(by: Any, record: Record, person: Any) -> None:
    before = record.owner
    if before.pk == person.pk:
        raise Refused(_("%(who)s is in charge already.") % {"who": person})
    record.assignments.filter(user=before, until=None).update(until=timezone.localdate())
    _open(by, record, person, lead=True)
    record.owner = person
    Record.objects.filter(pk=record.pk).update(owner=person, updated_at=timezone.now())
    RecordIndex.objects.filter(pk=record.pk).update(owner=person)
    going_along = Q(record=record) | Q(record__parent=record)
    Task.objects.filter(going_along, done_at=None, assignee=before).update(assignee=person)


def _no_sight_of(record: Record, person: Any) -> str:
    if record.office_id in access.offices_of(person):
        return _("%(who)s may not see this record.") % {"who": person}
    return _("%(who)s does not work in the office of this record, so they may not see it.") % {"who": person}


def _open(by: Any, record: Record, person: Any, *, lead: bool) -> None:
    _row, new = record.assignments.get_or_create(
        user=person, until=None, defaults={"since": timezone.localdate(), "by": by, "lead": lead}
    )
    if not new and not lead:
        raise Refused(_("%(who)s works on it already.") % {"who": person})


def _locked(by: Any, record_id: UUID) -> Record:
    get_record(by, record_id, Action.MANAGE)
    found: Record = (
        Record.objects.select_for_update(of=("self",)).select_related("type", "owner").get(pk=record_id)
    )
    return found
