"""Which indexes there are: none of one column where a longer one begins with it, and the way back puts them there again."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

MIGRATIONS = [
    import_module(f"registry.migrations.{name}")
    for name in ("0035_indexes_that_others_cover", "0037_index_of_revisions")
]


def indexed_alone(place: tuple[str, str]) -> bool:
    model = apps.get_model("registry", place[0])
    column = model._meta.get_field(place[1]).column
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, model._meta.db_table)
    return any(
        one["index"] and not one["unique"] and one["columns"] == [column] for one in constraints.values()
    )


@pytest.mark.parametrize("migration", MIGRATIONS)
@pytest.mark.django_db(transaction=True)
def test_covered_indexes_are_gone_and_come_back_with_the_migration_undone(migration: Any) -> None:
    assert not any(map(indexed_alone, migration.FIELDS))
    with connection.schema_editor() as editor:
        migration.restore(apps, editor)
    try:
        assert all(map(indexed_alone, migration.FIELDS))
    finally:
        with connection.schema_editor() as editor:
            migration.drop(apps, editor)
    assert not any(map(indexed_alone, migration.FIELDS))
