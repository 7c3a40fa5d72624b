"""The worker runs what waits in the queue and keeps no words of a failed job."""

import logging

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from nirapod.jobs.models import Outcome, Schedule
from tests.jobs import sample_tasks
from tests.jobs.conftest import schedule

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("queue")]


def test_the_worker_runs_what_is_due_and_writes_down_that_it_succeeded() -> None:
    schedule("count", timezone.now())
    call_command("worker", once=True)
    assert sample_tasks.runs == ["run"]
    assert Schedule.objects.get().last_outcome == Outcome.SUCCEEDED


def test_a_failed_job_leaves_the_kind_of_error_and_the_place_but_no_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    schedule("fail", timezone.now())
    with caplog.at_level(logging.DEBUG):
        call_command("worker", once=True)
    result = DBTaskResult.objects.get()
    assert result.exception_class_path == "builtins.ValueError"
    assert "sample_tasks.py" in result.traceback
    assert sample_tasks.SECRET_WORDS not in result.traceback + caplog.text
    assert Schedule.objects.get().last_error == "builtins.ValueError"
