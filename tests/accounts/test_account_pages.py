"""Adding and changing people in the Wagtail admin."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from nirapod.accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-demo-password"


@pytest.fixture
def admin(client: Client) -> Client:
    role = Group.objects.create(name="Account admins")
    wanted = ("access_admin", "view_user", "add_user", "change_user")
    role.permissions.set(Permission.objects.filter(codename__in=wanted))
    person = User.objects.create_user("admin@demo.invalid", PASSWORD, full_name="Demo Admin", language="en")
    person.groups.add(role)
    client.force_login(person)
    return client


def new_person(**more: object) -> dict[str, object]:
    fields = {"email": "New@Demo.invalid", "full_name": "Demo Person", "language": "bn"}
    return fields | {"password1": PASSWORD, "password2": PASSWORD} | more


def test_a_person_has_one_full_name_and_a_language(admin: Client) -> None:
    page = admin.get("/admin/users/new/").content.decode()
    assert 'name="full_name"' in page
    assert 'name="language"' in page
    assert 'name="first_name"' not in page
    assert admin.post("/admin/users/new/", new_person()).status_code == 302
    assert User.objects.get(email="new@demo.invalid").full_name == "Demo Person"


def test_nobody_becomes_superuser_by_a_ticked_box(admin: Client) -> None:
    admin.post("/admin/users/new/", new_person(is_superuser="on"))
    person = User.objects.get(email="new@demo.invalid")
    assert not person.is_superuser
    change = {
        "email": person.email,
        "full_name": "Other",
        "language": "bn",
        "is_active": "on",
        "is_superuser": "on",
    }
    assert admin.post(f"/admin/users/edit/{person.pk}/", change).status_code == 302
    person.refresh_from_db()
    assert (person.full_name, person.is_superuser) == ("Other", False)


def test_the_same_address_in_other_capitals_is_refused_beside_the_field(admin: Client) -> None:
    response = admin.post("/admin/users/new/", new_person(email="ADMIN@demo.invalid"))
    assert response.status_code == 200
    assert "email" in response.context["form"].errors


def test_switching_an_account_off_ends_its_session(admin: Client) -> None:
    person = User.objects.create_user("worker@demo.invalid", PASSWORD, full_name="Demo Worker")
    theirs = Client()
    theirs.force_login(person)
    assert theirs.get("/workspace/").status_code == 200
    admin.post(f"/admin/users/edit/{person.pk}/", {"email": person.email, "full_name": "x", "language": "bn"})
    assert theirs.get("/workspace/").status_code == 302


def test_people_are_found_and_sorted_by_their_full_name(admin: Client) -> None:
    User.objects.create_user("zed@demo.invalid", PASSWORD, full_name="Zed Example")
    assert "Zed Example" in admin.get("/admin/users/?q=Zed&ordering=name").content.decode()


def test_ones_own_settings_keep_no_face_and_change_no_name(admin: Client) -> None:
    page = admin.get("/admin/account/").content.decode()
    assert "first_name" not in page
    assert "avatar-avatar" not in page


def test_somebody_without_the_admin_has_no_settings_there(client: Client) -> None:
    client.force_login(User.objects.create_user("w@demo.invalid", PASSWORD, full_name="Demo Worker"))
    assert client.get("/admin/account/").status_code == 302
