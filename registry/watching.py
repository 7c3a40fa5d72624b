"""Who looked at a record, from the access events of the last months. For whoever answers for the case."""

from datetime import timedelta

from django.utils import timezone

from registry.models import AccessedRecord, AccessEvent, Record

DAYS = 90
MOST = 200


def looks_at(record: Record) -> list[AccessEvent]:
    """The newest first: openings, prints, exports and lists in which it stood."""
    since = timezone.now() - timedelta(days=DAYS)
    about = AccessedRecord.objects.filter(record=record.pk)
    found = AccessEvent.objects.filter(pk__in=about.values("event"), at__gte=since)
    return list(found.select_related("user").order_by("-at")[:MOST])
