"""A move below another record is an event of its own: it is no change of what was said."""

from django.db import migrations, models

KINDS = [
    ("signed", "Signed"),
    ("countersigned", "Countersigned"),
    ("unlocked", "Unlocked"),
    ("addendum", "Addendum written"),
    ("restored", "An earlier state was restored"),
    ("withdrawn", "Withdrawn"),
    ("brought_back", "Brought back"),
    ("linked", "Linked to another record"),
    ("unlinked", "Link to another record ended"),
    ("moved", "Moved below another record"),
]


class Migration(migrations.Migration):
    dependencies = [("registry", "0037_index_of_revisions")]
    operations = [
        migrations.AlterField("recordevent", "kind", models.CharField(choices=KINDS, max_length=20)),
    ]
