from django.db import migrations

import forms_builder.stored_json


class Migration(migrations.Migration):
    """The columns stay as they are: JSON is only read and written another way."""

    dependencies = [("forms_builder", "0006_trial_submissions")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="formversion", name="document", field=forms_builder.stored_json.StoredJSONField()
                ),
                migrations.AlterField(
                    model_name="formversion",
                    name="order",
                    field=forms_builder.stored_json.StoredJSONField(
                        help_text="Frozen order of evaluation: pairs of part id and step."
                    ),
                ),
            ]
        )
    ]
