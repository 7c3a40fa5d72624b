"""Many new rows of one table with one prepared statement, for imports and whatever else writes in batches.

`bulk_create` puts its statement together anew for every batch, value by value; here a column's way into the database
is looked up once. Numbers that the database gives are not read back, so this is for rows that know their own key or
that nothing made here points at.
"""

import uuid
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.db import models, router, transaction

Prepare = Callable[[Any], Any]
"""From a row to what the driver takes for one column."""


def insert(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    """Write new rows, which are stored ones afterwards. A `RuntimeError` outside of a transaction."""
    using = router.db_for_write(model)
    connection = transaction.get_connection(using)
    if not connection.in_atomic_block:
        raise RuntimeError("Rows that belong together are written in one transaction.")
    fields = [field for field in model._meta.local_concrete_fields if not isinstance(field, models.AutoField)]
    prepared = [_prepare(field, connection) for field in fields]
    quote = connection.ops.quote_name
    names, marks = ", ".join(quote(str(field.column)) for field in fields), ", ".join(["%s"] * len(fields))
    table = quote(model._meta.db_table)
    rows = list(rows)
    values = [[prepare(row) for prepare in prepared] for row in rows]
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)  # noqa: S608 - names from our models
    for row in rows:
        row._state.adding, row._state.db = False, using


def _prepare(field: models.Field[Any, Any], connection: Any) -> Prepare:
    name = field.attname
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return lambda row: field.get_db_prep_save(field.pre_save(row, True), connection)
    if isinstance(target, models.CharField | models.TextField):
        return partial(_plain, name, str, field, connection)
    if isinstance(target, models.IntegerField):
        return partial(_plain, name, int, field, connection)
    if isinstance(target, models.UUIDField) and not connection.features.has_native_uuid_field:
        return partial(_hex, name, field, connection)
    return partial(_other, name, field, connection)


def _plain(name: str, kind: type, field: models.Field[Any, Any], connection: Any, row: models.Model) -> Any:
    """Text and whole numbers go as they are."""
    value = getattr(row, name)
    return value if value is None or value.__class__ is kind else field.get_db_prep_save(value, connection)


def _hex(name: str, field: models.Field[Any, Any], connection: Any, row: models.Model) -> Any:
    value = getattr(row, name)
    return value.hex if value.__class__ is uuid.UUID else field.get_db_prep_save(value, connection)


def _other(name: str, field: models.Field[Any, Any], connection: Any, row: models.Model) -> Any:
    value = getattr(row, name)
    return None if value is None else field.get_db_prep_save(value, connection)
