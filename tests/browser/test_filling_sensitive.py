"""A form with sensitive questions in a browser: each answer is on the server as soon as it is given, and nowhere else."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from forms_builder.models import Draft
from forms_builder.schema import Document, Sensitivity
from tests.browser.conftest import PHONE
from tests.browser.steps import CONTINUE, box_of
from tests.browser.test_filling_inputs import Begin, answers, begin, handler
from tests.browser.test_filling_whole import STORE
from tests.factories.forms import ask, document, page

__all__ = ["begin", "handler"]
NAME, PLACE, STORY = "Tuni Marked 4711", "Marked Bazar 4712", "A marked story 4713"
SAVED = "**/told/?save=1"
AT_ONCE = 15_000
"""Milliseconds: below the 20 seconds after which every form saves itself."""


def sensitive_form() -> Document:
    secret: dict[str, Any] = {"sensitivity": Sensitivity.RESTRICTED, "compartment": "identity"}
    return document(
        page(
            "told",
            ask("name", sensitivity=Sensitivity.CONFIDENTIAL),
            ask("safe", "yes_no", label="Safe at home", **secret),
            ask("place", show_if="${safe} = 'no'", label="Where instead", **secret),
            ask("story", "long_text", **secret),
        ),
        page("more", ask("remark")),
    )


def test_each_answer_of_a_sensitive_form_is_saved_as_it_is_given_and_stays_off_the_device(
    begin: Begin, new_page: Callable[..., Page]
) -> None:
    at = begin(new_page(**PHONE, has_touch=True, is_mobile=True), sensitive_form())
    with at.expect_response(SAVED, timeout=AT_ONCE) as saved:
        box_of(at, "Name").fill(NAME)
        box_of(at, "Name").press("Tab")
    assert saved.value.status == 204
    assert answers() == {"name": NAME}
    with at.expect_response(SAVED, timeout=AT_ONCE):
        at.locator("[name=safe][value=no]").check()
    assert answers() == {"name": NAME, "safe": "no"}
    expect(box_of(at, "Where instead")).to_be_visible()  # opened by an answer that was saved meanwhile
    with at.expect_response(SAVED, timeout=AT_ONCE):
        box_of(at, "Where instead").fill(PLACE)
        box_of(at, "Where instead").press("Tab")
    with at.expect_response(SAVED, timeout=AT_ONCE):  # nobody has left the box yet
        box_of(at, "Story").press_sequentially(STORY)
    expect(at.locator("[data-save-state]")).to_contain_text("Saved")
    assert answers() == {"name": NAME, "safe": "no", "place": PLACE, "story": STORY}
    assert not any(word in str(Draft.objects.values().get()) for word in ("4711", "4712", "4713"))
    nothing_is_on_the_device(at)
    at.locator(CONTINUE).click()
    at.wait_for_url("**/more/")
    nothing_is_on_the_device(at)


def test_what_is_typed_while_an_answer_is_on_its_way_follows_at_once(
    begin: Begin, new_page: Callable[..., Page]
) -> None:
    at = begin(new_page(**PHONE, has_touch=True, is_mobile=True), sensitive_form())
    at.route(SAVED, lambda _held: None)
    with at.expect_request(SAVED):
        box_of(at, "Name").fill(NAME)
        box_of(at, "Name").press("Tab")
    box_of(at, "Story").press_sequentially(STORY)  # and nobody leaves the box
    with at.expect_request(SAVED, timeout=AT_ONCE), at.expect_response(SAVED, timeout=AT_ONCE):
        at.unroute(SAVED)  # what was held goes on
    expect(at.locator("[data-save-state]")).to_contain_text("Saved")
    assert answers() == {"name": NAME, "story": STORY}


def nothing_is_on_the_device(page: Page) -> None:
    """No store of the browser holds what was typed, and there is neither a database, a cache nor a worker of ours."""
    small, databases, caches = page.evaluate(STORE)
    assert (databases, caches) == ([], [])
    workers = "async () => (await navigator.serviceWorker.getRegistrations()).length"
    assert page.evaluate(workers) == 0
    cookies = " ".join(str(cookie["value"]) for cookie in page.context.cookies())
    assert not any(word in small + cookies for word in ("4711", "4712", "4713", "Marked", "marked"))
