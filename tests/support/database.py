"""How test databases are made and reset: copied from one that is migrated, with the rows of its migrations.

After a test that commits, SQLite takes the migrated pages back, which a reader in another thread survives; PostgreSQL
empties its tables and writes those rows again. Both at once: whatever test comes next finds what migrations put there,
Wagtail's root page, languages, permissions. Nothing outside the tests lifts the insert-only triggers.
"""

import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from typing import Any

import pytest
import pytest_django
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
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


@pytest.fixture(scope="session", autouse=True)
def _what_was_committed_is_taken_back(request: pytest.FixtureRequest) -> Iterator[None]:
    connection: Any = connections["default"]
    reset = take_template_back
    if connection.vendor != "sqlite":
        request.getfixturevalue("django_db_setup")
        with request.getfixturevalue("django_db_blocker").unblock():
            reset = partial(write_rows_again, connection.creation.serialize_db_to_string())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test_case: reset())
        yield


def take_template_back() -> None:
    """Write the pages of the migrated file over those of the test database."""
    connection = connections["default"]
    connection.ensure_connection()
    with closing(sqlite3.connect(f"file:{template.sqlite_template()}?immutable=1", uri=True)) as migrated:
        migrated.backup(connection.connection)


def write_rows_again(rows: str) -> None:
    """Empty all tables, and write the rows that were there when the database was made.

    Resetting a test database is the one place where insert-only rows may go.
    """
    connection: Any = connections["default"]
    # Known by heart before they are gone: Wagtail's tasks look theirs up while they are written, and would make new ones.
    for proxies in (False, True):
        ContentType.objects.get_for_models(*apps.get_models(), for_concrete_models=not proxies)
    with insert_only.lifted(connection):
        call_command(
            "flush", verbosity=0, interactive=False, reset_sequences=False, inhibit_post_migrate=True
        )
    connection.creation.deserialize_db_from_string(rows)


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
