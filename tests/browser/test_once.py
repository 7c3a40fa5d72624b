"""A form goes once: a second press while it is on its way, on a slow line, is the same press."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, Route, expect

from forms_builder.models import Submission
from nirapod.accounts.models import User
from registry.models import Record, RecordType
from tests.browser.test_filling_inputs import Begin, begin, handler
from tests.factories.forms import ask, document, page
from tests.factories.registry import make_office, make_record, make_type, make_worker

__all__ = ["begin", "handler"]
SEND = "main form.form .actions button"
PRESSED_TWICE = "button => { button.click(); setTimeout(() => button.click(), 1000); }"
UNTIL_BOTH = 2_000


def press_twice(page: Page, button: str) -> list[str]:
    """Addresses that were posted to; nothing answers before the second press."""
    posted: list[str] = []
    held: list[Route] = []

    def note(request: Request) -> None:
        if request.is_navigation_request() and request.method == "POST":
            posted.append(request.url)

    def hold(route: Route) -> None:
        asked = route.request
        if asked.is_navigation_request() and asked.method == "POST":
            held.append(route)
        else:
            route.continue_()

    page.on("request", note)
    page.route("**/workspace/**", hold)
    page.eval_on_selector(button, PRESSED_TWICE)
    page.wait_for_timeout(UNTIL_BOTH)
    page.remove_listener("request", note)
    held[-1].continue_()  # an earlier one was broken off by the browser
    return posted


@pytest.fixture
def record(live_server: object) -> Record:
    case: RecordType = make_type(key="case", name_en="Cases")
    office = make_office("DHK")
    return make_record(
        case, {"district": "dhaka"}, by=make_worker(case, office, scope="office"), office=office
    )


def test_a_page_of_a_form_and_the_whole_go_once(begin: Begin, phone: Page) -> None:
    begin(phone, document(page("p", ask("name"))), "bn")
    phone.fill("#id_name", "তুনি উদাহরণ")
    phone.locator("#id_name").blur()
    assert len(press_twice(phone, ".actions button")) == 1
    phone.wait_for_url("**/check/")
    phone.wait_for_load_state()
    assert len(press_twice(phone, SEND)) == 1
    phone.wait_for_url("**/sent/")
    assert Submission.objects.count() == 1


def test_a_step_of_the_registry_goes_once_and_a_file_is_brought_as_often_as_it_is_asked_for(
    record: Record, desktop: Page, sign_in: Callable[[Page, User], None]
) -> None:
    sign_in(desktop, User.objects.get(pk=record.owner_id))
    desktop.goto("/workspace/records/case/export/")
    desktop.locator("[name=purpose]").fill("Example: monthly report")
    with desktop.expect_download():
        assert len(press_twice(desktop, SEND)) == 2
    desktop.goto(f"/workspace/records/case/{record.pk}/withdraw/")
    desktop.locator("[name=reason]").fill("Example: entered twice")
    assert len(press_twice(desktop, SEND)) == 1
    desktop.wait_for_url("**/withdrawn/")
    expect(desktop.locator("main")).to_contain_text(record.reference)
