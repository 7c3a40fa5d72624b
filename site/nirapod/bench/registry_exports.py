"""What exports are measured by: our CSV, XLSX and JSON of a list, whole and streamed, with their access events.

Their goals are ratios to the peer's own export views, which whoever runs the measure brings.
"""

import time
import tracemalloc
from collections.abc import Callable, Iterator

from nirapod.bench.registry_data import World
from registry.exporting.columns import layout_of
from registry.exporting.csv_file import csv_chunks
from registry.exporting.json_file import json_pieces
from registry.exporting.outgoing import Outgoing
from registry.exporting.workbook import workbook_pieces
from registry.models import Action
from registry.query import RecordQuery

XLSX, CSV, JSON = "XLSX", "CSV", "JSON"
GOALS = {XLSX: 10.0, CSV: 3.0}
"""How many times faster than the peer."""
FIRST_BYTE_MS = 300.0
MEMORY_MB = 64.0


def contestants(world: World) -> dict[str, Callable[[], int]]:
    """Each writes the whole list and gives how many bytes came out."""
    return {name: lambda name=name: sum(map(len, pieces(world, name))) for name in (XLSX, CSV, JSON)}  # type: ignore[misc]  # bound now


def pieces(world: World, kind: str) -> Iterator[bytes]:
    """The file as it leaves, access events included."""
    records = outgoing(world)
    facts: list[tuple[str, object]] = [("export", "bench")]
    makers: dict[str, Callable[[], Iterator[bytes]]] = {
        XLSX: lambda: workbook_pieces(records, facts),
        CSV: lambda: csv_chunks(records),
        JSON: lambda: json_pieces(records, facts),
    }
    return makers[kind]()


def outgoing(world: World) -> Outgoing:
    query = RecordQuery(world.user, world.record_type, Action.EXPORT)
    layout = layout_of(world.record_type.form, lambda question: query.reach.allows(question, Action.EXPORT))
    return Outgoing(query, layout, "bench: a measurement", None)


def first_byte_ms(world: World, kind: str) -> float:
    """Until the first row is on its way: the pieces before it hold headings only."""
    began = time.perf_counter()
    found = pieces(world, kind)
    next(found)
    next(found)
    return (time.perf_counter() - began) * 1000


def peak_mb(world: World, kind: str) -> float:
    """The most memory that Python's objects took above what was there before, while the whole file left."""
    tracemalloc.start()
    before, _peak = tracemalloc.get_traced_memory()
    tracemalloc.reset_peak()
    for _piece in pieces(world, kind):
        pass
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return (most - before) / 1024 / 1024
