from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("forms_builder", "0004_visitors_drafts")]

    operations = [
        migrations.CreateModel(
            name="FormFile",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("content_type", models.CharField(max_length=100)),
                ("content", models.BinaryField()),
                (
                    "is_public",
                    models.BooleanField(
                        default=False, help_text="A form for everybody was published with it."
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={"verbose_name": "file of a form", "verbose_name_plural": "files of forms"},
        ),
    ]
