"""The stored answers of the records that a list has found. Made by hand: Django looks at each of five hundred ids six
times to ask for them, and makes ids of text that are known already.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connections, router

from forms_builder import stored_json
from registry.models import Record

PART = 100
"""Records of a file that are read together. So few stay in the processor's cache until they are written out: a thousand
at once take a third longer.
"""
STREAMED_FROM = 200
"""As many records are read while the server still puts the next ones together, on PostgreSQL."""
AT_ONCE = 20
"""Rows that it sends together then."""

Stored = tuple[int, Mapping[str, Any], int]
"""A record's place among those asked for, its open answers, and the id of the form's version they were given to."""


def stored(ids: Sequence[UUID]) -> dict[UUID, Mapping[str, Any]]:
    """Of each of the records on a page its open answers; who asks has found them within what the person may see."""
    return {ids[place]: data for part in parts(ids) for place, data, _version in part}


def parts(ids: Sequence[UUID]) -> Iterator[Sequence[Stored]]:
    """What the records hold, in the order of their ids, a part at a time; without those that are gone.

    PostgreSQL's connection takes no other question before the last part is taken.
    """
    if not ids:
        return
    connection = connections[router.db_for_read(Record)]
    with connection.cursor() as cursor:
        found = _from_postgresql if connection.vendor == "postgresql" else _from_sqlite
        yield from found(cursor, connection.ops.quote_name(Record._meta.db_table), ids)


def _from_postgresql(cursor: Any, table: str, ids: Sequence[UUID]) -> Iterator[Sequence[Stored]]:
    """The ids as one value, and the answers read out of what the driver got, without a text between."""
    from psycopg import capabilities  # only there with the driver
    from psycopg.types.json import set_json_loads

    set_json_loads(stored_json.read, cursor.cursor)
    # OFFSET 0 keeps the planner from reading the whole table for a thousand of its rows.
    sql = (
        "SELECT place - 1, data, version_id FROM unnest(%s::uuid[]) WITH ORDINALITY AS wanted(pk, place) CROSS JOIN LATERAL "  # noqa: S608 - our own table
        f"(SELECT data, version_id FROM {table} WHERE id = wanted.pk OFFSET 0) AS found ORDER BY place"
    )
    values = [f"{{{','.join([pk.hex for pk in ids])}}}"]
    if len(ids) < STREAMED_FROM or not capabilities.has_stream_chunked():
        cursor.execute(sql, values)
        yield from iter(lambda: cursor.fetchmany(PART), [])
        return
    with cursor.db.wrap_database_errors:
        rows = cursor.cursor.stream(sql, values, size=AT_ONCE)
        yield from iter(lambda: list(islice(rows, PART)), [])


def _from_sqlite(cursor: Any, table: str, ids: Sequence[UUID]) -> Iterator[Sequence[Stored]]:
    """As bytes: a text would be made of them only to be taken apart into bytes again."""
    for start in range(0, len(ids), PART):
        keys = [pk.hex for pk in ids[start : start + PART]]
        marks = ", ".join(["%s"] * len(keys))
        cursor.execute(
            f"SELECT id, CAST(data AS BLOB), version_id FROM {table} WHERE id IN ({marks})",  # noqa: S608 - our own table
            keys,
        )
        found = {key: (stored_json.read(data), version) for key, data, version in cursor.fetchall()}
        yield [(place, *found[key]) for place, key in enumerate(keys, start) if key in found]
