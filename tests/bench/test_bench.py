"""The bench itself: takes turns fairly, tells honestly what was missed, and knows its measures."""

import io
import os
import subprocess
import sys
import time
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from nirapod.bench import engines, long_form, measures, registry_data, registry_exports, registry_lists
from nirapod.bench.result import Goal, Result, times_faster
from nirapod.bench.timing import Times, ratio, take_turns


def test_contestants_take_turns_and_change_who_goes_first() -> None:
    said: list[str] = []
    times = take_turns({"a": lambda: said.append("a"), "b": lambda: said.append("b")}, rounds=2, calls=1)
    assert "".join(said) == "ab" + "ba" + "ab"
    assert {len(one.wall) for one in times.values()} == {2}


def test_the_slower_one_is_found_to_be_slower() -> None:
    times = take_turns({"slow": lambda: time.sleep(0.004), "fast": lambda: None}, rounds=3, calls=2)
    found = ratio(times["slow"], times["fast"])
    assert found.low > 1
    assert found.low <= found.median <= found.high


def test_a_missed_goal_is_called_missed() -> None:
    goal = times_faster("times faster", ratio(Times([2.0], [2.0]), Times([1.0], [1.0])), 8)
    assert not goal.is_met
    assert "MISSED" in goal.line()
    told = Result("Title", {"one": Times([0.001], [0.001])}, [goal]).as_json()
    assert told["goals"][0] == {"what": "times faster", "figure": 2.0, "goal": 8, "met": False}
    assert Goal("one page", 4.0, 5, at_least=False).is_met


LOAD_ALL = """
import django; django.setup()
from nirapod.bench import measures
print(sum(callable(measure) for name in measures.names() for _name, measure in measures.load(name)))
"""


def test_each_measure_can_be_loaded_and_an_unknown_one_is_named() -> None:
    # Elsewhere: the peer's page type stays with the process that loads it, and has no table in the tests' database.
    elsewhere = os.environ | {
        "DJANGO_SETTINGS_MODULE": engines.SETTINGS,
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    loaded = subprocess.run(
        (sys.executable, "-c", LOAD_ALL), env=elsewhere, capture_output=True, text=True, check=True
    )
    assert int(loaded.stdout) >= len(measures.names())
    assert [name for name, _measure in measures.load("record_lists", [50, 60])] == [
        "record_lists_50",
        "record_lists_60",
    ]
    listed = io.StringIO()
    call_command("bench", "--list", stdout=listed)
    assert listed.getvalue().split() == measures.names()
    with pytest.raises(CommandError, match="form_page"):
        call_command("bench", "--only", "nothing")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["choice_filter", "compile_form", "evaluate_form"])
def test_a_measure_without_a_peer_runs_anywhere(name: str) -> None:
    [(_name, measure)] = measures.load(name)
    result = measure()
    assert result.goals
    assert result.title in result.lines()[0]


@pytest.mark.django_db
def test_lists_are_measured_beside_raw_sql_that_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry_data, "BASE", 60)
    world = registry_data.prepare(60, "measured")
    with registry_lists.floor_table(world):
        for pair in registry_lists.contestants(world):
            assert pair.ours()
            assert pair.raw(), pair.title
        narrow, *_others, crossed, _facet = registry_lists.contestants(world)
        ours: Any = narrow.ours()
        raw: Any = narrow.raw()
        assert [row.record.reference for row in ours[1]] == [row[2] for row in raw][:50]
        counted: Any = crossed.raw()
        assert crossed.ours() == {(one, other): number for one, other, number in counted if one and other}


@pytest.mark.django_db
def test_an_export_that_is_measured_says_when_its_first_rows_leave() -> None:
    world = registry_data.prepare(20, "measured_export")
    assert registry_exports.first_byte_ms(world, "CSV") > 0
    assert registry_exports.peak_mb(world, "XLSX") < registry_exports.MEMORY_MB


@pytest.mark.django_db
def test_the_long_form_compiles() -> None:
    assert len(long_form.program_of(long_form.long_form(300)).by_key) >= 300
