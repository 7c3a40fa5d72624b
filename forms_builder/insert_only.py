"""Tables whose rows are written once: the model refuses a change, and so does the database.

The triggers are put back after every `migrate`, because SQLite drops them when it rebuilds a table.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import OperationalError, ProgrammingError

MESSAGE = "rows of this table are written once"
PG_FUNCTION = f"""
CREATE OR REPLACE FUNCTION nirapod_insert_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


class WrittenOnce(Exception):
    """Somebody tried to change or delete a row that is evidence."""


class InsertOnlyQuerySet(models.QuerySet[Any]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise WrittenOnce(self.model.__name__)

    def delete(self) -> NoReturn:
        raise WrittenOnce(self.model.__name__)


class InsertOnlyModel(models.Model):
    """Base of models whose rows are evidence: versions, revisions, accesses."""

    objects = InsertOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise WrittenOnce(type(self).__name__)
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise WrittenOnce(type(self).__name__)


def tables() -> list[str]:
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, InsertOnlyModel) and model._meta.managed
    )


def trigger_name(table: str, event: str) -> str:
    return f"{table}_no_{event.lower()}"


def install(using: str = "default", **kwargs: object) -> None:
    """Create the triggers that are missing (signal `post_migrate`)."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for statement in _setup(connection):
            cursor.execute(statement)
        for table in tables():
            if table in existing:
                for statement in _create(connection, table):
                    cursor.execute(statement)


def check_triggers(app_configs: object = None, databases: Any = None, **kwargs: object) -> list[CheckMessage]:
    """System check: every insert-only table that exists has its triggers."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        try:
            missing = missing_triggers(connections[alias])
        except (OperationalError, ProgrammingError):
            continue
        found += [
            Error(f"The table {table} can be changed.", hint="Run `migrate`.", id="forms_builder.E001")
            for table in missing
        ]
    return found


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    existing = set(connection.introspection.table_names())
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        triggers = {row[0] for row in cursor.fetchall()}
    return [
        table
        for table in tables()
        if table in existing and not {trigger_name(table, e) for e in _events(connection)} <= triggers
    ]


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Take the triggers away for a while: only for emptying a test database."""
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in existing & set(tables()):
            for event in _events(connection):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger_name(table, event)}{on}")
    try:
        yield
    finally:
        install(using=connection.alias)


def _events(connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    return ("UPDATE", "DELETE", "TRUNCATE") if connection.vendor == "postgresql" else ("UPDATE", "DELETE")


def _setup(connection: BaseDatabaseWrapper) -> list[str]:
    return [PG_FUNCTION] if connection.vendor == "postgresql" else []


def _create(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    if connection.vendor == "postgresql":
        return [
            f"CREATE OR REPLACE TRIGGER {trigger_name(table, event)} BEFORE {event} ON {table} "
            f"FOR EACH {'STATEMENT' if event == 'TRUNCATE' else 'ROW'} EXECUTE FUNCTION nirapod_insert_only()"
            for event in _events(connection)
        ]
    return [
        f"CREATE TRIGGER IF NOT EXISTS {trigger_name(table, event)} BEFORE {event} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        for event in _events(connection)
    ]
