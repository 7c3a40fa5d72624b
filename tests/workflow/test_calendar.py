"""Nothing falls due on a day when nobody works."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from registry.workflow.calendar import due_date, is_working_day, working_day


def test_friday_and_saturday_move_to_sunday() -> None:
    assert working_day(date(2026, 11, 27)) == date(2026, 11, 29)
    assert working_day(date(2026, 11, 28)) == date(2026, 11, 29)


def test_a_public_holiday_moves_on() -> None:
    assert working_day(date(2026, 12, 16)) == date(2026, 12, 17)  # Victory Day


def test_a_working_day_stays() -> None:
    assert due_date(date(2026, 11, 22), 3) == date(2026, 11, 25)


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(0, 400))
def test_a_due_date_is_never_early_and_always_a_working_day(start: date, days: int) -> None:
    due = due_date(start, days)
    assert (due - start).days >= days
    assert is_working_day(due)
    assert (due - start).days - days < 14
