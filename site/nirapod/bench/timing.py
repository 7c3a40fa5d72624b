"""Timing: contestants take turns in one run, so that whatever else the machine does disturbs them alike."""

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds a call, one figure a round."""

    wall: Sequence[float]
    cpu: Sequence[float]

    @property
    def best(self) -> float:
        return min(self.wall)

    @property
    def median(self) -> float:
        return statistics.median(self.wall)


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times faster one contestant is than another: round by round, so that both met the same load."""

    median: float
    low: float
    high: float


def take_turns(
    contestants: Mapping[str, Work], rounds: int = 7, calls: int = 20, *, warm: bool = True
) -> dict[str, Times]:
    """Each contestant is called `calls` times a round, after one call that does not count unless `warm` is off."""
    for work in contestants.values() if warm else ():
        work()
    wall: dict[str, list[float]] = {name: [] for name in contestants}
    cpu: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(rounds):
        order = list(contestants.items())
        for name, work in order if number % 2 else reversed(order):
            began, began_cpu = _start()
            for _call in range(calls):
                work()
            cpu[name].append((time.process_time() - began_cpu) / calls)
            wall[name].append((time.perf_counter() - began) / calls)
    return {name: Times(wall[name], cpu[name]) for name in contestants}


def ratio(slow: Times, fast: Times) -> Ratio:
    found = sorted(one / other for one, other in zip(slow.wall, fast.wall, strict=True))
    return Ratio(statistics.median(found), found[0], found[-1])


def _start() -> tuple[float, float]:
    gc.collect()
    return time.perf_counter(), time.process_time()
