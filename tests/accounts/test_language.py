"""Which language a page comes in."""

import pytest
from django.test import Client

from nirapod.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return User.objects.create_user("a@demo.invalid", "x", full_name="Demo Worker", language="en")


def test_bangla_is_first_whatever_the_browser_prefers(client: Client) -> None:
    response = client.get("/accounts/login/", headers={"Accept-Language": "en-GB"})
    assert '<html lang="bn"' in response.content.decode()


def test_the_cookie_of_a_visitor_counts(client: Client) -> None:
    client.post("/language/", {"language": "en", "next": "/accounts/login/"})
    assert '<html lang="en"' in client.get("/accounts/login/").content.decode()


def test_a_person_keeps_the_language_of_the_account(client: Client, person: User) -> None:
    client.force_login(person)
    assert '<html lang="en"' in client.get("/workspace/").content.decode()
    client.post("/language/", {"language": "bn", "next": "/workspace/"})
    person.refresh_from_db()
    assert person.language == "bn"


def test_the_greeting_after_signing_in_is_in_the_language_of_the_account(client: Client, person: User) -> None:
    assert '<html lang="bn"' in client.get("/accounts/login/").content.decode()
    said = client.post("/accounts/login/", {"login": "a@demo.invalid", "password": "x"}, follow=True)
    greeting = [str(message) for message in said.context["messages"]]
    assert len(greeting) == 1
    assert greeting[0].isascii()


def test_the_switch_never_leads_to_another_site(client: Client) -> None:
    response = client.post("/language/", {"language": "en", "next": "https://elsewhere.invalid/"})
    assert response["Location"] == "/"


def test_an_unknown_language_changes_nothing(client: Client) -> None:
    response = client.post("/language/", {"language": "xx"})
    assert not response.cookies
