"""Imports: rows of a file checked by a form and written with history, beside django-import-export's defaults."""

from nirapod.bench import registry_data, registry_imports
from nirapod.bench.result import Result, times_faster
from nirapod.bench.timing import ratio, take_turns

OURS, PEER = "our import", "django-import-export as it comes"


def measure_at(records: int) -> Result:
    world = registry_data.prepare(records, f"bench_imports_{records}", registry_data.sheet())
    work = registry_imports.contestants(world, records)
    times = take_turns({OURS: work["ours"], PEER: work["peer"]}, rounds=2, calls=1, warm=False)
    return Result(
        f"Importing {records:,} rows of 12 answers, with as many records there already",
        times,
        [times_faster("times faster than the peer", ratio(times[PEER], times[OURS]), registry_imports.GOAL)],
        registry_imports.NOTES,
    )
