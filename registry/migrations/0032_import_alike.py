"""How many rows of an import may be here already, and whether they are left out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0031_field_words")]

    operations = [
        migrations.AddField(
            model_name="dataimport",
            name="alike",
            field=models.PositiveIntegerField(default=0, help_text="New rows that may be here already."),
        ),
        migrations.AddField(
            model_name="dataimport",
            name="leave_alike",
            field=models.BooleanField(
                default=False, help_text="Leave out the rows that may be here already."
            ),
        ),
        migrations.AddField(
            model_name="importchunk", name="has_alike", field=models.BooleanField(default=False)
        ),
    ]
