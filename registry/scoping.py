"""Conditions behind `registry.access`: records somebody works on, and records that are guarded.

They name the record by its key only, so they hold for `Record` and `RecordIndex` alike.
"""

from django.db.models import Q, QuerySet

from forms_builder.sealing import blind_token
from registry.models import Assignment, GuardedName, GuardedRecord, Record, Watch

PURPOSE = "registry.guarded"


def worked_on(user_id: int | None) -> Q:
    """Records in somebody's charge or assigned to them, and the records right below those.

    A record below another follows that one alone: who wrote it does not count, so that it goes along when a case
    is handed over.
    """
    mine = _mine(user_id)
    below = Record.objects.filter(parent__in=mine.values("pk"))
    return Q(pk__in=mine.filter(parent=None).values("pk")) | Q(pk__in=below.values("pk"))


def works_on(user_id: int | None, record: Record) -> bool:
    return _mine(user_id).filter(pk=record.parent_id or record.pk).exists()


def watch_condition(watch: Watch, type_id: int) -> Q:
    """The records of a type that a grant with this watch is about."""
    guarded = GuardedRecord.objects.filter(record__type=type_id)
    match watch:
        case Watch.GUARDED:
            return Q()
        case Watch.STAND_IN:
            return Q(pk__in=guarded.filter(Q(stand_in=True) | Q(handed_up=True)).values("pk"))
        case Watch.ORDINARY:
            return ~Q(pk__in=guarded.filter(held=True).values("pk"))


def not_named(user_id: int | None) -> Q:
    """The records that do not name this person as one who may never see them."""
    return ~Q(pk__in=GuardedName.objects.filter(token=token_of(user_id)).values("record"))


def watches_of(user_id: int | None, record: Record) -> set[Watch]:
    """The watches of grants that reach this record; none for somebody it names."""
    if GuardedName.objects.filter(record=record, token=token_of(user_id)).exists():
        return set()
    guarded = GuardedRecord.objects.filter(record=record).first()
    if guarded is None:
        return {Watch.ORDINARY, Watch.GUARDED}
    found = {Watch.GUARDED} if guarded.held else {Watch.ORDINARY, Watch.GUARDED}
    return found | {Watch.STAND_IN} if guarded.stand_in or guarded.handed_up else found


def token_of(user_id: int | str | None) -> str:
    return blind_token(str(user_id), PURPOSE)


def _mine(user_id: int | None) -> QuerySet[Record]:
    key = user_id or 0  # whoever is not signed in is nobody
    assigned = Assignment.objects.filter(user_id=key, until=None)
    return Record.objects.filter(Q(owner_id=key) | Q(pk__in=assigned.values("record")))
