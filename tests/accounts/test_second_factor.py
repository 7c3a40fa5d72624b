"""The seeds of second factors: sealed in the database, and still good."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client

from nirapod.accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-demo-password"


@pytest.fixture
def person() -> User:
    return User.objects.create_user("a@demo.invalid", PASSWORD, full_name="Demo Worker", language="en")


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def test_a_seed_is_sealed_in_the_database(person: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    assert secret not in str(Authenticator.objects.get().data)


def test_the_password_alone_opens_nothing_once_there_is_a_second_factor(client: Client, person: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert client.get("/workspace/").status_code == 302
    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert client.get("/workspace/").status_code == 200


def test_recovery_codes_come_from_a_sealed_seed(person: User) -> None:
    codes = RecoveryCodes.activate(person)
    assert len(codes.get_unused_codes()) == 10
    assert codes.instance.data["seed"].count(".") == 1
