"""How test databases are reset: rows of migrations come back, and insert-only tables can be emptied.

Nothing outside the tests lifts the insert-only triggers.
"""

from collections.abc import Iterable, Iterator
from types import MethodType

import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django import DjangoDbBlocker

from forms_builder import insert_only

TRANSACTIONAL_FIXTURES = {"transactional_db", "live_server"}


def commits(item: pytest.Item) -> bool:
    """The test commits for real, so its database is emptied afterwards instead of rolled back."""
    marker = item.get_closest_marker("django_db")
    wished = bool(marker and marker.kwargs.get("transaction"))
    return wished or bool(TRANSACTIONAL_FIXTURES & set(getattr(item, "fixturenames", ())))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that commit find what migrations put there: Wagtail's root page, languages, permissions."""
    for item in items:
        if commits(item):
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False)


@pytest.fixture(scope="session", autouse=True)
def _insert_only_tables_can_be_emptied(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Emptying a test database is the one place where insert-only rows may go."""
    connection = connections["default"]
    plain_flush = connection.ops.execute_sql_flush
    connection.ops.execute_sql_flush = lambda statements: flush_lifted(connection, plain_flush, statements)
    yield
    connection.ops.execute_sql_flush = plain_flush


def flush_lifted(connection: BaseDatabaseWrapper, flush: MethodType, statements: Iterable[str]) -> None:
    with insert_only.lifted(connection):
        flush(statements)
