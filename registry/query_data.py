"""The stored answers of the records that a list has found. Made by hand: Django looks at each of five hundred ids six
times to ask for them, and makes ids of text that are known already.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connections, router

from forms_builder import stored_json
from registry.models import Record

Stored = tuple[Mapping[str, Any], int]
"""Open answers, and the id of the form's version they were given to."""


def stored(ids: Sequence[UUID]) -> dict[UUID, Stored]:
    """Of each of the records what it holds; who asks has found them within what the person may see."""
    if not ids:
        return {}
    connection = connections[router.db_for_read(Record)]
    by_key = {pk if connection.features.has_native_uuid_field else pk.hex: pk for pk in ids}
    marks, table = ", ".join(["%s"] * len(by_key)), connection.ops.quote_name(Record._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, data, version_id FROM {table} WHERE id IN ({marks})", list(by_key))  # noqa: S608 - our own table
        return {by_key[key]: (stored_json.read(data), version) for key, data, version in cursor.fetchall()}
