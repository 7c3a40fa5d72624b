"""When a job runs next. Pure: knows no database; the day and its hours are those of Bangladesh."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from nirapod.jobs.models import Every

DHAKA = ZoneInfo("Asia/Dhaka")
STEPS = {
    Every.MINUTE: timedelta(minutes=1),
    Every.FIVE_MINUTES: timedelta(minutes=5),
    Every.HOUR: timedelta(hours=1),
}
# Waiting times after the first, second and third failure; then the ordinary time comes first anyway.
RETRIES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=25))


def next_run(every: Every, at: time | None, after: datetime) -> datetime:
    """The first moment later than `after` (aware) at which the job is due. Runs that were missed are not made up."""
    local = after.astimezone(DHAKA)
    if every is Every.DAY:
        today = local.replace(hour=0, minute=0, second=0, microsecond=0)
        wanted = at or time()
        moment = today.replace(hour=wanted.hour, minute=wanted.minute, second=wanted.second)
        return moment if moment > local else moment + timedelta(days=1)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    step = STEPS[every]
    return midnight + ((local - midnight) // step + 1) * step


def retry_at(failures: int, now: datetime) -> datetime | None:
    """When to try again after so many failures in a row; None when it is enough."""
    return now + RETRIES[failures - 1] if failures <= len(RETRIES) else None
