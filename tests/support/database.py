"""How test databases are reset: rows of migrations come back, and insert-only tables can be emptied.

Nothing outside the tests lifts the insert-only triggers.
"""

import threading
from collections.abc import Iterable, Iterator

import pytest
from django.db import connections

from forms_builder import insert_only

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
        if commits(item):
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False)


@pytest.fixture(scope="session", autouse=True)
def _insert_only_tables_can_be_emptied() -> Iterator[None]:
    """Emptying a test database is the one place where insert-only rows may go."""
    operations = connections["default"].ops
    flush = operations.execute_sql_flush

    def flush_lifted(sql_list: Iterable[str]) -> None:
        with insert_only.lifted(connections["default"]):
            flush(sql_list)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", flush_lifted)
        yield
