"""Who looked at a record, from the access events of the last months. For whoever answers for the case."""

from collections.abc import Mapping
from datetime import timedelta

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast, StrIndex
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from registry.audit import AccessKind
from registry.models import AccessedRecord, AccessEvent, Record

WORDS: Mapping[str, str | Promise] = {
    AccessKind.LIST: _("saw it in a list"),
    AccessKind.VIEW: _("opened it"),
    AccessKind.HISTORY: _("read its history"),
    AccessKind.EDIT: _("opened it to change it"),
    AccessKind.EXPORT: _("took it out in a file"),
    AccessKind.FILE: _("opened a document of it"),
    AccessKind.PRINT: _("printed it"),
    AccessKind.SEARCH: _("found it by a name"),
}
"""What somebody did, by the kind of the event."""
DAYS = 90
MOST = 200
A_TIME = 500


def looks_at(record: Record) -> list[AccessEvent]:
    """The newest first: openings, prints, exports and lists in which it stood."""
    since = timezone.now() - timedelta(days=DAYS)
    recent = AccessEvent.objects.filter(at__gte=since).select_related("user").defer("records").order_by("-at")
    about = AccessedRecord.objects.filter(record=record.pk)
    one_by_one = recent.filter(pk__in=about.values("event"))[:MOST]
    found = {*one_by_one, *_exports(record, recent)[:MOST]}
    return sorted(found, key=lambda event: event.at, reverse=True)[:MOST]


def _exports(record: Record, events: QuerySet[AccessEvent]) -> QuerySet[AccessEvent]:
    """Those of the events that took the record out in a file: some dozen kilobytes to look through for each thousand rows."""
    told = StrIndex(Cast("records", TextField()), Value(str(record.pk)))
    return events.filter(action=AccessKind.EXPORT).alias(told=told).filter(told__gt=0)


@task()
def forget_old_looks() -> None:
    """Drop what finds events too old to be told. The events themselves stay."""
    since = timezone.now() - timedelta(days=DAYS)
    while keys := list(
        AccessedRecord.objects.filter(event__at__lt=since).values_list("pk", flat=True)[:A_TIME]
    ):
        AccessedRecord.objects.filter(pk__in=keys).delete()
