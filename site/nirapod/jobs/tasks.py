"""Housekeeping jobs of the project itself. They take no arguments and return nothing."""

from django.core.management import call_command
from django_tasks import task

RESULT_DAYS = 14


@task()
def publish_scheduled() -> None:
    """Publish and withdraw what editors gave a time."""
    call_command("publish_scheduled")


@task()
def clear_sessions() -> None:
    """Forget sessions that are over."""
    call_command("clearsessions")


@task()
def prune_results() -> None:
    """Forget jobs that ended two weeks ago."""
    call_command("prune_db_task_results", queue_name="*", min_age_days=RESULT_DAYS, verbosity=0)
