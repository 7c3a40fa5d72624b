"""Tasks from case conferences no longer name the conference: they stand in calendars outside."""

from typing import Any

from django.db import migrations


def shorten(apps: Any, editor: Any) -> None:
    task = apps.get_model("registry", "Task")
    for one in task.objects.filter(rule__startswith="agreed_").select_related("record").iterator():
        number = f" {one.record.reference}"
        label = {
            language: text.replace(f"{number}-এ", "ে").replace(number, "")
            for language, text in one.label.items()
        }
        task.objects.filter(pk=one.pk).update(label=label)


class Migration(migrations.Migration):
    dependencies = [("registry", "0043_moves_of_records")]
    operations = [migrations.RunPython(shorten, migrations.RunPython.noop)]
