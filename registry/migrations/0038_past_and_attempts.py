"""Two more deeds (a closed record opened for its past, and closed again); attempts at contact that were a slip."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0037_index_of_revisions"),
    ]
    operations = [
        migrations.AlterField(
            "recordevent",
            "kind",
            models.CharField(
                choices=[
                    ("signed", "Signed"),
                    ("countersigned", "Countersigned"),
                    ("unlocked", "Unlocked"),
                    ("lifted", "Opened to add forms of its past"),
                    ("locked_again", "Closed again"),
                    ("addendum", "Addendum written"),
                    ("restored", "An earlier state was restored"),
                    ("withdrawn", "Withdrawn"),
                    ("brought_back", "Brought back"),
                    ("linked", "Linked to another record"),
                    ("unlinked", "Link to another record ended"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddField(
            "contactattempt",
            "taken_back_at",
            models.DateTimeField(
                help_text="When whoever noted it took it back: a slip, which counts no more.", null=True
            ),
        ),
        migrations.RemoveConstraint("contactattempt", "registry_attempt_once"),
        migrations.AddConstraint(
            "contactattempt",
            models.UniqueConstraint(
                condition=models.Q(("taken_back_at", None)),
                fields=("record", "day", "reached"),
                name="registry_attempt_once",
            ),
        ),
    ]
