"""How test databases are made and reset: copied from one that is migrated, with the rows of its migrations.

After a test that commits the migrated database is taken back: whatever test comes next finds what migrations put there,
Wagtail's root page, languages, permissions.
"""

import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
import pytest_django
from django.db import connections
from django.test import TransactionTestCase

from tests.support import template

TRANSACTIONAL_FIXTURES = {"transactional_db", "live_server"}


def pytest_configure() -> None:
    """Keep one connection a thread, whether or not Playwright's event loop runs in it.

    Django would otherwise open a second connection for the loop, one that knows nothing of the rows to restore.
    """
    connections._connections = threading.local()  # type: ignore[attr-defined]  # not in the stubs


def commits(item: pytest.Item) -> bool:
    """The test commits for real, so its database is emptied afterwards instead of rolled back."""
    marker = item.get_closest_marker("django_db")
    wished = bool(marker and marker.kwargs.get("transaction"))
    return wished or bool(TRANSACTIONAL_FIXTURES & set(getattr(item, "fixturenames", ())))


@pytest.fixture(scope="session", autouse=True)
def _what_was_committed_is_taken_back() -> Iterator[None]:
    reset = take_pages_back if connections["default"].vendor == "sqlite" else make_again
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test_case: reset())
        yield


def take_pages_back() -> None:
    """Write the pages of the migrated file over those of the test database: a reader in another thread survives."""
    connection = connections["default"]
    connection.ensure_connection()
    with closing(sqlite3.connect(f"file:{template.sqlite_template()}?immutable=1", uri=True)) as migrated:
        migrated.backup(connection.connection)


def make_again() -> None:
    """Make the PostgreSQL database anew from the migrated one; whoever is still connected loses it."""
    connection: Any = connections["default"]
    settings = connection.settings_dict
    name, migrated = map(connection.ops.quote_name, (settings["NAME"], settings["TEST"]["TEMPLATE"]))
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {migrated}")


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """SQLite takes the copied file as it is; a PostgreSQL server makes its databases from the template."""
    return connections["default"].vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> None:
    """Have a migrated database ready before Django asks for one."""
    connection = connections["default"]
    if connection.vendor == "sqlite":
        target = connection.creation._get_test_db_name()  # type: ignore[attr-defined]  # not in the stubs
        shutil.copyfile(template.sqlite_template(), target)
    else:
        with django_db_blocker.unblock():
            connection.settings_dict["TEST"]["TEMPLATE"] = template.postgresql_template(
                os.environ["DATABASE_URL"]
            )
