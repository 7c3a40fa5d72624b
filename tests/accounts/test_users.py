"""Accounts: one e-mail address, one person, whatever its capitals."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
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
