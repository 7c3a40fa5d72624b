"""When a job runs next."""

from datetime import UTC, datetime, time

import pytest

from nirapod.jobs.clock import DHAKA, next_run, retry_at
from nirapod.jobs.models import Every


@pytest.mark.parametrize(
    ("every", "now", "expected"),
    [
        (Every.MINUTE, "10:00:30", "10:01:00"),
        (Every.FIVE_MINUTES, "10:00:00", "10:05:00"),
        (Every.FIVE_MINUTES, "10:04:59", "10:05:00"),
        (Every.HOUR, "23:30:00", "00:00:00"),
    ],
)
def test_a_job_runs_at_the_next_round_time(every: Every, now: str, expected: str) -> None:
    moment = datetime.fromisoformat(f"2026-03-26T{now}").replace(tzinfo=DHAKA)
    assert next_run(every, None, moment).strftime("%H:%M:%S") == expected


def test_a_daily_job_keeps_the_clock_of_bangladesh_whatever_the_server_uses() -> None:
    evening_in_london = datetime(2026, 3, 26, 20, 30, tzinfo=UTC)  # 02:30 on the 27th in Dhaka
    assert next_run(Every.DAY, time(3, 0), evening_in_london) == datetime(2026, 3, 27, 3, 0, tzinfo=DHAKA)


def test_a_daily_job_that_just_ran_waits_until_tomorrow() -> None:
    three_o_clock = datetime(2026, 3, 27, 3, 0, tzinfo=DHAKA)
    assert next_run(Every.DAY, time(3, 0), three_o_clock) == datetime(2026, 3, 28, 3, 0, tzinfo=DHAKA)


def test_a_failing_job_is_tried_again_later_and_later_then_left_alone() -> None:
    now = datetime(2026, 3, 27, 3, 0, tzinfo=DHAKA)
    minutes = [(moment - now).total_seconds() / 60 for n in (1, 2, 3) if (moment := retry_at(n, now))]
    assert minutes == [1, 5, 25]
    assert retry_at(4, now) is None
