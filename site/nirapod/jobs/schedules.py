"""The jobs that every installation has, in one table. Rows are made after `migrate`; an admin may change their times."""

from dataclasses import dataclass
from datetime import time
from typing import Any

from django.db import connections
from django.utils import timezone

from nirapod.jobs.clock import next_run
from nirapod.jobs.models import Every, Schedule


@dataclass(frozen=True)
class Declared:
    """A job as the code declares it; `task` is the dotted path of a django-tasks task without arguments."""

    key: str
    task: str
    every: Every
    at: time | None = None


DECLARED = (
    Declared("publish-scheduled", "nirapod.jobs.tasks.publish_scheduled", Every.FIVE_MINUTES),
    Declared("clear-sessions", "nirapod.jobs.tasks.clear_sessions", Every.DAY, time(3, 0)),
    Declared("prune-results", "nirapod.jobs.tasks.prune_results", Every.DAY, time(3, 20)),
    Declared("escalate-tasks", "registry.workflow.tasks.escalate_late_tasks", Every.DAY, time(6, 0)),
    Declared("take-in-public", "registry.taking_in.take_in_all", Every.MINUTE),
    Declared("tell-of-adults", "registry.adulthood.tell_of_adults", Every.DAY, time(5, 30)),
    Declared(
        "remind-of-meetings", "trainings.committees.reminding.remind_of_meetings", Every.DAY, time(5, 40)
    ),
    Declared("send-digests", "registry.calendars.send_digests", Every.DAY, time(7, 0)),
    Declared("withdraw-expired", "knowledge.tasks.withdraw_expired", Every.DAY, time(0, 10)),
    Declared("forget-uploads", "knowledge.tasks.forget_uploads", Every.DAY, time(3, 10)),
    Declared("refresh-hub-index", "knowledge.tasks.refresh_index", Every.DAY, time(3, 20)),
    Declared("forget-looks", "registry.watching.forget_old_looks", Every.DAY, time(3, 30)),
    Declared("purge-drafts", "forms_builder.filling.tasks.purge_expired_drafts", Every.DAY, time(3, 40)),
    Declared("forget-counts", "forms_builder.public.limits.forget_counts", Every.HOUR),
)


def install(using: str = "default", **kwargs: Any) -> None:
    """Make the rows that are missing and drop those whose code is gone (signal `post_migrate`)."""
    if Schedule._meta.db_table not in connections[using].introspection.table_names():
        return
    rows = Schedule.objects.using(using)
    rows.exclude(key__in=[declared.key for declared in DECLARED]).delete()
    now = timezone.now()
    for declared in DECLARED:
        times = {
            "every": declared.every,
            "at": declared.at,
            "next_run": next_run(declared.every, declared.at, now),
        }
        row, made = rows.get_or_create(key=declared.key, defaults={"task": declared.task, **times})
        if not made and row.task != declared.task:
            rows.filter(pk=row.pk).update(task=declared.task)
