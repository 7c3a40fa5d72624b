"""What goes wrong at a desk, seen in a browser: two tabs, a form or a choice that moved on, pasted and tampered input,
a stale token. Each is told kindly where it happened, and nothing typed is lost.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from forms_builder.filling.payload import unseal
from forms_builder.models import Draft
from forms_builder.schema import Document
from tests.browser.accessibility import violations
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.steps import CONTINUE, fits
from tests.browser.test_filling_inputs import Begin, answers, begin, handler
from tests.factories.forms import ask, choices, document, page, publish
from tests.filling.conftest import TakesAnything, small_form

__all__ = ["begin", "handler"]
SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["360", "1280"])


@SIZES
def test_a_second_tab_shows_both_answers_and_keeps_what_was_typed(
    begin: Begin, new_page: Callable[..., Page], size: dict[str, int]
) -> None:
    first = begin(new_page(**size), small_form())
    second = first.context.new_page()
    second.goto(first.url)
    first.fill("#id_name", "Saved First")
    first.fill("#id_age", "7")
    first.locator(CONTINUE).click()
    first.wait_for_url("**/needs/")
    second.fill("#id_name", "Typed Second")
    second.fill("#id_age", "7")
    second.locator(CONTINUE).click()
    expect(second.locator(".error-summary")).to_contain_text("Saved First")
    expect(second.locator("#id_name")).to_have_value("Typed Second")
    assert fits(second)
    assert not violations(second)
    assert answers()["name"] == "Saved First"
    second.get_by_role("button", name="Keep what I typed").click()
    second.wait_for_url("**/needs/*")
    assert answers()["name"] == "Typed Second"


def offering(*values: str) -> Document:
    asked = (ask("where", "choose_one", choices=choices(*values)), ask("more", "long_text"))
    return document(page("p", *asked), page("last", ask("end")))


@SIZES
def test_a_form_that_moved_on_says_so_and_takes_the_answers_along(
    begin: Begin, handler: TakesAnything, new_page: Callable[..., Page], size: dict[str, int]
) -> None:
    at = begin(new_page(**size), offering("town", "village"))
    assert handler.version is not None
    handler.version = publish(offering("village"), handler.version.definition.key)
    at.locator("[name=where][value=town]").check()
    at.fill("#id_more", "Told on the way")
    at.locator(CONTINUE).click()
    at.wait_for_url("**/last/")
    at.go_back()
    expect(at.locator("main")).to_contain_text("This form changed since you began")
    at.locator("main a[href$='/version/']").click()
    expect(at.locator("main")).to_contain_text("Version 2 is in use")
    assert fits(at)
    assert not violations(at)
    at.locator("main form button").first.click()
    at.wait_for_url("**/p/*")
    expect(at.locator("main")).to_contain_text("(no longer offered)")
    expect(at.locator("#id_more")).to_have_value("Told on the way")
    at.locator("[name=where][value=village]").evaluate(
        "box => { box.value = 'town hall'; box.checked = true; }"
    )
    at.locator(CONTINUE).click()
    expect(at.locator("#id_where_field .field__error")).to_be_visible()
    expect(at.locator("#id_more")).to_have_value("Told on the way")
    at.locator("[name=where][value=village]").check()
    at.locator(CONTINUE).click()
    at.wait_for_url("**/last/*")
    assert answers() == {"where": "village", "more": "Told on the way"}


@SIZES
def test_what_is_too_long_or_made_up_or_sent_with_an_old_token_comes_back_whole(
    begin: Begin, new_page: Callable[..., Page], size: dict[str, int]
) -> None:
    at = begin(new_page(**size), offering("town"))
    long = "ক" * 100_000
    at.locator("#id_more").evaluate("(box, text) => { box.value = text; }", long)
    at.locator(CONTINUE).click()
    expect(at.locator("#id_more_field .field__error")).to_be_visible()
    expect(at.locator("#id_more")).to_have_value(long)
    assert fits(at)
    at.fill("#id_more", "👩‍👧 র‍্যাব\u200b came")
    at.locator("[name=page-revision]").evaluate("box => { box.value = 'made up'; }")
    at.context.clear_cookies(name="csrftoken")
    at.locator(CONTINUE).click()
    at.wait_for_url("**/last/*")  # the page has got itself a new token
    assert unseal(Draft.objects.get()).answers["more"] == "👩‍👧 র‍্যাব came"
