"""How test databases are made and reset: copied from one that is migrated, with the rows of its migrations.

After a test that commits, SQLite takes the migrated pages back, which a reader in another thread survives; PostgreSQL
empties its tables and writes those rows again. Nothing outside the tests lifts the insert-only triggers.
"""

import os
import shutil
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing

import pytest
import pytest_django
from django.db import connections
from django.test import TransactionTestCase

from forms_builder import insert_only
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


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that commit find what migrations put there: Wagtail's root page, languages, permissions."""
    for item in items:
        if commits(item) and connections["default"].vendor != "sqlite":
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False)


@pytest.fixture(scope="session", autouse=True)
def _what_was_committed_can_be_taken_back() -> Iterator[None]:
    """Resetting a test database is the one place where insert-only rows may go."""
    operations = connections["default"].ops
    flush = operations.execute_sql_flush

    def flush_lifted(sql_list: Iterable[str]) -> None:
        with insert_only.lifted(connections["default"]):
            flush(sql_list)

    with pytest.MonkeyPatch.context() as patch:
        if connections["default"].vendor == "sqlite":
            patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test_case: take_template_back())
        else:
            patch.setattr(operations, "execute_sql_flush", flush_lifted)
        yield


def take_template_back() -> None:
    """Write the pages of the migrated file over those of the test database."""
    connection = connections["default"]
    connection.ensure_connection()
    with closing(sqlite3.connect(f"file:{template.sqlite_template()}?immutable=1", uri=True)) as migrated:
        migrated.backup(connection.connection)


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
