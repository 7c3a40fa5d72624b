"""Jobs for the tests: one that counts its runs, one that fails with words nobody may read."""

from threading import Lock

from django_tasks import task

SECRET_WORDS = "Rokeya of House 12"
runs: list[str] = []
_lock = Lock()


@task()
def count() -> None:
    with _lock:
        runs.append("run")


@task()
def fail() -> None:
    raise ValueError(SECRET_WORDS)
