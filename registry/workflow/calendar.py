"""Days on which people work: not Friday and Saturday, and no public holiday of Bangladesh. Pure.

A due date that falls on another day moves to the next working day, unless the matter does not wait for one.
"""

from datetime import date, timedelta
from functools import lru_cache

from holidays import country_holidays

WEEKEND = (4, 5)
"""Friday and Saturday, as `date.weekday` counts them."""


def is_working_day(day: date) -> bool:
    return day.weekday() not in WEEKEND and day not in _holidays(day.year)


def working_day(day: date) -> date:
    """`day` itself or the next one on which people work."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def due_date(start: date, days: int, *, every_day: bool = False) -> date:
    """`days` calendar days after `start`, moved to a working day; not where a day off counts like every other."""
    day = start + timedelta(days=days)
    return day if every_day else working_day(day)


@lru_cache(maxsize=64)
def _holidays(year: int) -> frozenset[date]:
    """Days that follow the moon are known for years to come only as an estimate; the list comes with a library."""
    return frozenset(country_holidays("BD", years=[year]))
