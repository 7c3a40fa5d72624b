"""An upgrade of a hub that was set up long ago gives its roles what a new hub begins with, once."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from wagtail.models import Collection

from knowledge.starter import roles
from tests.factories import hub

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("front_pages")]
upgrade = import_module("knowledge.migrations.0005_rights_of_the_hub").give


def rights(role: roles.HubRole) -> set[str]:
    held = Group.objects.get(name=role.name).permissions.filter(content_type__app_label="knowledge")
    return set(held.values_list("codename", flat=True))


def closed_groups() -> set[str]:
    closed = Collection.objects.get(name=roles.CLOSED)
    return {group.name for group in closed.view_restrictions.get().groups.all()}


def test_an_old_hub_gets_the_rights_and_the_closed_collection_of_a_new_one() -> None:
    wanted = {role.name: rights(role) for role in roles.ROLES}, closed_groups()
    Collection.objects.get(name=roles.CLOSED).delete()
    for group in Group.objects.filter(name__startswith="Hub:"):
        group.permissions.remove(*group.permissions.filter(codename__endswith="_award"))
    upgrade(apps, None)
    assert ({role.name: rights(role) for role in roles.ROLES}, closed_groups()) == wanted
    upgrade(apps, None)
    assert Collection.objects.filter(name=roles.CLOSED).count() == 1


def test_what_an_administrator_arranged_stays() -> None:
    closed = Collection.objects.get(name=roles.CLOSED)
    closed.view_restrictions.get().groups.set(Group.objects.filter(name=roles.PUBLISHER.name))
    upgrade(apps, None)
    assert closed_groups() == {roles.PUBLISHER.name}


def test_a_new_installation_has_nothing_to_catch_up_with() -> None:
    Group.objects.filter(name__startswith="Hub:").delete()
    Collection.objects.get(name=roles.CLOSED).delete()
    upgrade(apps, None)
    assert not Collection.objects.filter(name=roles.CLOSED).exists()
    assert hub.hub().live
