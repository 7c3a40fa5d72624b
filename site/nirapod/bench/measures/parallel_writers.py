"""Fifty writers at once, each a thread with a connection of its own: nobody is refused."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import OperationalError, connection, connections

from nirapod.bench import registry_data
from nirapod.bench.result import Result, at_most
from nirapod.bench.timing import Times
from registry.saving import save_record

WRITERS, EACH = 50, 10
KEY = "bench_writers"
NAME = "one record, saved"


def measure() -> Result:
    world = registry_data.prepare(registry_data.BASE, KEY)
    gate = Barrier(WRITERS)

    def write(number: int) -> tuple[list[float], int]:
        took, refused = [], 0
        gate.wait(timeout=60)
        try:
            for turn in range(EACH):
                entry = registry_data.entry(world, number * EACH + turn)
                began = time.perf_counter()
                try:
                    save_record(entry)
                except OperationalError:
                    refused += 1
                took.append(time.perf_counter() - began)
        finally:
            connections.close_all()
        return took, refused

    began = time.perf_counter()
    with ThreadPoolExecutor(WRITERS) as pool:
        done = list(pool.map(write, range(WRITERS)))
    lasted = time.perf_counter() - began
    waited = sorted(one for took, _refused in done for one in took)
    return Result(
        f"{WRITERS} writers at once",
        {NAME: Times(waited, [lasted / len(waited)])},
        [at_most("writers refused", sum(refused for _took, refused in done), 0, "of 500")],
        [
            f"{len(waited) / lasted:.0f} records a second together, the slowest {waited[-1]:.2f} s, on {connection.vendor}.",
            "Each is sealed, numbered, indexed and has its first revision.",
        ],
    )
