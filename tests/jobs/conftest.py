"""An empty count, rows of our own, and a queue that waits for a worker."""

from datetime import datetime

import pytest
from pytest_django import Settings

from nirapod.jobs.models import Every, Schedule
from tests.jobs import sample_tasks


@pytest.fixture(autouse=True)
def _no_runs_yet() -> None:
    sample_tasks.runs.clear()


@pytest.fixture
def queue(settings: Settings) -> None:
    """Jobs wait in the database for a worker, as in production."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}


def schedule(task: str, due: datetime, every: Every = Every.HOUR) -> Schedule:
    """The only row of the table: a job that is due at that moment."""
    Schedule.objects.all().delete()
    return Schedule.objects.create(
        key="sample", task=f"tests.jobs.sample_tasks.{task}", every=every, next_run=due
    )
