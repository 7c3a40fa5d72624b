"""A public form on its ways: one question a page with the keyboard alone, back and on again, and filled in as a machine
fills it in. In Bangla, on a small phone.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from forms_builder.filling.payload import unseal
from forms_builder.models import Draft, Submission
from forms_builder.schema import Document, Layout, PublicUse, Required
from tests.browser.accessibility import violations
from tests.browser.conftest import PHONE
from tests.browser.steps import fits
from tests.browser.test_public_form import received, tab_to
from tests.factories.forms import ask, choices, document, page, publish, repeat
from tests.factories.registry import make_office, make_type

GO_ON = "main form .actions button"


def told_in_steps() -> Document:
    """One page in the editor; a visitor goes through it a question at a time."""
    return document(
        page(
            "about",
            ask("office", "choose_one", choices=choices("dhk", "jsr"), required="yes"),
            ask("town", required=Required.YES),
            ask("hurt", "yes_no", label="Was anybody hurt"),
            ask("who", label="Who was hurt", show_if="${hurt} = 'yes'", required=Required.YES),
            repeat("people", ask("p_name", label="Name", required=Required.YES)),
            ask("day", "date"),
        ),
        page("what", ask("said", "long_text", required=Required.YES, sensitivity="C", compartment="legal")),
        layout=Layout.QUESTION,
        public=PublicUse(),
    )


@pytest.fixture
def form(live_server: Any) -> None:
    make_office("DHK")
    make_type(publish(told_in_steps(), key="told"), key="told")


@pytest.fixture
def small(new_page: Callable[..., Page]) -> Page:
    """As narrow as a phone, with a keyboard."""
    return new_page(**PHONE)


def go_on(at: Page, to: str) -> None:
    """To Continue with Tab, and Enter."""
    tab_to(at, GO_ON)
    at.keyboard.press("Enter")
    arrived(at, to)


def arrived(at: Page, step: str) -> None:
    """Every page has one heading, fits, and can be used by everybody."""
    at.wait_for_url(f"**/{step}/*")
    expect(at.get_by_role("heading", level=1)).to_have_count(1)
    assert fits(at), at.url
    assert not violations(at)


def test_a_question_a_page_goes_from_the_first_to_the_receipt_with_the_keyboard_alone(
    small: Page, form: None
) -> None:
    small.goto("/bn/forms/told/")
    expect(small.locator("main")).to_contain_text("মোট ৬ পাতা")
    go_on(small, "office")
    expect(small.locator(".progress")).to_contain_text("৬")
    tab_to(small, GO_ON)
    small.keyboard.press("Enter")
    expect(small.locator(".error-summary")).to_be_focused()
    assert not violations(small)
    small.keyboard.press("Tab")
    small.keyboard.press("Enter")  # what the error is about
    small.keyboard.press("Space")
    go_on(small, "town")
    tab_to(small, "#id_town")
    small.keyboard.type("উদাহরণপুর")
    small.keyboard.press("Enter")  # in a box of one line it is Continue
    arrived(small, "hurt")
    tab_to(small, "input[name=hurt]")
    small.keyboard.press("Space")
    go_on(small, "who")
    tab_to(small, "#id_who")
    small.keyboard.type("উদাহরণ একজন")
    go_on(small, "people")
    tab_to(small, "[data-add-row]")
    small.keyboard.press("Enter")
    expect(small.locator("[name$=p_name]")).to_be_focused()
    small.keyboard.type("উদাহরণ দুই")
    go_on(small, "day")
    tab_to(small, "#id_day")
    small.keyboard.type("৫/১১/২০২৬")
    go_on(small, "said")
    tab_to(small, "#id_said")
    small.keyboard.type("উদাহরণ কথা")
    go_on(small, "check")
    expect(small.locator("main")).to_contain_text("উদাহরণ দুই")
    go_on(small, "sent")
    answers = received()
    assert [row.pop("p_name") for row in answers["people"]] == ["উদাহরণ দুই"]
    assert answers | {"people": []} == {
        "office": "dhk",
        "town": "উদাহরণপুর",
        "hurt": "yes",
        "who": "উদাহরণ একজন",
        "people": [],
        "day": "2026-11-05",
        "said": "উদাহরণ কথা",
    }


def test_back_keeps_what_was_typed_and_a_hidden_box_that_was_filled_in_sends_nothing(
    phone: Page, form: None
) -> None:
    phone.goto("/bn/forms/told/")
    told_kindly(phone)
    assert not Draft.objects.exists()
    press(phone, "office")
    phone.locator("[name=office][value=jsr]").check()
    press(phone, "town")
    phone.fill("#id_town", "আধা লেখা গ্রাম")
    phone.locator(".back-link").click()
    phone.wait_for_url("**/office/")
    expect(phone.locator("[name=office][value=jsr]")).to_be_checked()
    press(phone, "town")
    expect(phone.locator("#id_town")).to_have_value("আধা লেখা গ্রাম")
    phone.fill("#id_town", "")
    press(phone, "town")
    expect(phone.locator(".error-summary")).to_be_focused()
    phone.fill("#id_town", "আধা লেখা গ্রাম")
    press(phone, "hurt")
    phone.locator("[name=hurt][value=no]").check()
    phone.go_back()
    expect(phone.locator("#id_town")).to_have_value("আধা লেখা গ্রাম")
    phone.go_forward()
    expect(phone.locator("[name=hurt][value=no]")).to_be_checked()
    for step in ("people", "day", "said"):
        press(phone, step)
    phone.fill("#id_said", "উদাহরণ কথা")
    press(phone, "check")
    phone.locator(".back-link").click()
    expect(phone.locator("#id_said")).to_have_value("উদাহরণ কথা")
    press(phone, "check")
    told_kindly(phone)
    expect(phone.locator("main")).to_contain_text("উদাহরণ কথা")
    assert not Submission.objects.exists()
    assert unseal(Draft.objects.get()).answers["town"] == "আধা লেখা গ্রাম"
    press(phone, "sent")
    phone.go_back()
    phone.wait_for_load_state()
    expect(phone.locator("main")).not_to_contain_text("উদাহরণ কথা")
    assert received()["said"] == "উদাহরণ কথা"


def press(at: Page, to: str) -> None:
    at.locator(GO_ON).first.click()
    at.wait_for_url(f"**/{to}/*")


def told_kindly(at: Page) -> None:
    """A browser that fills in by itself does it in the box that nobody sees; the box then comes back empty."""
    at.locator("[name=website]").evaluate("box => { box.value = 'https://example.org'; }")
    at.locator(GO_ON).click()
    told = at.locator("[role=alert]")
    expect(told).to_be_focused()
    expect(told).to_contain_text("বোতামটি আরেকবার চাপুন")
    expect(at.locator("[name=website]")).to_have_value("")
    assert fits(at)
    assert not violations(at)
