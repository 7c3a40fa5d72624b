"""The network is gone at the very moment somebody sends: the page stays, says so, and sends when it is pressed again."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from forms_builder.filling.sending import answers_of
from forms_builder.models import Submission
from tests.browser.steps import CONTINUE, fits
from tests.browser.test_filling_inputs import Begin, begin, handler
from tests.factories.forms import ask, document, page, publish
from tests.factories.registry import make_office, make_type
from tests.public_forms.conftest import complaint_form

__all__ = ["begin", "handler"]
Axe = Callable[[Page], None]
SEND = "main form .actions button"
NOT_SENT = "main form .error-summary"


def sent() -> dict[str, Any]:
    return answers_of(Submission.objects.get())


def send_without_network(page: Page, words: str, axe: Axe) -> None:
    """Twice, as people do; what is said stands once, has the focus, and nothing was sent."""
    here = page.url
    page.context.set_offline(True)
    for _press in range(2):
        page.locator(SEND).click()
        expect(page.locator(NOT_SENT)).to_be_focused()
    expect(page.locator(NOT_SENT)).to_have_count(1)
    expect(page.locator(NOT_SENT)).to_have_attribute("role", "alert")
    expect(page.locator(NOT_SENT)).to_contain_text(words)
    expect(page.locator("main form [role=status]")).to_be_empty()
    assert page.url == here
    assert fits(page)
    axe(page)
    assert not Submission.objects.exists()
    page.context.set_offline(False)


def test_the_last_send_without_network_is_told_above_the_button_and_works_again(
    begin: Begin, phone: Page, axe: Axe
) -> None:
    begin(phone, document(page("p", ask("name"))), "bn")
    phone.fill("#id_name", "তুনি উদাহরণ")
    phone.locator(CONTINUE).click()
    phone.wait_for_url("**/check/")
    phone.wait_for_load_state()
    send_without_network(phone, "সংযোগ নেই", axe)
    phone.route(
        "**/healthz", lambda route: route.fulfill(status=502)
    )  # something answers, but not our server
    phone.locator(SEND).click()
    expect(phone.locator(NOT_SENT)).to_be_focused()
    phone.unroute("**/healthz")
    phone.locator(SEND).dblclick()
    phone.wait_for_url("**/sent/")
    phone.go_back()
    phone.wait_for_url("**/sent/")  # what was sent leads to its receipt
    assert sent() == {"name": "তুনি উদাহরণ"}


@pytest.mark.usefixtures("live_server")
def test_a_visitor_whose_network_is_gone_keeps_the_complaint(phone: Page, axe: Axe) -> None:
    make_office("DHK")
    make_type(publish(complaint_form(), key="complaint"), key="complaint")
    phone.goto("/en/forms/complaint/")
    phone.locator("main form button").click()
    phone.locator("input[name=office][value=dhk]").check()
    phone.locator("input[name=anonymous][value=yes]").check()
    phone.locator(CONTINUE).click()
    phone.locator("#id_said").fill("Example: somebody came late.")
    phone.locator(CONTINUE).click()
    phone.wait_for_url("**/check/")
    phone.wait_for_load_state()
    send_without_network(phone, "try again when the network is back", axe)
    phone.locator(SEND).click()
    phone.wait_for_url("**/sent/")
    assert sent()["said"] == "Example: somebody came late."
