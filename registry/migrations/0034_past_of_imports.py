"""The days of transitions that come with the rows of an import, and who answers for them."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0033_stored_json'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PastReplay',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('language', models.CharField(default='bn', max_length=2)),
                ('wrapped_key', models.BinaryField()),
                ('sealed_reason', models.BinaryField(help_text='Why, sealed; gone once it is with the records.')),
                ('rows', models.PositiveIntegerField()),
                ('rows_done', models.PositiveIntegerField(default=0)),
                ('started_at', models.DateTimeField(auto_now_add=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replays', to='registry.dataimport')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-started_at'],
            },
        ),
        migrations.CreateModel(
            name='ImportedPast',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.PositiveIntegerField(help_text='Number of the row in the file.')),
                ('steps', models.JSONField(default=list, help_text='[key of a transition, day], the first first; empty once entered.')),
                ('state', models.CharField(choices=[('waiting', 'not entered yet'), ('done', 'entered'), ('refused', 'refused')], default='waiting', max_length=10)),
                ('refusal', models.CharField(blank=True, help_text='Why it was refused; no answers.', max_length=300)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pasts', to='registry.dataimport')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='registry.record')),
                ('replay', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='pasts', to='registry.pastreplay')),
            ],
            options={
                'ordering': ['row'],
            },
        ),
        migrations.AddConstraint(
            model_name='pastreplay',
            constraint=models.UniqueConstraint(condition=models.Q(('finished_at', None)), fields=('batch',), name='registry_replay_one_at_a_time'),
        ),
        migrations.AddIndex(
            model_name='importedpast',
            index=models.Index(fields=['batch', 'state'], name='registry_past_state'),
        ),
        migrations.AddConstraint(
            model_name='importedpast',
            constraint=models.UniqueConstraint(fields=('batch', 'record'), name='registry_past_once'),
        ),
    ]
