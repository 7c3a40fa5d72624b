"""Which tests a run has: marks are read off the tests themselves, and what is left out is said.

`database` marks every test that may touch a database: only these run a second time on PostgreSQL.
"""

from pathlib import Path

import pytest

from tests.support.tools import Tool, ToolMissing, left_out

NEEDS = {Tool.CHROMIUM: "browser", Tool.JAVA: "java"}
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_reset_sequences"}
BROWSER_TESTS = Path(__file__).parents[1] / "browser"


def left_out_marks() -> set[str]:
    try:
        return {NEEDS[tool] for tool in left_out() if tool in NEEDS}
    except ToolMissing as problem:
        raise pytest.UsageError(str(problem)) from problem


def pytest_configure(config: pytest.Config) -> None:
    for line in (
        "browser: drives Chromium",
        "java: needs a Java runtime",
        "database: may touch a database (set by the harness)",
    ):
        config.addinivalue_line("markers", line)


def pytest_report_header() -> list[str]:
    return [
        f"LEFT OUT: every test marked '{mark}' (NIRAPOD_TEST_WITHOUT)" for mark in sorted(left_out_marks())
    ]


def uses_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or fixtures & DATABASE_FIXTURES)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark tests by what they use, then drop those whose tool the run goes without."""
    for item in items:
        if BROWSER_TESTS in item.path.parents:
            item.add_marker("browser")
        if uses_database(item):
            item.add_marker("database")
    unwanted = left_out_marks()
    dropped = [item for item in items if any(item.get_closest_marker(mark) for mark in unwanted)]
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = [item for item in items if item not in set(dropped)]
