"""What a record type's set-up says beside its form and its list: which offices add records, what stands on paper,
when two records look like one, how long they are kept. Those who act ask here.
"""

from calendar import monthrange
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from forms_builder.logic import blank
from registry.filters import QueryError
from registry.models import Office, Record, RecordIndex, RecordType
from registry.opening import NotVisible, Opened
from registry.query import Op, RecordQuery

MOST_ALIKE = 5


def adding_offices(record_type: RecordType, among: QuerySet[Office]) -> QuerySet[Office]:
    """Of some offices, those that add such records."""
    return among.filter(key__in=record_type.office_keys) if record_type.office_keys else among


def may_add_in(record_type: RecordType, office: Office) -> bool:
    return not record_type.office_keys or office.key in record_type.office_keys


def on_paper(record_type: RecordType, seen: Opened) -> Opened:
    """What the person sees, as far as it is printed."""
    if not record_type.print_keys:
        return seen
    keys = set(record_type.print_keys)
    return Opened(
        {key: answer for key, answer in seen.answers.items() if key in keys},
        tuple(key for key in seen.withheld if key in keys),
        seen.questions,
    )


def alike(user: Any, record: Record, seen: Opened) -> list[tuple[str, Any]]:
    """(number, id) of other records that may be the same, by the type's rule; within what the person may see.

    Nothing where one of the answers is missing, or is not theirs to look for.
    """
    keys: Collection[str] = record.type.duplicate_keys
    if not keys or any(blank(seen.answers.get(key)) for key in keys):
        return []
    try:
        query = RecordQuery(user, record.type)
        for key in keys:
            query = query.where(key, Op.EQUAL, seen.answers[key])
    except (QueryError, NotVisible):
        return []
    rows = query.page(columns=()).rows
    return [(row.record.reference, row.record.pk) for row in rows if row.record.pk != record.pk][:MOST_ALIKE]


def kept_until(record: Record) -> date | None:
    """The day after which the rule of the type lets the record go; None without a rule."""
    months = record.type.retention_months
    return months_later(timezone.localdate(record.updated_at), months) if months else None


def overdue(record_type: RecordType) -> int:
    """How many records are older than the type's rule keeps them."""
    if not record_type.retention_months:
        return 0
    today = timezone.localdate()
    day = months_later(today, -record_type.retention_months)
    before = timezone.make_aware(datetime.combine(day, datetime.min.time())) + timedelta(days=1)
    return RecordIndex.objects.filter(type=record_type, updated_at__lt=before).count()


def months_later(day: date, months: int) -> date:
    """The same day some months later or earlier; the last of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
