"""Two more indexes of one column go: of the type of index rows, with which all longer ones begin, and of the form's
version of a revision, by which none is ever looked for.

Dropped by name as in 0035, whose way this goes.
"""

from importlib import import_module
from typing import Any

import django.db.models.deletion
from django.db import migrations

earlier = import_module("registry.migrations.0035_indexes_that_others_cover")

FIELDS = (("recordindex", "type"), ("recordrevision", "version"))


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
                    "recordindex",
                    "type",
                    earlier.foreign_key("registry.recordtype", django.db.models.deletion.CASCADE),
                ),
                migrations.AlterField(
                    "recordrevision",
                    "version",
                    earlier.foreign_key("forms_builder.formversion", django.db.models.deletion.PROTECT),
                ),
            ],
        )
    ]
