"""What imports are measured by: rows checked by the form and written in batches, beside django-import-export's defaults.

Both go the whole way of somebody who sends a file: it is tried out, and then brought in. Ours seals, indexes, numbers
and versions each record and judges it by the form; the peer saves plain model rows and logs that each was added.
"""

import csv
import io
from collections.abc import Callable

from nirapod.bench.peer import importing as peer
from nirapod.bench.registry_data import World, answers, sheet
from registry.importing import applying
from registry.importing.mapping import guess, questions_for
from registry.importing.reading import opened, table
from registry.importing.store import Store, keep
from registry.models import DataImport
from registry.sealing import questions_by_key

GOAL = 6.0
"""How many times faster than the peer's defaults."""
NOTES = (
    "Both read the file, try out every row, read it again and bring it in; the pages in between are not drawn.",
    "Ours judges each row twice by the form, seals, numbers, indexes and writes a first revision.",
    "The peer keeps plain rows of a table with the same columns, and logs each: no rules, no seals, no history.",
)
COLUMNS = tuple(questions_by_key(sheet()))


def rows(count: int, start: int = 0) -> bytes:
    """A CSV file of so many rows."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for number in range(start, start + count):
        given = answers(number)
        writer.writerow([given[key] for key in COLUMNS])
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


def contestants(world: World, count: int) -> dict[str, Callable[[], object]]:
    content = rows(count)

    def brought_in() -> None:
        done = ours(world, content)
        if (done.state, done.to_create) != (DataImport.State.DONE, count):
            raise RuntimeError(f"The import is {done.state}, with {done.to_create} new and {done.bad} bad.")

    return {"ours": brought_in, "peer": lambda: peer.bring_in(content, count)}
