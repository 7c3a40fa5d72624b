"""The index by the form's version of a revision goes: no revision is ever looked for by it.

Dropped by name as in 0035, whose way this goes. The one by the type of index rows stays, although longer ones begin with
it: in a database of many types SQLite counts facets a quarter faster along it, as it leads through the rows in their order.
"""

from importlib import import_module
from typing import Any

import django.db.models.deletion
from django.db import migrations

earlier = import_module("registry.migrations.0035_indexes_that_others_cover")

FIELDS = (("recordrevision", "version"),)


def drop(apps: Any, editor: Any) -> None:
    earlier.drop(apps, editor, FIELDS)


def restore(apps: Any, editor: Any) -> None:
    earlier.restore(apps, editor, FIELDS)


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0036_exports_by_time"),
        ("forms_builder", "0001_initial"),
    ]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(drop, restore)],
            state_operations=[
                migrations.AlterField(
                    "recordrevision",
                    "version",
                    earlier.foreign_key("forms_builder.formversion", django.db.models.deletion.PROTECT),
                ),
            ],
        )
    ]
