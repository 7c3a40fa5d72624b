"""Queries whose SQL Django makes once and keeps: for what every request asks in the same words.

Making the SQL of a small query costs several times what the database needs to answer it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections, models
from django.db.models import Expression, Field, QuerySet

Row = tuple[Any, ...]


class Blank(Expression):
    """Stands in a query for a value that is given each time: `filter(pk=Blank("pk", field))`."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]

    def filled(self, value: Any, connection: Any) -> Any:
        return self.output_field.get_db_prep_value(value, connection)


@dataclass(frozen=True, slots=True)
class Statement:
    """The SQL for one kind of database, and how the values of a row become Python's."""

    sql: str
    params: Sequence[Any]
    converters: dict[int, tuple[list[Callable[..., Any]], Any]]


class Prepared:
    """A query of values, of which the first row is wanted. `make` gives it, with its blanks, when it is first asked."""

    def __init__(self, model: type[models.Model], make: Callable[[], "QuerySet[Any, Row]"]) -> None:
        self.model, self.make = model, make
        self._made: dict[str, Statement] = {}

    def first(self, **values: Any) -> Row | None:
        """The first row, or None. It is read where Django reads this model."""
        connection = connections[self.model._default_manager.db]
        made = self._made.get(connection.vendor) or self._made.setdefault(
            connection.vendor, self._statement(connection)
        )
        params = [
            one.filled(values[one.name], connection) if isinstance(one, Blank) else one for one in made.params
        ]
        with connection.cursor() as cursor:
            cursor.execute(made.sql, params)
            row = cursor.fetchone()
        return None if row is None else _converted(list(row), made, connection)

    def _statement(self, connection: Any) -> Statement:
        compiler = self.make().query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        return Statement(sql, params, compiler.get_converters([found[0] for found in compiler.select]))


def _converted(row: list[Any], made: Statement, connection: Any) -> Row:
    for place, (convert, expression) in made.converters.items():
        for one in convert:
            row[place] = one(row[place], expression, connection)
    return tuple(row)
