"""Loads the harness. Fixtures of one area live in that area's own conftest."""

pytest_plugins = ["tests.support.selection", "tests.support.database", "tests.support.language"]
