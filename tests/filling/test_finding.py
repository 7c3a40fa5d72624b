"""Choosing out of many by typing: without scripts with a button, with scripts over an address of the page's own."""

from typing import Any

import pytest
from django.test import Client

from forms_builder.schema import Document
from registry.models import Place
from tests.factories.forms import ask, choices, document, page, publish
from tests.filling.browser import Browser
from tests.filling.conftest import PURPOSE, TakesAnything

NAMES = {
    "alphapur": "আলফাপুর",
    "betagram": "বিটাগ্রাম",
    "betapur": "বিটাপুর",
    "gammapur": "গামাপুর",
    "deltapur": "ডেল্টাপুর",
    "epsilonpur": "এপসিলনপুর",
    "zetapur": "জিটাপুর",
    "ward12": "ওয়ার্ড ১২",
}


def form(**more: Any) -> Document:
    return document(
        page("where", ask("district", "place", settings={"level": "district"}, **more), ask("name")),
        page("more", ask("end")),
    )


@pytest.fixture
def districts(db: None) -> None:
    for code, bangla in NAMES.items():
        Place.objects.create(code=code, level="district", name_bn=bangla, name_en=code.capitalize())


def begun(asked: Document, handler: TakesAnything, client: Client, user: Any) -> Browser:
    handler.version = publish(asked)
    client.force_login(user)
    return Browser(client).begin(PURPOSE, "x")


@pytest.fixture
def browser(districts: None, handler: TakesAnything, client: Client, user: Any) -> Browser:
    return begun(form(), handler, client, user)


def offered(browser: Browser) -> list[str]:
    return [str(radio["value"]) for radio in browser.page.select("[name=district]") if radio["value"]]


def options(browser: Browser, text: str, name: str = "district", **more: str) -> Any:
    typed = {**browser.values(), f"{name}-search": text, "page-do": f"find:{name}", **more}
    response = browser.new_tab().post(typed, "?options=1").response
    return [one["value"] for one in response.json()["options"]] if response.status_code == 200 else response


def test_a_search_box_offers_nothing_before_something_is_typed(browser: Browser) -> None:
    assert offered(browser) == []
    assert browser.field("district-search") is not None


def test_the_button_shows_what_was_found_and_keeps_what_else_was_typed(browser: Browser) -> None:
    browser.press("find:district", **{"district-search": "beta", "name": "Tuni"})
    assert offered(browser) == ["betagram", "betapur"]
    assert browser.values()["name"] == "Tuni"
    assert browser.press("continue", district="betapur").step == "more"
    back = browser.open(browser.address.replace("more", "where"))
    assert back.values()["district"] == "betapur"
    assert back.values()["district-search"] == "Betapur"


def test_a_choice_that_was_made_is_shown_by_its_name_alone(browser: Browser) -> None:
    """Never as the program holds it, a dict of values and labels."""
    browser.press("find:district", **{"district-search": "beta"})
    browser.press("continue", district="betapur")
    back = browser.open(browser.address.replace("more", "where"))
    assert back.values()["district-search"] == "Betapur"
    assert back.page.select(".field__known") == []
    assert "{" not in back.page.select_one("main").get_text()


def test_either_script_finds_and_digits_of_either(browser: Browser) -> None:
    assert options(browser, "বিটা") == ["betagram", "betapur"]
    assert options(browser, "১২") == options(browser, "12") == ["ward12"]


def test_a_whole_name_needs_no_choosing(browser: Browser) -> None:
    assert browser.press("continue", **{"district-search": "betapur "}).step == "more"


@pytest.mark.parametrize(
    ("text", "told"), [("beta", "Choose one of those found"), ("nowhere", "Nothing was found")]
)
def test_a_text_that_is_no_choice_is_told_and_stays(browser: Browser, text: str, told: str) -> None:
    browser.press("continue", **{"district-search": text})
    assert told in browser.errors()[0]
    assert browser.values()["district-search"] == text


def test_a_tampered_choice_is_refused(browser: Browser) -> None:
    browser.press("continue", district="not-a-place", **{"district-search": "beta"})
    assert browser.errors() == ["District: This choice is not offered. Choose another."]


def test_only_search_boxes_of_the_page_answer(browser: Browser) -> None:
    assert options(browser, "x", "name").status_code == 404
    assert options(browser, "x", "nothing").status_code == 404


def test_a_reason_for_no_answer_stands_below_the_box(
    districts: None, handler: TakesAnything, client: Client, user: Any
) -> None:
    browser = begun(form(decline=True), handler, client, user)
    assert options(browser, "gamma") == ["gammapur"]
    assert browser.press("continue", **{"district-reason": "__unknown"}).step == "more"


def test_a_long_list_of_the_forms_own_is_searched_in_both_languages(
    handler: TakesAnything, client: Client, user: Any
) -> None:
    many = choices(*[f"item_{number}" for number in range(150)])
    browser = begun(
        document(page("one", ask("item", "choose_one", choices=many)), page("two", ask("end"))),
        handler,
        client,
        user,
    )
    assert options(browser, "149", "item") == options(browser, "১৪৯ (bn)", "item") == ["item_149"]
    browser.press("continue", item="item_7")
    assert browser.step == "two"
