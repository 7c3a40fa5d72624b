"""The jobs that every installation has."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.module_loading import import_string
from django_tasks.base import Task

from nirapod.jobs import schedules
from nirapod.jobs.models import Every, Schedule


@pytest.mark.parametrize("declared", schedules.DECLARED, ids=lambda declared: declared.key)
def test_every_declared_job_exists_and_needs_no_arguments(declared: schedules.Declared) -> None:
    task = import_string(declared.task)
    assert isinstance(task, Task)
    assert task.func.__code__.co_argcount == 0
    assert (declared.every is Every.DAY) == (declared.at is not None)


@pytest.mark.django_db
def test_a_new_installation_has_every_declared_job() -> None:
    assert set(Schedule.objects.values_list("key", flat=True)) == {row.key for row in schedules.DECLARED}


@pytest.mark.django_db
def test_what_an_admin_changed_survives_the_next_migrate() -> None:
    Schedule.objects.filter(key="clear-sessions").update(at=time(5, 0), enabled=False)
    schedules.install()
    row = Schedule.objects.get(key="clear-sessions")
    assert (row.at, row.enabled) == (time(5, 0), False)


@pytest.mark.django_db
def test_a_moved_task_is_found_at_its_new_place_and_a_dropped_one_goes() -> None:
    Schedule.objects.filter(key="clear-sessions").update(task="old.place")
    Schedule.objects.filter(key="prune-results").update(key="no-longer-declared")
    schedules.install()
    assert Schedule.objects.get(key="clear-sessions").task == "nirapod.jobs.tasks.clear_sessions"
    assert not Schedule.objects.filter(key="no-longer-declared").exists()
    assert Schedule.objects.filter(key="prune-results").exists()


@pytest.mark.django_db
def test_a_daily_job_without_a_time_is_refused_in_words_and_by_the_database() -> None:
    row = Schedule.objects.get(key="clear-sessions")
    row.at = None
    with pytest.raises(ValidationError):
        row.full_clean()
    with pytest.raises(IntegrityError):
        row.save()
