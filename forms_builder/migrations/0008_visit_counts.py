"""Counters of visits get a table of their own: one statement a visit instead of six."""


from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forms_builder', '0007_stored_json'),
    ]

    operations = [
        migrations.CreateModel(
            name='VisitCount',
            fields=[
                ('name', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('began_at', models.DateTimeField(auto_now_add=True, db_index=True)),
            ],
            options={
                'verbose_name': 'count of visits',
                'verbose_name_plural': 'counts of visits',
            },
        ),
    ]
