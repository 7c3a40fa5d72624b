"""Hubs that were set up before awards and the closed collection came get what a new hub begins with.

The set-up gives a role its rights only when it makes the role, so that what an administrator changed since stays.
"""

from django.contrib.auth.management import create_permissions
from django.db import migrations

CLOSED = 'Working papers / কাজের কাগজপত্র'
NEW_RIGHTS = {
    'Hub: writer / লেখক': ['view_award'],
    'Hub: translator / অনুবাদক': [],
    'Hub: safeguarding reviewer / সেফগার্ডিং পর্যালোচক': [],
    'Hub: publisher / প্রকাশক': ['view_award', 'add_award', 'change_award'],
}


def give(apps, schema_editor):
    """Nothing on a new installation: its roles are made later, with everything."""
    groups = list(apps.get_model('auth', 'Group').objects.filter(name__in=NEW_RIGHTS))
    if not groups:
        return
    make_sure_of_permissions(apps)
    permissions = apps.get_model('auth', 'Permission').objects.filter(content_type__app_label='knowledge')
    for group in groups:
        group.permissions.add(*permissions.filter(codename__in=NEW_RIGHTS[group.name]))
    let_into_closed_collection([group.pk for group in groups])


def make_sure_of_permissions(apps):
    """Django makes them after all migrations, which would be too late here."""
    config = apps.get_app_config('knowledge')
    before, config.models_module = config.models_module, True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = before


def let_into_closed_collection(groups):
    # The tree of collections only grows through its own methods, which models of a migration lack.
    from wagtail.models import Collection, CollectionViewRestriction

    root = Collection.get_first_root_node()
    if root is None or root.get_children().filter(name=CLOSED).exists():
        return
    closed = root.add_child(name=CLOSED)
    restriction = CollectionViewRestriction.objects.create(collection=closed, restriction_type='groups')
    restriction.groups.set(groups)


class Migration(migrations.Migration):
    dependencies = [
        ('knowledge', '0004_field_words'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('wagtailcore', '0098_apitoken'),
    ]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
