"""Filling in, in its three layouts and with the inputs that are more than a box: everybody can use every page, and it fits.

In both languages, on a phone and on a screen, with what a page says when something is wrong.
"""

from collections.abc import Callable, Iterator
from itertools import product

import pytest
from playwright.sync_api import Page, expect

from forms_builder.filling import handlers
from forms_builder.schema import Document, Layout, Required
from nirapod.accounts.models import User
from tests.browser.accessibility import fits_and_can_be_used
from tests.browser.input_forms import places
from tests.factories.forms import ask, choices, document, make_user, page, publish, repeat
from tests.filling.conftest import PURPOSE, TakesAnything


@pytest.fixture
def handler() -> Iterator[TakesAnything]:
    taker = TakesAnything()
    handlers._handlers[PURPOSE] = taker
    yield taker
    del handlers._handlers[PURPOSE]


def a_form(layout: Layout) -> Document:
    return document(
        page(
            "about",
            ask("district", "place", settings={"level": "district"}, required=Required.YES),
            ask("colour", "choose_one", choices=choices(*[f"colour_{n}" for n in range(10)])),
            ask("day", "date", decline=True),
            ask("photo", "image"),
            ask("signed", "signature"),
        ),
        page(
            "coming",
            repeat(
                "people",
                ask("p_name", label="Name", required=Required.YES),
                ask("p_came", "yes_no"),
                minimum=2,
            ),
        ),
        layout=layout,
    )


def go_on(browser: Page) -> None:
    browser.locator(".actions button").first.click()


def test_everybody_can_use_a_form_in_every_layout_and_language(
    desktop: Page, sign_in: Callable[[Page, User], None], handler: TakesAnything
) -> None:
    places()
    for layout, language in product(Layout, ("bn", "en")):
        handler.version = publish(a_form(layout), key=layout.value)
        sign_in(desktop, make_user(language=language))
        desktop.goto(f"/workspace/fill/{PURPOSE}/{layout.value}/")
        desktop.locator("main form button").click()
        expect(desktop.locator("#filling-form")).to_be_visible()
        desktop.wait_for_load_state()
        go_on(desktop)
        expect(desktop.locator(".error-summary")).to_be_focused()
        fits_and_can_be_used(desktop, language)
        for step in later_pages(layout, language):
            desktop.goto(f"{desktop.url.rstrip('/').rpartition('/')[0]}/{step}/")
            fits_and_can_be_used(desktop, language)


def later_pages(layout: Layout, language: str) -> tuple[str, ...]:
    """In Bangla, whose words are the longer ones; with a question a page, the rows are pages of their own."""
    if language != "bn":
        return ()
    return ("check",) if layout is Layout.QUESTION else ("coming", "check")
