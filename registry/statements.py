"""Statements of lists, kept as the database takes them. To put a list's query together takes longer than to answer it;
a list that is asked again, by the same rights and filters, goes straight to the database.

A key has to name everything the query is made from, but for what is `Given` anew each time. The rows themselves are
never kept.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import DateTimeField, Expression, Field, Func, QuerySet
from django.db.models.expressions import Col

MOST = 512
"""Statements kept; the one longest unused goes first."""

Column = Sequence[Any]
AT_ONCE: Mapping[str, Mapping[str, Callable[[Column], Column]]] = {
    "sqlite": {
        "BooleanField": lambda column: column,
        "DateField": lambda column: column,
        "UUIDField": lambda column: [digits and UUID(int=int(digits, 16)) for digits in column],
    }
}
"""Kinds of plain columns whose values the driver has made already, all but for a last step: the same as Django's own
steps make of them, without asking of each value what it is. Moments are read by `Moment`.
"""


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with its values, and what turns the driver's columns into ours. Blank SQL: there can be no rows."""

    sql: str = ""
    values: Sequence[Any] = ()
    convert: Callable[[list[Any]], Any] = list


class Moment(Func):
    """A column of moments that is only read: as text, of which the drivers make nothing themselves.

    Of a column of moments both engines' drivers call Python for every single value, and Django's own step comes after.
    """

    arity = 1
    output_field = DateTimeField()
    template = "%(expressions)s"

    def get_db_converters(self, connection: Any) -> list[Any]:
        """Asked for by Django, so that it knows of a step; `_converter` takes a column at once."""
        return [lambda text, _expression, _connection: _moment(text)]

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return super().as_sql(compiler, connection, template="%(expressions)s || '+00:00'", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return super().as_sql(compiler, connection, template="%(expressions)s::text", **context)


class Given(Expression):
    """A value that is told with each call of `fetch`, by its name: the statement is the same whatever it is."""

    def __init__(self, name: str, output_field: Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]

    def prepared(self, value: Any, connection: Any) -> Any:
        """The value as the driver takes it."""
        return self.output_field.get_db_prep_value(value, connection)


_kept: OrderedDict[Hashable, Statement] = OrderedDict()
_lock = Lock()


def fetch(key: Hashable, build: Callable[[], QuerySet[Any, Any]], **given: Any) -> list[Any]:
    """The rows of a `values_list` query; `build` is asked for it where the key is met for the first time."""
    return _run(_found(key, lambda: _compiled(build())), given)


def count(key: Hashable, build: Callable[[], QuerySet[Any, Any]]) -> int:
    """How many rows the query has, counted by the database."""
    statement = _found(key, lambda: _counting(_compiled(build())))
    return int(_run(statement, {})[0][0]) if statement.sql else 0


def _run(statement: Statement, given: Mapping[str, Any]) -> list[Any]:
    if not statement.sql:
        return []
    connection = connections["default"]
    values = [
        one.prepared(given[one.name], connection) if isinstance(one, Given) else one
        for one in statement.values
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, values)
        return list(statement.convert(cursor.fetchall()))


def _found(key: Hashable, compiled: Callable[[], Statement]) -> Statement:
    whole = (connections["default"].vendor, key)
    with _lock:
        if whole in _kept:
            _kept.move_to_end(whole)
            return _kept[whole]
    statement = compiled()
    with _lock:
        _kept[whole] = statement
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return statement


def _counting(statement: Statement) -> Statement:
    if not statement.sql:
        return statement
    return Statement(f"SELECT COUNT(*) FROM ({statement.sql}) AS counted", statement.values)  # noqa: S608 - compiled


def _compiled(rows: QuerySet[Any, Any]) -> Statement:
    compiler = rows.query.get_compiler(using=rows.db)
    try:
        sql, values = compiler.as_sql()
    except EmptyResultSet:
        return Statement()
    selected = [column[0] for column in compiler.select]
    firsts = [selected.index(expression) for expression in selected]
    converters = {
        place: _converter(steps, expression, compiler.connection)
        for place, (steps, expression) in compiler.get_converters(selected).items()
    }

    def convert(found: list[Any]) -> Any:
        """Column by column; one that stands there twice, as what is sorted by does, is converted once."""
        columns: list[Any] = list(zip(*found, strict=True))
        for place, converted in converters.items() if found else ():
            first = firsts[place]
            columns[place] = converted(columns[place]) if first == place else columns[first]
        return zip(*columns, strict=True)

    return Statement(sql, values, convert)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _converter(steps: Sequence[Any], expression: Any, connection: Any) -> Callable[[Column], Column]:
    """What makes a column of the driver's values into a column of ours."""
    kind = expression.output_field.get_internal_type()
    if isinstance(expression, Moment):
        return lambda column: list(map(_moment, column))
    at_once = AT_ONCE.get(connection.vendor, {}).get(kind) if isinstance(expression, Col) else None
    if at_once is not None:
        return at_once

    def one_by_one(column: Column) -> Column:
        for step in steps:
            column = [step(value, expression, connection) for value in column]
        return column

    return one_by_one
