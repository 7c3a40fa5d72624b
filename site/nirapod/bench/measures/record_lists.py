"""A list of records: a page of 50 filtered and sorted, the count, a facet; each beside SQL by hand doing the same."""

from nirapod.bench import registry_data, registry_lists
from nirapod.bench.result import Goal, Result, times_slower
from nirapod.bench.timing import Times, ratio, take_turns


def measure_at(records: int) -> Result:
    world = registry_data.prepare(records, f"bench_lists_{records}")
    times: dict[str, Times] = {}
    goals: list[Goal] = []
    with registry_lists.floor_table(world):
        for pair in registry_lists.contestants(world):
            if not pair.ours() or not pair.raw():
                raise RuntimeError(f"Nothing came out: {pair.title}.")
            ours, raw = f"{pair.title}", f"{pair.title}, raw SQL"
            met = take_turns({ours: pair.ours, raw: pair.raw}, calls=10)
            times |= met
            goals.append(times_slower(pair.title, ratio(met[ours], met[raw]), pair.at_most))
    return Result(
        f"A list of {records:,} records",
        times,
        goals,
        [
            "Raw: the same rows and columns within the same rights, written by hand for this one list.",
            "The raw facet counts in a plain table with an index on each column.",
        ],
    )
