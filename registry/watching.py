"""Who looked at a record, from the access events of the last months. For whoever answers for the case."""

from datetime import timedelta

from django.utils import timezone

from registry.models import AccessEvent, Record

DAYS = 90
MOST = 200


def looks_at(record: Record) -> list[AccessEvent]:
    """The newest first: openings, prints, exports and lists in which it stood."""
    since = timezone.now() - timedelta(days=DAYS)
    kinds = ("", record.type.key, *([record.parent.type.key] if record.parent else []))
    found = AccessEvent.objects.filter(
        at__gte=since, record_type__in=kinds, records__icontains=str(record.pk)
    )
    return list(found.select_related("user").order_by("-at")[:MOST])
