"""Accounts: one e-mail address, one person, whatever its capitals."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation

from nirapod.accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-demo-password"


def test_capitals_in_the_address_do_not_matter() -> None:
    User.objects.create_user("Case.Worker@Demo.invalid", PASSWORD, full_name="Demo Worker")
    assert User.objects.get().email == "case.worker@demo.invalid"
    assert authenticate(email="CASE.WORKER@demo.invalid", password=PASSWORD) is not None


def test_the_same_address_in_other_capitals_is_refused_by_the_database() -> None:
    User.objects.create_user("a@demo.invalid", PASSWORD)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="A@demo.invalid")])


def test_a_person_without_a_name_is_shown_by_address() -> None:
    assert str(User(email="a@demo.invalid")) == "a@demo.invalid"
    assert str(User(email="a@demo.invalid", full_name="Demo Worker")) == "Demo Worker"


@pytest.mark.parametrize(("language", "number"), [("bn", "১২"), ("en", "12")])
def test_how_long_a_password_has_to_be_is_said_in_the_readers_digits(language: str, number: str) -> None:
    with translation.override(language), pytest.raises(ValidationError, match=f" {number} "):
        validate_password("short")


def test_nobody_gives_themselves_a_role(client: Client) -> None:
    """A role is the way to records: somebody else opens it."""
    configures, works = (Group.objects.create(name=name) for name in ("Configures", "Case workers"))
    names = ["access_admin", "change_user", "add_user"]
    configures.permissions.set(Permission.objects.filter(codename__in=names))
    me = User.objects.create_user("me@demo.invalid", PASSWORD, full_name="Demo Admin", language="en")
    other = User.objects.create_user("other@demo.invalid", PASSWORD, full_name="Demo Other", language="en")
    me.groups.add(configures)
    client.force_login(me)
    for person in (me, other):
        form = {
            "email": person.email,
            "full_name": person.full_name,
            "language": "en",
            "is_active": "on",
            "groups": [configures.pk, works.pk],
        }
        assert client.post(f"/admin/users/edit/{person.pk}/", form).status_code == 302
    assert list(me.groups.all()) == [configures]
    assert set(other.groups.all()) == {configures, works}
    assert (
        "Your own roles are changed by somebody else."
        in client.get(f"/admin/users/edit/{me.pk}/").content.decode()
    )
