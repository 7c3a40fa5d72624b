"""What is due is started once, and how it ended is written down."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from time_machine import travel

from nirapod.jobs import ticking
from nirapod.jobs.clock import DHAKA
from nirapod.jobs.models import Every, Outcome, Schedule
from tests.jobs import sample_tasks
from tests.jobs.conftest import schedule

NOON = datetime(2026, 3, 26, 12, 0, tzinfo=DHAKA)


@pytest.mark.django_db
def test_what_is_not_due_yet_does_not_run() -> None:
    schedule("count", NOON + timedelta(seconds=1))
    assert ticking.tick(NOON) == []
    assert sample_tasks.runs == []


@pytest.mark.django_db
def test_what_is_switched_off_does_not_run() -> None:
    schedule("count", NOON)
    Schedule.objects.update(enabled=False)
    assert ticking.tick(NOON) == []


@pytest.mark.django_db
def test_a_due_job_runs_and_moves_to_its_next_time() -> None:
    schedule("count", NOON)
    assert ticking.tick(NOON) == ["sample"]
    row = Schedule.objects.get()
    assert sample_tasks.runs == ["run"]
    assert (row.last_run, row.last_outcome) == (NOON, Outcome.SUCCEEDED)
    assert row.next_run == NOON + timedelta(hours=1)


@pytest.mark.django_db
def test_a_job_missed_for_days_runs_once_not_for_every_missed_hour() -> None:
    schedule("count", NOON - timedelta(days=3))
    ticking.tick(NOON)
    ticking.tick(NOON + timedelta(seconds=20))
    assert sample_tasks.runs == ["run"]


@pytest.mark.django_db
def test_a_failed_job_is_tried_again_after_a_minute_and_its_words_are_not_kept() -> None:
    schedule("fail", NOON)
    with travel(NOON, tick=False):
        ticking.tick()
    row = Schedule.objects.get()
    assert (row.last_outcome, row.last_error, row.failures) == (Outcome.FAILED, "builtins.ValueError", 1)
    assert row.next_run == NOON + timedelta(minutes=1)


@pytest.mark.django_db
def test_a_job_that_keeps_failing_falls_back_to_its_ordinary_times() -> None:
    schedule("fail", NOON)
    moment = NOON
    for _ in range(4):
        with travel(moment, tick=False):
            ticking.tick()
        moment = Schedule.objects.get().next_run
    row = Schedule.objects.get()
    assert row.next_run == NOON + timedelta(hours=1)
    assert row.failures == 0


@pytest.mark.django_db
def test_a_job_whose_code_is_gone_says_so_and_holds_up_no_other() -> None:
    schedule("no_such_task", NOON)
    Schedule.objects.create(
        key="other",
        task="tests.jobs.sample_tasks.count",
        every=Every.HOUR,
        next_run=NOON + timedelta(seconds=1),
    )
    with travel(NOON + timedelta(seconds=2), tick=False):
        ticking.tick()
    assert Schedule.objects.get(key="sample").last_error == "ImportError"
    assert sample_tasks.runs == ["run"]


@pytest.mark.django_db
def test_of_two_workers_that_read_the_same_row_only_one_starts_the_job() -> None:
    schedule("count", NOON)
    mine, theirs = Schedule.objects.get(), Schedule.objects.get()
    assert [ticking.start(mine, NOON), ticking.start(theirs, NOON)] == [True, False]
    assert sample_tasks.runs == ["run"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_tick_at_the_same_moment_run_a_job_once() -> None:
    schedule("count", NOON)
    ready = Barrier(2)

    def tick_together() -> None:
        try:
            ready.wait(timeout=10)
            ticking.tick(NOON)
        finally:
            connection.close()

    workers = [Thread(target=tick_together) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=30)
    assert sample_tasks.runs == ["run"]
