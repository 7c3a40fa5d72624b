"""Indexes of one column go where a longer one begins with it, and those of the index rows that no list reads by.

They are dropped by name: to alter a column, SQLite would make the table anew, and that of revisions is never rewritten.
"""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FIELDS = (
    ("importedrecord", "batch"),
    ("record", "type"),
    ("recordindex", "office"),
    ("recordindex", "owner"),
    ("recordkey", "record"),
    ("recordrevision", "record"),
    ("recordvalue", "type"),
)


def drop(apps: Any, editor: Any, fields: Any = FIELDS) -> None:
    for model_name, field_name in fields:
        model = apps.get_model("registry", model_name)
        column = model._meta.get_field(field_name).column
        with editor.connection.cursor() as cursor:
            constraints = editor.connection.introspection.get_constraints(cursor, model._meta.db_table)
        for name, found in constraints.items():
            plain = not (found["unique"] or found["primary_key"] or found["foreign_key"] or found["check"])
            if plain and found["index"] and found["columns"] == [column]:
                editor.execute(f"DROP INDEX {editor.quote_name(name)}")


def restore(apps: Any, editor: Any, fields: Any = FIELDS) -> None:
    for model_name, field_name in fields:
        model = apps.get_model("registry", model_name)
        editor.execute(editor._create_index_sql(model, fields=[model._meta.get_field(field_name)]))


def foreign_key(to: str, on_delete: Any, related_name: str = "+") -> Any:
    return models.ForeignKey(to, on_delete=on_delete, db_index=False, related_name=related_name)


CASCADE, PROTECT = django.db.models.deletion.CASCADE, django.db.models.deletion.PROTECT
NOW = {
    ("importedrecord", "batch"): foreign_key("registry.dataimport", CASCADE, "imported"),
    ("record", "type"): foreign_key("registry.recordtype", PROTECT, "records"),
    ("recordindex", "office"): foreign_key("registry.office", CASCADE),
    ("recordindex", "owner"): foreign_key(settings.AUTH_USER_MODEL, CASCADE),
    ("recordkey", "record"): foreign_key("registry.record", CASCADE, "keys"),
    ("recordrevision", "record"): foreign_key("registry.record", PROTECT, "revisions"),
    ("recordvalue", "type"): foreign_key("registry.recordtype", CASCADE),
}


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0034_past_of_imports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(drop, restore)],
            state_operations=[migrations.AlterField(*place, NOW[place]) for place in FIELDS],
        )
    ]
