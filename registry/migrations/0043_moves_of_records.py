"""A move below another record is an event of its own: it is no change of what was said."""

from django.db import migrations, models

KINDS = [
    ("signed", "Signed"),
    ("countersigned", "Countersigned"),
    ("unlocked", "Unlocked"),
    ("lifted", "Opened to add forms of its past"),
    ("locked_again", "Closed again"),
    ("addendum", "Addendum written"),
    ("restored", "An earlier state was restored"),
    ("explained", "Why it was changed"),
    ("withdrawn", "Withdrawn"),
    ("brought_back", "Brought back"),
    ("linked", "Linked to another record"),
    ("unlinked", "Link to another record ended"),
    ("moved", "Moved below another record"),
]


class Migration(migrations.Migration):
    dependencies = [("registry", "0042_stand_ins")]
    operations = [
        migrations.AlterField("recordevent", "kind", models.CharField(choices=KINDS, max_length=20)),
    ]
