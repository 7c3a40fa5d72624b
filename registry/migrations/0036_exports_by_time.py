"""Exports are found by their time: they have no row for each of their records any more."""


from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0035_indexes_that_others_cover'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='accessevent',
            index=models.Index(condition=models.Q(('action', 'export')), fields=['at'], name='registry_access_export'),
        ),
    ]
