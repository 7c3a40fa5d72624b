"""Starts what is due and notes how it ended. The worker ticks every few seconds.

A job is claimed by swapping its next run in one statement: of two workers only one changes the row.
"""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResult, TaskResultStatus

from nirapod.jobs.clock import next_run, retry_at
from nirapod.jobs.models import Every, Outcome, Schedule

logger = logging.getLogger(__name__)


def tick(now: datetime | None = None) -> list[str]:
    """Start every job that is due at `now`. Returns the keys of the jobs that this call started."""
    moment = now or timezone.now()
    due = Schedule.objects.filter(enabled=True, next_run__lte=moment).order_by("next_run")
    return [schedule.key for schedule in list(due) if start(schedule, moment)]


def start(schedule: Schedule, now: datetime) -> bool:
    """Claim the row and put its job in the queue; both commit together. False when another was faster."""
    try:
        task = import_string(schedule.task)
    except ImportError:
        return claim(schedule, now) and note_failure(schedule, "ImportError", now)
    with transaction.atomic():
        if not claim(schedule, now):
            return False
        result = task.enqueue()
        Schedule.objects.filter(pk=schedule.pk).update(last_job=result.id)
    if result.is_finished:  # a backend that runs jobs at once
        note_outcome(result)
    return True


def claim(schedule: Schedule, now: datetime) -> bool:
    """Move the row on from the next run we have read. Exactly one of several callers succeeds."""
    unchanged = Schedule.objects.filter(pk=schedule.pk, next_run=schedule.next_run, enabled=True)
    following = next_run(Every(schedule.every), schedule.at, now)
    return bool(unchanged.update(next_run=following, last_run=now, last_outcome=Outcome.RUNNING))


def note_outcome(task_result: TaskResult, **kwargs: object) -> None:
    """Write down how a scheduled job ended (signal `task_finished`). Other jobs are none of our business."""
    schedule = Schedule.objects.filter(last_job=task_result.id).first()
    if schedule is None:
        return
    if task_result.status == TaskResultStatus.SUCCESSFUL:
        Schedule.objects.filter(pk=schedule.pk).update(
            last_outcome=Outcome.SUCCEEDED, last_error="", failures=0
        )
        return
    error = task_result.errors[-1].exception_class_path if task_result.errors else ""
    note_failure(schedule, error, timezone.now())


def note_failure(schedule: Schedule, error: str, now: datetime) -> bool:
    """Keep the kind of error and bring the next run forward, a few times. Always True."""
    schedule.refresh_from_db()
    failures = schedule.failures + 1
    again = retry_at(failures, now)
    Schedule.objects.filter(pk=schedule.pk).update(
        last_outcome=Outcome.FAILED,
        last_error=error[:200],
        failures=failures if again else 0,
        next_run=min(schedule.next_run, again) if again else schedule.next_run,
    )
    logger.warning("The scheduled job %s failed (%s), %d in a row", schedule.key, error, failures)
    return True
