"""The two halves as they run in production: each knows only its own addresses."""

import pytest
from django.conf import LazySettings
from django.test import Client
from wagtail.models import Page

from knowledge.starter import ensure_home_pages
from nirapod.accounts.models import User

pytestmark = pytest.mark.django_db
STAFF_ADDRESSES = [
    "/workspace/",
    "/workspace/fill/registry.new/x/",
    "/admin/",
    "/accounts/login/",
    "/admin/login/",
]


def serve(settings: LazySettings, surface: str) -> None:
    settings.NIRAPOD_SURFACE = surface
    settings.ROOT_URLCONF = f"nirapod.urls.{surface}"


@pytest.fixture
def superuser() -> User:
    return User.objects.create_superuser("root@demo.invalid", "a-long-demo-password", full_name="Demo Root")


@pytest.mark.parametrize("address", STAFF_ADDRESSES)
def test_the_public_half_knows_no_way_in_even_for_somebody_signed_in(
    client: Client, settings: LazySettings, superuser: User, address: str
) -> None:
    serve(settings, "public")
    client.force_login(superuser)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/bn/", "/en/"])
def test_the_public_half_shows_the_hub_without_a_way_to_sign_in_and_without_cookies(
    client: Client, settings: LazySettings, address: str
) -> None:
    ensure_home_pages()
    serve(settings, "public")
    response = client.get(address)
    assert response.status_code == 200
    assert "/accounts/" not in response.content.decode()
    assert not response.cookies


def test_the_staff_half_has_no_public_pages(client: Client, settings: LazySettings) -> None:
    ensure_home_pages()
    serve(settings, "staff")
    assert client.get("/bn/").status_code == 404
    assert client.get("/")["Location"] == "/workspace/"
    assert client.get("/accounts/login/").status_code == 200


def test_public_pages_are_edited_on_the_staff_half(
    client: Client, settings: LazySettings, superuser: User
) -> None:
    ensure_home_pages()
    serve(settings, "staff")
    client.force_login(superuser)
    page = Page.objects.filter(depth=2).first()
    assert page is not None
    assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
    assert client.get(f"/admin/pages/{page.pk}/").status_code == 200
