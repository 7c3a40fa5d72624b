"""The stored answers of the records that a list has found. Made by hand: Django looks at each of five hundred ids six
times to ask for them, and makes ids of text that are known already.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connections, router

from forms_builder import stored_json
from registry.models import Record

STREAMED_FROM = 200
"""As many records are read while the server still puts the next ones together, on PostgreSQL."""
AT_ONCE = 20
"""Rows that it sends together then."""

Stored = tuple[Mapping[str, Any], int]
"""Open answers, and the id of the form's version they were given to."""


def stored(ids: Sequence[UUID]) -> dict[UUID, Stored]:
    """Of each of the records what it holds; who asks has found them within what the person may see."""
    if not ids:
        return {}
    connection = connections[router.db_for_read(Record)]
    with connection.cursor() as cursor:
        found = _from_postgresql if connection.vendor == "postgresql" else _from_sqlite
        return found(cursor, connection.ops.quote_name(Record._meta.db_table), ids)


def _from_postgresql(cursor: Any, table: str, ids: Sequence[UUID]) -> dict[UUID, Stored]:
    """The ids as one value, and the answers read out of what the driver got, without a text between."""
    from psycopg import capabilities  # only there with the driver
    from psycopg.types.json import set_json_loads

    set_json_loads(stored_json.read, cursor.cursor)
    sql = f"SELECT id, data, version_id FROM {table} WHERE id = ANY(%s::uuid[])"  # noqa: S608 - our own table
    values = [f"{{{','.join([pk.hex for pk in ids])}}}"]
    if len(ids) < STREAMED_FROM or not capabilities.has_stream_chunked():
        cursor.execute(sql, values)
        return {pk: (data, version) for pk, data, version in cursor.fetchall()}
    with cursor.db.wrap_database_errors:
        rows = cursor.cursor.stream(sql, values, size=AT_ONCE)
        return {pk: (data, version) for pk, data, version in rows}


def _from_sqlite(cursor: Any, table: str, ids: Sequence[UUID]) -> dict[UUID, Stored]:
    """As bytes: a text would be made of them only to be taken apart into bytes again."""
    by_key = {pk.hex: pk for pk in ids}
    marks = ", ".join(["%s"] * len(by_key))
    cursor.execute(
        f"SELECT id, CAST(data AS BLOB), version_id FROM {table} WHERE id IN ({marks})",  # noqa: S608 - our own table
        list(by_key),
    )
    return {by_key[key]: (stored_json.read(data), version) for key, data, version in cursor.fetchall()}
