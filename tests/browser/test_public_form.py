"""A complaint from the link to the receipt, in Bangla on a small phone: with the keyboard alone, and without JavaScript."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from forms_builder.filling import sending
from forms_builder.models import FormVersion, Submission
from forms_builder.public import limits
from registry import taking_in
from tests.browser.conftest import PHONE
from tests.factories.forms import publish
from tests.factories.hub_pages import whole_hub
from tests.factories.registry import make_office, make_type
from tests.public_forms.conftest import complaint_form

STORY = "উদাহরণ: একজন কর্মী দেরিতে এসেছেন।"


@pytest.fixture
def form(live_server: Any) -> None:
    make_office("DHK")
    make_office("JSR")
    make_type(publish(complaint_form(), key="complaint"), key="complaint")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on it, as somebody without a mouse does."""
    for _press in range(60):
        if page.evaluate("selector => document.activeElement?.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {selector}")


def received() -> dict[str, Any]:
    return sending.answers_of(Submission.objects.get())


def test_a_complaint_with_the_keyboard_alone(phone: Page, form: None, axe: Callable[[Page], None]) -> None:
    phone.goto("/forms/complaint/")
    expect(phone.locator("html")).to_have_attribute("lang", "bn")
    axe(phone)
    tab_to(phone, "main form button")
    phone.keyboard.press("Enter")
    expect(phone.locator("#filling-form")).to_be_visible()
    axe(phone)
    tab_to(phone, "input[name=office]")
    phone.keyboard.press("Space")
    tab_to(phone, "input[name=anonymous]")
    phone.keyboard.press("ArrowDown")
    expect(phone.locator("#id_contact")).to_be_visible()
    tab_to(phone, "#id_contact")
    phone.keyboard.type("পরে ফোন করুন")
    tab_to(phone, "main form .actions button")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/what/")
    tab_to(phone, "main form .actions button")
    phone.keyboard.press("Enter")
    expect(phone.locator(".error-summary")).to_be_focused()
    axe(phone)
    tab_to(phone, "#id_said")
    phone.keyboard.type(STORY)
    tab_to(phone, "main form .actions button")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/check/")
    expect(phone.locator("main")).to_contain_text(STORY)
    axe(phone)
    tab_to(phone, "main form .actions button")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/sent/")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("পাঠানো হয়েছে")
    axe(phone)
    assert {cookie["name"] for cookie in phone.context.cookies()} == {"sessionid"}
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert received()["said"] == STORY
    assert taking_in.take_in(Submission.objects.get().pk).type.key == "complaint"


def test_a_complaint_without_javascript(new_page: Callable[..., Page], form: None) -> None:
    page = new_page(**PHONE, java_script_enabled=False)
    page.goto("/forms/complaint/")
    page.locator("main form button").click()
    page.locator("input[name=office][value=jsr]").check()
    page.locator("input[name=anonymous][value=yes]").check()
    page.locator("main form .actions button").first.click()
    page.locator("#id_said").fill(STORY)
    page.locator("main form .actions button").first.click()
    page.wait_for_url("**/check/")
    page.locator("main form .actions button").click()
    page.wait_for_url("**/sent/")
    assert received()["said"] == STORY
    page.go_back()
    assert Submission.objects.count() == 1


def test_a_form_on_a_page_of_the_hub_leads_there_and_keeps_answers_while_too_many_come(
    phone: Page, live_server: Any, monkeypatch: pytest.MonkeyPatch, axe: Callable[[Page], None]
) -> None:
    whole_hub()
    make_office("DHK")
    make_type(FormVersion.objects.get(definition__key="complaint"), key="complaint")
    phone.goto("/bn/news/every-block/")
    phone.locator("main a[href='/bn/forms/complaint/']").click()
    phone.locator("main form button").click()
    phone.locator("input[name=office][value=dhk]").check()
    phone.locator("input[name=anonymous][value=yes]").check()
    phone.locator("main form .actions button").first.click()
    phone.locator("#id_said").fill(STORY)
    phone.locator("main form .actions button").first.click()
    phone.wait_for_url("**/check/")
    monkeypatch.setattr(limits, "_limit", lambda act: 0 if act is limits.Act.SEND else 1_000)
    phone.locator("main form .actions button").click()
    expect(phone.locator(".error-summary")).to_be_focused()
    expect(phone.locator("main")).to_contain_text(STORY)
    axe(phone)
    monkeypatch.undo()
    phone.locator("main form .actions button").click()
    phone.wait_for_url("**/sent/")
    assert received()["said"] == STORY
    assert {cookie["name"] for cookie in phone.context.cookies()} == {"sessionid"}


def test_leaving_in_a_hurry_works_on_every_page(phone: Page, form: None) -> None:
    phone.goto("/bn/forms/complaint/")
    phone.locator("main form button").click()
    expect(phone.locator("[data-quick-exit]")).to_be_visible()
    expect(phone.locator("a[href='tel:1098']").first).to_be_visible()
