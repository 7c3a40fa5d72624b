"""Index rows learn which records are tests, and access events of the last months which records they are about."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import migrations
from django.utils import timezone

DAYS = 90
EVENTS_A_TIME = 500


def fill(apps: Any, schema_editor: Any) -> None:
    record, index = apps.get_model("registry", "Record"), apps.get_model("registry", "RecordIndex")
    index.objects.filter(pk__in=record.objects.filter(is_test=True).values("pk")).update(is_test=True)
    event, about = apps.get_model("registry", "AccessEvent"), apps.get_model("registry", "AccessedRecord")
    recent = event.objects.filter(at__gte=timezone.now() - timedelta(days=DAYS)).only("records")
    rows: list[Any] = []
    for number, one in enumerate(recent.iterator(chunk_size=EVENTS_A_TIME), start=1):
        rows += [about(event_id=one.pk, record=key) for key in dict.fromkeys(map(_as_key, one.records)) if key]
        if number % EVENTS_A_TIME == 0:
            about.objects.bulk_create(rows)
            rows = []
    about.objects.bulk_create(rows)


def _as_key(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None


class Migration(migrations.Migration):
    dependencies = [("registry", "0021_listed_and_looked")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
