"""The front page in both languages, as a new installation begins with it."""

import pytest
from django.test import Client
from wagtail.models import Page, Site

from forms_builder.schema import PublicUse
from knowledge.models import HomePage
from knowledge.starter import ensure_home_pages, ensure_standing_pages
from tests.factories.forms import ask, document, page, publish

pytestmark = pytest.mark.django_db
AVOIDED_WORDS = ("prostitut", "sex slave", "sex worker", "rescued girl", "পতিতা", "যৌনকর্মী", "উদ্ধারকৃত")


def test_a_visitor_without_a_language_lands_on_the_bangla_page(client: Client) -> None:
    ensure_home_pages()
    answer = client.get("/", follow=True)
    assert answer.redirect_chain == [("/bn/", 302)]
    assert "প্রতিটি শিশুর নিরাপদ থাকার অধিকার আছে" in answer.text


def test_the_english_page_says_the_same_in_english(client: Client) -> None:
    ensure_home_pages()
    answer = client.get("/en/")
    assert "Every child has the right to be safe" in answer.text
    assert answer.headers["Content-Language"] == "en"


def test_each_language_leads_to_the_other(client: Client) -> None:
    ensure_home_pages()
    assert 'href="/en/" lang="en" hreflang="en"' in client.get("/bn/").text
    assert 'href="/bn/" lang="bn" hreflang="bn"' in client.get("/en/").text


def test_search_engines_are_told_of_both_addresses(client: Client) -> None:
    ensure_home_pages()
    page = client.get("/bn/").text
    assert '<link rel="alternate" hreflang="bn" href="http://testserver/bn/">' in page
    assert '<link rel="alternate" hreflang="en" href="http://testserver/en/">' in page


def test_setting_up_twice_changes_nothing() -> None:
    first = ensure_home_pages()
    assert ensure_home_pages() == first
    assert HomePage.objects.count() == 2


def test_what_an_editor_wrote_survives_the_next_set_up() -> None:
    home = ensure_home_pages()
    home.heading = "An editor's words"
    home.save_revision().publish()
    assert ensure_home_pages().heading == "An editor's words"


def test_an_address_given_to_the_site_survives_the_next_set_up() -> None:
    ensure_home_pages()
    Site.objects.update(hostname="hub.example.org", port=443)
    ensure_home_pages()
    site = Site.objects.get()
    assert (site.hostname, site.port) == ("hub.example.org", 443)


def test_the_site_begins_at_our_page_and_the_welcome_of_the_framework_is_gone() -> None:
    home = ensure_home_pages()
    assert Site.objects.get(is_default_site=True).root_page_id == home.pk
    assert not Page.objects.filter(title__startswith="Welcome to your new").exists()


def test_a_lost_site_is_made_again(client: Client) -> None:
    ensure_home_pages()
    Site.objects.all().delete()
    ensure_home_pages()
    assert client.get("/bn/").status_code == 200


@pytest.mark.parametrize("language", ["bn", "en"])
def test_no_word_on_the_front_page_blames_or_labels_a_child(client: Client, language: str) -> None:
    ensure_home_pages()
    text = client.get(f"/{language}/").text.lower()
    assert [word for word in AVOIDED_WORDS if word in text] == []


def test_helplines_show_the_readers_digits_and_dial_plain_ones(client: Client) -> None:
    ensure_home_pages()
    page = client.get("/bn/").text
    for number, shown in (("1098", "১০৯৮"), ("999", "৯৯৯"), ("109", "১০৯")):
        assert f'href="tel:{number}"' in page
        assert shown in page


def test_pages_that_ask_readers_to_speak_up_lead_to_the_contact_form_while_there_is_one(
    client: Client,
) -> None:
    ensure_standing_pages()
    link = 'href="/bn/forms/contact/"'
    assert link not in client.get("/bn/safeguarding/").text
    publish(document(page("about", ask("said")), public=PublicUse()), key="contact")
    for slug in ("about", "safeguarding", "privacy", "accessibility"):
        assert link in client.get(f"/bn/{slug}/").text
    assert 'href="/en/forms/contact/"' in client.get("/en/about/").text
    assert link not in client.get("/bn/leaving/").text
    assert client.get("/bn/forms/contact/").status_code in {200, 302}
