"""What imports are measured by: rows checked by the form and written in batches, beside django-import-export's defaults.

Ours seals, indexes, numbers and versions each record and judges it by the form; the rival saves plain model rows.
"""

import csv
import io
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from import_export.resources import ModelResource

from nirapod.bench.registry_data import World, answers
from registry.importing import applying
from registry.importing.mapping import guess, questions_for
from registry.importing.reading import opened, table
from registry.importing.store import Store, keep
from registry.models import DataImport, Organisation

GOAL = 6.0
"""How many times faster than the rival's defaults."""
COLUMNS = ("district", "risk", "topics", "visit_date", "age", "case_no", "word_0", "word_1")


def rows(count: int, start: int = 0) -> bytes:
    """A CSV file of so many rows."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for number in range(start, start + count):
        given = answers(number)
        writer.writerow([";".join(given[key]) if key == "topics" else given[key] for key in COLUMNS])
    return text.getvalue().encode()


def ours(world: World, content: bytes) -> DataImport:
    """The whole way: read, check every row, write, without the waiting between the pages."""
    read = table(opened(io.BytesIO(content), len(content)))
    batch = keep(world.user, world.record_type, read, "en")
    mapping = guess(Store(batch).head.headings, questions_for(world.user, world.record_type))
    batch.mapping = {str(number): key for number, key in mapping.items()}
    batch.office, batch.state = world.office, DataImport.State.CHECKING
    batch.save()
    applying.check(batch)
    batch.state = DataImport.State.APPLYING
    batch.save(update_fields=["state"])
    applying.apply(batch)
    batch.refresh_from_db()
    return batch


class RivalResource(ModelResource):
    """django-import-export as it comes, on a small table of ours without answers."""

    class Meta:
        model = Organisation
        import_id_fields = ("key",)
        fields = ("key", "name_en", "name_bn", "kind")


def rival(count: int, start: int = 0) -> int:
    """So many plain rows through the rival's defaults; gives how many were new."""
    import tablib

    stamp = timezone.now().strftime("%H%M%S%f")
    lines = [
        (f"k{stamp}_{number}", f"Name {number}", f"নাম {number}", "bench")
        for number in range(start, start + count)
    ]
    data = tablib.Dataset(*lines, headers=["key", "name_en", "name_bn", "kind"])
    result: Any = RivalResource().import_data(data, raise_errors=True)
    return int(result.totals["new"])


def contestants(world: World, count: int) -> dict[str, Callable[[], object]]:
    content = rows(count)
    return {"ours": lambda: ours(world, content), "django-import-export": lambda: rival(count)}
