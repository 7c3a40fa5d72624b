"""The pages that come in between while somebody fills in: another tab was first, the session ended, the record was changed
meanwhile. In Bangla, on a phone and on a screen, with words longer than a line.
"""

from collections.abc import Callable

from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from tests.browser.accessibility import fits_and_can_be_used
from tests.browser.conftest import PHONE
from tests.browser.steps import CONTINUE
from tests.browser.test_filling_inputs import Begin, answers, begin, handler
from tests.filling.conftest import TakesAnything, small_form

__all__ = ["begin", "handler"]
LONG = "উদাহরণস্বরূপ" * 12


def small(at: Page) -> Page:
    """Back on a phone, after both widths were looked at."""
    at.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    return at


def test_what_another_tab_saved_and_a_session_that_ended_are_told_on_pages_that_fit(
    begin: Begin, new_page: Callable[..., Page]
) -> None:
    first = begin(new_page(**PHONE), small_form(), "bn")
    second = first.context.new_page()
    second.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    second.goto(first.url)
    for tab, name in ((first, f"এক {LONG}"), (second, f"দুই {LONG}")):
        tab.fill("#id_name", name)
        tab.fill("#id_age", "৭")
    first.locator(CONTINUE).click()
    first.wait_for_url("**/needs/")
    second.locator(CONTINUE).click()
    expect(second.locator(".error-summary")).to_contain_text(f"এক {LONG}")
    fits_and_can_be_used(second, "bn")
    second.route("**", lambda route: route.abort())  # a network that only looks like one
    small(second).locator(CONTINUE).click()
    expect(second.locator("[data-save-state]")).to_contain_text("সংযোগ নেই")
    expect(second.locator("#id_name")).to_have_value(f"দুই {LONG}")
    second.unroute("**")
    second.locator(CONTINUE).click()
    second.wait_for_url("**/needs/")
    second.go_back()
    expect(second.locator("#id_name")).to_have_value(f"দুই {LONG}")
    second.go_forward()
    second.fill("#id_story", LONG)
    Session.objects.all().delete()
    second.locator(CONTINUE).click()
    held = second.locator("form[data-held]")
    expect(held.locator("[name=story]")).to_have_value(LONG)
    expect(second.get_by_role("heading", level=1)).to_have_text("আপনি সাইন আউট হয়ে গেছেন")
    fits_and_can_be_used(second, "bn")


def test_both_changes_of_a_record_are_put_together_on_a_page_that_fits(
    begin: Begin, handler: TakesAnything, new_page: Callable[..., Page]
) -> None:
    handler.answers = {"name": "আগের নাম", "age": 7, "help": ["food"]}
    handler.base_revision = 1
    at = begin(new_page(**PHONE), small_form(), "bn")
    at.fill("#id_name", f"আমার {LONG}")
    for step in ("needs", "family", "visit", "check"):
        at.locator(CONTINUE).click()
        at.wait_for_url(f"**/{step}/")
    handler.answers = {**handler.answers, "name": f"তাঁদের {LONG}", "help": ["health"]}
    handler.base_revision = 2
    send = at.locator("main form .actions button")
    send.click()
    at.wait_for_url("**/merge/")
    fits_and_can_be_used(at, "bn")
    small(at).locator("main form .actions button").click()
    expect(at.locator(".error-summary")).to_be_focused()
    fits_and_can_be_used(at, "bn")
    small(at).locator(".error-summary a").click()
    expect(at.locator("#name-mine")).to_be_focused()
    at.get_by_label(f"আমার {LONG}").check()
    at.context.set_offline(True)
    at.locator("main form .actions button").click()
    expect(at.locator("main form .error-summary")).to_be_focused()
    expect(at.locator("main form .error-summary")).to_contain_text("আপনি যা বেছে নিয়েছেন তা এই পাতায় আছে")
    expect(at.locator("#name-mine")).to_be_checked()
    at.context.set_offline(False)
    at.locator("main form .actions button").click()
    at.wait_for_url("**/check/*")
    assert (answers()["name"], answers()["help"]) == (f"আমার {LONG}", ["health"])
    fits_and_can_be_used(at, "bn")
    at.go_back()  # there is nothing to put together any more
    at.wait_for_url("**/check/*")
    small(at).locator("main form .actions button").click()
    at.wait_for_url("**/sent/*")
