"""Somebody who reads Bangla meets no English of Wagtail in the admin: its lists, forms and scripts."""

import json
import re

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from tests.factories.forms import make_user
from tests.factories.registry import grant, make_type

pytestmark = pytest.mark.django_db

SAID = re.compile(r">([^<>{}]*[A-Za-z]{3}[^<>{}]*)<")
BANGLA = re.compile("[ক-হ]")
SILENT = re.compile(r"<(script|style|svg|template)\b.*?</\1>", re.DOTALL)


@pytest.fixture
def reader() -> Client:
    """An administrator who reads Bangla."""
    user = make_user(language="bn", full_name="ডেমো প্রশাসক", is_superuser=True)
    user.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def english_of(page: str) -> set[str]:
    """The texts of a page that have no Bangla letter; names aside."""
    texts = (text.strip() for text in SAID.findall(SILENT.sub("", page)))
    return {text for text in texts if not BANGLA.search(text) and text not in {"Nirapod", "English"}}


@pytest.mark.parametrize(
    "address",
    [
        "/admin/registry/place/",
        "/admin/registry/office/create/",
        "/admin/images/add/",
        "/admin/redirects/",
        "/admin/reports/locked/",
    ],
)
def test_a_page_of_the_admin_speaks_bangla(reader: Client, address: str) -> None:
    page = reader.get(address)
    assert page.status_code == 200
    assert not english_of(page.content.decode())


def test_a_list_names_its_columns_filters_and_counts_in_bangla(reader: Client) -> None:
    grant(make_user(), make_type(key="visit"))
    page = reader.get("/admin/registry/grant/").content.decode()
    for words in ("নথির ধরন", "ফিল্টার", "অনুযায়ী", "যোগ করুন", "1টির মধ্যে 1টি"):
        assert words in page
    assert "Filter" not in page


def test_what_is_wrong_in_a_form_is_said_in_bangla(reader: Client) -> None:
    page = reader.post("/admin/registry/office/create/", {"key": ""}).content.decode()
    assert "এই ঘরটি পূরণ করতে হবে।" in page
    assert "ভুল থাকায়" in page


def test_scripts_of_the_admin_speak_bangla(reader: Client) -> None:
    script = reader.get("/admin/jsi18n/").content.decode()
    assert json.dumps("কিছু পাওয়া যায়নি") in script or "কিছু পাওয়া যায়নি" in script
