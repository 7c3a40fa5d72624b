"""Imports: rows of a file checked by a form and written with history, beside django-import-export's defaults."""

from nirapod.bench import registry_data, registry_imports
from nirapod.bench.result import Result, times_faster
from nirapod.bench.timing import ratio, take_turns

OURS, PEER = "our import", "django-import-export as it comes"
SHARE = 10
"""Of the records there are, so many times fewer rows are brought in: the peer would take the better part of an hour."""


def measure_at(records: int) -> Result:
    world = registry_data.prepare(records, f"bench_imports_{records}", registry_data.sheet())
    rows = max(1_000, records // SHARE)
    work = registry_imports.contestants(world, rows)
    times = take_turns({OURS: work["ours"], PEER: work["peer"]}, rounds=2, calls=1, warm=False)
    return Result(
        f"Importing {rows:,} rows of 12 answers into {records:,} records",
        times,
        [times_faster("times faster than the peer", ratio(times[PEER], times[OURS]), registry_imports.GOAL)],
        registry_imports.NOTES,
    )
