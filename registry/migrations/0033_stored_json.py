from django.db import migrations

import forms_builder.stored_json

WORDS = {
    ("accessevent", "records"): {"help_text": "Ids of the records shown."},
    ("record", "data"): {"help_text": "Answers that are not sealed."},
    ("record", "missing"): {"default": list, "help_text": "Paths of questions sent empty that should be answered."},
    ("recordrevision", "changed_keys"): {"help_text": "Keys of the questions that changed, without their answers."},
}


class Migration(migrations.Migration):
    """The columns stay as they are: JSON is only read and written another way."""

    dependencies = [("registry", "0032_import_alike")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name=model, name=name, field=forms_builder.stored_json.StoredJSONField(**said)
                )
                for (model, name), said in WORDS.items()
            ]
        )
    ]
