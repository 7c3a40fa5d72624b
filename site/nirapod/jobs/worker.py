"""The worker: runs jobs one after the other and ticks the schedule beside them.

Failed jobs keep the kind of error and where it happened. The message is dropped, because it may quote answers.
"""

import logging
import threading
from functools import partial

from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from nirapod.discreet import kind_of, way_of
from nirapod.jobs.ticking import tick

TICK_SECONDS = 20
logger = logging.getLogger(__name__)


class DiscreetWorker(Worker):
    """A django-tasks worker that keeps no exception messages."""

    def run_task(self, db_task_result: DBTaskResult) -> None:
        db_task_result.set_failed = partial(set_failed, db_task_result)
        super().run_task(db_task_result)


def set_failed(result: DBTaskResult, error: BaseException) -> None:
    """Mark a job as failed with the class of its error and the lines it passed through."""
    result.status = TaskResultStatus.FAILED
    result.finished_at = timezone.now()
    result.exception_class_path = kind_of(error)
    result.traceback = way_of(error)
    result.return_value = None
    result.save(update_fields=["status", "return_value", "finished_at", "exception_class_path", "traceback"])


def without_exception(record: logging.LogRecord) -> bool:
    """Log filter: the line stays, the exception with its message goes."""
    record.exc_info = None
    record.exc_text = None
    return True


def new_worker(*, once: bool) -> DiscreetWorker:
    """A worker for every queue. With `once` it stops when nothing is left to do."""
    return DiscreetWorker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=1,
        batch=once,
        backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
    )


def work(*, once: bool = False) -> None:
    """Run jobs until SIGTERM or Ctrl-C; a job that is running then is finished first."""
    for name in ("django_tasks", "django_tasks_db"):
        logging.getLogger(name).addFilter(without_exception)
    worker = new_worker(once=once)
    if once:
        tick()
        worker.run()
        return
    stopped = threading.Event()
    # A thread of its own, so that a long job holds up nothing that is due.
    ticker = threading.Thread(target=keep_ticking, args=(stopped,), name="schedule", daemon=True)
    ticker.start()
    worker.configure_signals()
    try:
        worker.run()
    finally:
        stopped.set()
        ticker.join(timeout=5)


def keep_ticking(stopped: threading.Event) -> None:
    """Tick until told to stop. A database that is away for a while is asked again."""
    while not stopped.is_set():
        try:
            tick()
        except DatabaseError as error:
            logger.warning("The schedule could not be read (%s)", type(error).__name__)
        finally:
            close_old_connections()
        stopped.wait(TICK_SECONDS)
