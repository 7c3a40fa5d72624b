"""Many new rows of one table with one statement, for imports and whatever else writes in batches.

`bulk_create` makes an object a row and puts its statement together anew for every batch, value by value; here rows are
plain values, and a column's way into the database is looked up once. Numbers that the database gives are not read
back, so this is for rows that know their own key or that nothing made here points at.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import repeat
from operator import attrgetter, is_
from types import NoneType
from typing import Any

from django.db import models, router, transaction

Prepare = Callable[[Any], Any]
"""From a value to what the driver takes."""
STRAIGHT = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.JSONField,
)
"""Columns whose values go as they are; JSON goes as its text."""
ADAPTED: tuple[tuple[type[models.Field[Any, Any]], Prepare], ...] = (
    (models.BooleanField, int),
    (models.BinaryField, bytearray),
)
"""Columns whose values go as they are to PostgreSQL. SQLite's driver asks around before it takes a truth value or bytes
(or None: see `insert`), and takes these at once."""
STREAMED_FROM = 50
"""As many rows go to PostgreSQL as one stream instead of one by one."""


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write new rows: the values of the columns `names`. A `RuntimeError` outside of a transaction.

    A column with nothing in any row is left to the database, which puts nothing there.
    """
    connection = transaction.get_connection(router.db_for_write(model))
    if not connection.in_atomic_block:
        raise RuntimeError("Rows that belong together are written in one transaction.")
    by_column = list(zip(*rows, strict=True))
    if not by_column:
        return
    given = [
        (field, column)
        for field, column in zip(map(model._meta.get_field, names), by_column, strict=True)
        if not _is_empty(field, column)
    ]
    fields: list[Any] = [field for field, _column in given]
    values = zip(*(_prepared(_preparing(field, connection), column) for field, column in given), strict=True)
    quote = connection.ops.quote_name
    into = f"{quote(model._meta.db_table)} ({', '.join(quote(str(field.column)) for field in fields)})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(by_column[0]) >= STREAMED_FROM:
            with connection.wrap_database_errors, cursor.copy(f"COPY {into} FROM STDIN") as stream:
                for row in values:
                    stream.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", values)  # noqa: S608 - names from our models


def _is_empty(field: Any, column: Sequence[Any]) -> bool:
    return column[0] is None and not field.has_db_default() and all(map(is_, column, repeat(None)))


def _prepared(prepare: Prepare | None, column: Sequence[Any]) -> Iterable[Any]:
    first = column[0]
    if first is column[-1] and all(map(is_, column, repeat(first))):
        same = first if prepare is None or first is None else prepare(first)
        return repeat(same, len(column))
    if prepare is None:
        return column
    if prepare is _hex and NoneType not in set(map(type, column)):
        return map(_digits, map(_number, column))
    return [None if value is None else prepare(value) for value in column]


def _preparing(field: Any, connection: Any) -> Prepare | None:
    """None for a column whose values go as they are."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, STRAIGHT):
        return None
    for kind, adapt in ADAPTED:
        if isinstance(target, kind):
            return adapt if connection.vendor == "sqlite" else None
    if isinstance(target, models.UUIDField):
        return None if connection.features.has_native_uuid_field else _hex
    return cache(lambda value: field.get_db_prep_save(value, connection))


def _hex(value: Any) -> str:
    text: str = value.hex
    return text


_number, _digits = attrgetter("int"), "%032x".__mod__
"""What `UUID.hex` does, in two steps that no Python has to be called for."""
