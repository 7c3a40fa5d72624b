"""What every page has, read from its HTML: language, skip link, one heading, nothing inline, a way out."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client

from knowledge.starter import ensure_home_pages
from nirapod.accounts.models import User
from nirapod.context import QUICK_EXIT_URL

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
PAGES = ["/bn/", "/en/", "/accounts/login/", "/accounts/password/reset/", "/bn/no-such-page/"]
OWN_PAGES = ["/accounts/password/change/", "/accounts/2fa/", "/accounts/sessions/", "/accounts/logout/"]


@pytest.fixture(autouse=True)
def home() -> None:
    ensure_home_pages()


@pytest.fixture
def get(client: Client) -> Callable[[str], str]:
    def fetch(address: str) -> str:
        if address in OWN_PAGES:
            client.force_login(
                User.objects.create_user("asha@nirapod.example", PASSWORD, full_name="Asha Example")
            )
        return str(client.get(address).text)

    return fetch


@pytest.mark.parametrize("address", PAGES + OWN_PAGES)
def test_a_page_says_its_language_and_offers_to_skip_to_its_content(
    get: Callable[[str], str], address: str
) -> None:
    html = get(address)
    assert f'<html lang="{"en" if address == "/en/" else "bn"}">' in html
    assert '<a class="skip-link" href="#main">' in html
    assert '<main id="main"' in html


@pytest.mark.parametrize("address", PAGES + OWN_PAGES)
def test_a_page_has_one_title_and_one_main_heading(get: Callable[[str], str], address: str) -> None:
    html = get(address)
    assert len(re.findall("<h1[ >]", html)) == 1
    title = re.search("<title>(.*?)</title>", html, re.S)
    assert title
    assert not title[1].strip().startswith("–"), "the title names the page before the product"


@pytest.mark.parametrize("address", PAGES + OWN_PAGES)
def test_a_page_holds_neither_scripts_nor_styles_of_its_own(get: Callable[[str], str], address: str) -> None:
    html = get(address)
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", html)


@pytest.mark.parametrize("address", ["/bn/", "/en/"])
def test_the_way_out_is_a_plain_link_that_works_without_scripts(
    get: Callable[[str], str], address: str
) -> None:
    assert f'<a class="quick-exit" href="{QUICK_EXIT_URL}" rel="nofollow noreferrer noopener"' in get(address)


def test_a_wrong_password_is_said_in_the_title_above_the_form_and_at_the_field(client: Client) -> None:
    html = client.post("/accounts/login/", {"login": "asha@nirapod.example", "password": "no"}).text
    assert re.search(r"<title>(ভুল|Error):", html)
    assert '<a href="#id_password">' in html
    assert 'id="id_password_error"' in html
    assert 'aria-invalid="true"' in html
    assert "placeholder" not in html


def test_answers_sent_after_the_session_ended_come_back_ready_to_be_sent_again(client: Client) -> None:
    answer = client.post("/workspace/anything/", {"name": "Asha <Example>", "needs": ["a", "b"]})
    assert answer.status_code == 403
    assert '<input type="hidden" name="name" value="Asha &lt;Example&gt;">' in answer.text
    assert answer.text.count('name="needs"') == 2
    assert 'action="/workspace/anything/"' in answer.text
    assert 'href="/accounts/login/" target="_blank" rel="noopener"' in answer.text


def test_the_page_for_our_own_faults_needs_nothing_and_speaks_both_languages() -> None:
    html = render_to_string("500.html")
    assert "ভুলটি আমাদের" in html
    assert "The fault is ours" in html


def test_a_signed_in_person_signs_out_with_a_button_and_never_with_a_link(
    client: Client, django_user_model: Any
) -> None:
    client.force_login(
        django_user_model.objects.create_user("asha@nirapod.example", PASSWORD, full_name="Asha")
    )
    html = client.get("/accounts/password/change/").text
    assert '<form method="post" action="/accounts/logout/">' in html
    assert '<a href="/accounts/logout/"' not in html
