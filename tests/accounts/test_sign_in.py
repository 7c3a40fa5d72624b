"""One way in, and what ends a session."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from nirapod.accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-demo-password"


@pytest.fixture
def person() -> User:
    return User.objects.create_user("a@demo.invalid", PASSWORD, full_name="Demo Worker", language="en")


def sign_in(client: Client, password: str = PASSWORD) -> int:
    response = client.post("/accounts/login/", {"login": "A@demo.invalid", "password": password})
    return response.status_code


def test_the_right_password_opens_the_workspace(client: Client, person: User) -> None:
    response = client.post("/accounts/login/", {"login": "a@demo.invalid", "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/workspace/")


def test_a_wrong_password_says_nothing_about_whether_the_person_exists(client: Client, person: User) -> None:
    wrong = client.post("/accounts/login/", {"login": "a@demo.invalid", "password": "wrong"})
    nobody = client.post("/accounts/login/", {"login": "b@demo.invalid", "password": "wrong"})
    assert wrong.context["form"].errors == nobody.context["form"].errors


@pytest.mark.parametrize("address", ["/admin/login/", "/_util/login/", "/accounts/signup/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_other_ways_in_lead_to_the_one_page(client: Client, person: User, address: str, method: str) -> None:
    data = {"username": "a@demo.invalid", "password": PASSWORD}
    response = getattr(client, method)(address, data)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")
    assert "_auth_user_id" not in client.session


def test_there_is_no_django_admin(client: Client) -> None:
    assert client.get("/django-admin/").status_code == 404


@pytest.mark.parametrize("address", ["/workspace/", "/admin/"])
def test_staff_pages_ask_for_sign_in_and_are_kept_by_nobody(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/?next=")
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]


def test_fifteen_idle_minutes_end_the_session(client: Client, person: User) -> None:
    start = datetime(2026, 3, 1, 6, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        assert sign_in(client) == 302
        assert client.get("/workspace/").status_code == 200
        clock.move_to(start + timedelta(minutes=14))
        assert client.get("/workspace/").status_code == 200
        clock.move_to(start + timedelta(minutes=30))
        response = client.get("/workspace/")
        assert response["Location"].startswith("/accounts/login/")


def test_a_page_that_saves_by_itself_does_not_keep_the_session_alive(client: Client, person: User) -> None:
    start = datetime(2026, 3, 1, 6, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        sign_in(client)
        client.get("/workspace/")
        for minute in (5, 10, 15):
            clock.move_to(start + timedelta(minutes=minute))
            client.get("/workspace/", headers={"X-Background": "1"})
        clock.move_to(start + timedelta(minutes=16))
        assert client.get("/workspace/").status_code == 302


def test_eight_hours_end_the_session_however_busy(client: Client, person: User) -> None:
    start = datetime(2026, 3, 1, 0, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        sign_in(client)
        for minute in range(0, 8 * 60, 10):
            clock.move_to(start + timedelta(minutes=minute))
            assert client.get("/workspace/").status_code == 200
        clock.move_to(start + timedelta(hours=8, minutes=2))
        assert client.get("/workspace/").status_code == 302


def test_answers_sent_after_the_session_ended_are_given_back(client: Client) -> None:
    response = client.post("/workspace/fill/x/y/", {"q-name": "রহিমা <ডেমো>", "q-needs": ["food", "shelter"]})
    assert response.status_code == 403
    page = response.content.decode()
    assert 'value="রহিমা &lt;ডেমো&gt;"' in page
    assert page.count('name="q-needs"') == 2
    assert 'target="_blank"' in page


def test_a_stale_token_gives_the_answers_back_too(person: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    response = client.post("/workspace/fill/x/y/", {"q-name": "typed", "csrfmiddlewaretoken": "old"})
    assert response.status_code == 403
    assert 'value="typed"' in response.content.decode()
    assert 'value="old"' not in response.content.decode()


def test_signing_out_ends_the_session_on_the_server(client: Client, person: User) -> None:
    sign_in(client)
    key = client.session.session_key
    client.post("/accounts/logout/")
    client.cookies["sessionid"] = key or ""
    assert client.get("/workspace/").status_code == 302


def test_signing_out_of_the_admin_needs_a_post(client: Client, person: User) -> None:
    sign_in(client)
    client.get("/admin/logout/")
    assert client.get("/workspace/").status_code == 200
