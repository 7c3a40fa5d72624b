"""Exports: the same 10,000 records as our files and as the peer's; memory and first byte of a file of all records."""

from nirapod.bench import registry_data, registry_exports
from nirapod.bench.peer import exporting
from nirapod.bench.result import Goal, Result, at_most, times_faster
from nirapod.bench.timing import Times, ratio, take_turns

PEER_ROWS = 10_000
"""The peer keeps all rows in memory, and its XLSX takes a second for every thousand: more would only last."""


def measure_at(records: int) -> Result:
    small = registry_data.prepare(PEER_ROWS, "bench_exports_peer")
    large = registry_data.prepare(records, f"bench_exports_{records}")
    ours = registry_exports.contestants(small)
    page, user = exporting.peer_page(small)
    times: dict[str, Times] = {}
    goals: list[Goal] = []
    for kind, goal in registry_exports.GOALS.items():
        names = f"{kind} of {PEER_ROWS:,}", f"{kind} of {PEER_ROWS:,}, Wagtail's forms"
        peer = exporting.exporter(page, user, kind)
        met = take_turns(dict(zip(names, (ours[kind], peer), strict=True)), rounds=3, calls=1)
        times |= met
        goals.append(times_faster(f"{kind}, times faster", ratio(met[names[1]], met[names[0]]), goal))
    for kind in registry_exports.GOALS:
        wait = min(registry_exports.first_byte_ms(large, kind) for _ in range(3))
        peak = registry_exports.peak_mb(large, kind)
        goals.append(
            at_most(f"{kind} of {records:,}, first rows", wait, registry_exports.FIRST_BYTE_MS, "ms")
        )
        goals.append(at_most(f"{kind} of {records:,}, memory", peak, registry_exports.MEMORY_MB, "MB"))
    return Result(
        f"Exports, {records:,} records",
        times,
        goals,
        [
            "Both files have the same rows with the same answers, without the sealed one.",
            "Ours notes each chunk in the access log and guards formulas; the peer does neither.",
        ],
    )
