"""Counting queries: `with at_most(12): client.get(...)` fails with the repeated statements on top."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

VALUES = re.compile(r"'(?:[^']|'')*'|\b\d+\b|%s")
HOUSEKEEPING = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO", "BEGIN", "COMMIT")


@contextmanager
def at_most(limit: int) -> Iterator[CaptureQueriesContext]:
    """Fail when the block runs more than `limit` queries, savepoints not counted."""
    with CaptureQueriesContext(connection) as captured:
        yield captured
    statements = [str(query["sql"]) for query in captured.captured_queries]
    counted = [sql for sql in statements if not sql.startswith(HOUSEKEEPING)]
    if len(counted) > limit:
        raise AssertionError(f"{len(counted)} queries, at most {limit} expected:\n{summary(counted)}")


def summary(statements: list[str]) -> str:
    """Statements without their values, the most repeated first."""
    shapes = Counter(VALUES.sub("?", sql)[:300] for sql in statements)
    return "\n".join(f"{count:4} × {shape}" for shape, count in shapes.most_common(15))
