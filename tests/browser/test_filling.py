"""Filling in on a phone: questions that open while typing, saving by itself, the way to the end."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from forms_builder.filling import handlers
from forms_builder.filling.payload import unseal
from forms_builder.models import Draft, Submission
from nirapod.accounts.models import User
from tests.factories.forms import make_user, publish
from tests.filling.conftest import PURPOSE, TakesAnything, small_form


@pytest.fixture
def begun(phone: Page, sign_in: Callable[[Page, User], None]) -> Iterator[Page]:
    """The first page of the small form, in Bangla, on a phone."""
    taker = TakesAnything()
    handlers._handlers[PURPOSE] = taker
    taker.version = publish(small_form())
    sign_in(phone, make_user(language="bn"))
    phone.goto(f"/workspace/fill/{PURPOSE}/children/")
    phone.locator("main form button").click()
    expect(phone.locator("#filling-form")).to_be_visible()
    yield phone
    del handlers._handlers[PURPOSE]


def said(page: Page, what: str) -> str:
    """The page's own words for a state, in the reader's language."""
    return page.locator("#filling-form").get_attribute(f"data-{what}") or "?"


def test_a_question_opens_while_the_page_is_filled_in_and_nothing_typed_goes(
    begun: Page, axe: Callable[[Page], None]
) -> None:
    begun.fill("#id_name", "তুনি উদাহরণ")
    begun.locator("#id_in_school input[value=yes]").check()
    expect(begun.locator("#id_school")).to_be_visible()
    expect(begun.locator("#id_name")).to_have_value("তুনি উদাহরণ")
    expect(begun.locator("#id_in_school input[value=yes]")).to_be_focused()
    axe(begun)
    begun.fill("#id_age", "৭")
    begun.fill("#id_school", "উদাহরণ স্কুল")
    begun.locator(".actions button").first.click()
    begun.wait_for_url("**/needs/")


def test_a_page_saves_itself_when_it_is_left_and_says_so(begun: Page) -> None:
    begun.clock.install()
    begun.reload()
    begun.fill("#id_name", "অর্ধেক না")
    expect(begun.locator("[data-save-state]")).to_have_text(said(begun, "unsaved"))
    with begun.expect_response("**/child/?save=1") as answered:
        begun.clock.run_for(21_000)
    assert answered.value.status == 204
    expect(begun.locator("[data-save-state]")).to_contain_text(said(begun, "saved"))
    assert unseal(Draft.objects.get()).answers["name"] == "অর্ধেক না"


def test_without_network_the_page_says_so_keeps_what_was_typed_and_tries_again(begun: Page) -> None:
    begun.clock.install()
    begun.reload()
    begun.context.set_offline(True)
    begun.fill("#id_name", "নেটওয়ার্ক নেই")
    begun.clock.run_for(21_000)
    expect(begun.locator("[data-save-state]")).to_contain_text(said(begun, "offline"))
    begun.context.set_offline(False)
    with begun.expect_response("**/child/?save=1") as answered:
        begun.clock.run_for(6_000)
    assert answered.value.status == 204
    expect(begun.locator("#id_name")).to_have_value("নেটওয়ার্ক নেই")


def test_a_network_that_is_none_keeps_the_page_when_somebody_wants_to_go_on(begun: Page) -> None:
    begun.route("**/fill/**", lambda route: route.abort())  # the browser still believes to be online
    begun.fill("#id_name", "লাইন নেই")
    begun.fill("#id_age", "৭")
    begun.locator(".actions button").first.click()
    expect(begun.locator("[data-save-state]")).to_contain_text(said(begun, "offline"))
    expect(begun.locator("[data-unsaved] li")).to_have_count(2)
    expect(begun.locator("#id_name")).to_have_value("লাইন নেই")
    begun.unroute("**/fill/**")
    begun.locator(".actions button").first.click()
    begun.wait_for_url("**/needs/")
    assert unseal(Draft.objects.get()).answers["name"] == "লাইন নেই"


def test_what_was_typed_before_the_script_was_there_is_not_taken_for_saved(begun: Page) -> None:
    held: list[Route] = []
    begun.route("**/filling-autosave.js", lambda route: held.append(route))
    with begun.expect_request("**/filling-autosave.js"):
        begun.reload(wait_until="commit")
    begun.fill("#id_name", "আগেই লেখা")
    with begun.expect_response("**/child/?save=1") as answered:  # the form is sensitive: it is saved at once
        held[0].continue_()
    assert answered.value.status == 204
    expect(begun.locator("[data-save-state]")).to_contain_text(said(begun, "saved"))
    assert unseal(Draft.objects.get()).answers["name"] == "আগেই লেখা"


def test_back_forward_and_double_clicks_lose_and_double_nothing(begun: Page) -> None:
    go_on = begun.locator(".actions button").first
    begun.fill("#id_name", "তুনি উদাহরণ")
    begun.fill("#id_age", "৭")
    go_on.dblclick()
    begun.wait_for_url("**/needs/")
    begun.fill("#id_story", "আধা লেখা")
    begun.go_back()
    expect(begun.locator("#id_name")).to_have_value("তুনি উদাহরণ")
    begun.go_forward()
    expect(begun.locator("#id_story")).to_have_value("আধা লেখা")
    for page in ("family", "visit", "check"):
        go_on.click()
        begun.wait_for_url(f"**/{page}/*")
    go_on.dblclick()
    begun.wait_for_url("**/sent/")
    begun.go_back()
    begun.wait_for_load_state()
    assert Submission.objects.count() == 1


def test_errors_and_the_check_page_pass_the_accessibility_rules(
    begun: Page, axe: Callable[[Page], None]
) -> None:
    begun.locator(".actions button").first.click()
    expect(begun.locator(".error-summary")).to_be_focused()
    axe(begun)
    begun.goto(begun.url.replace("/child/", "/check/"))
    axe(begun)
    begun.locator("main form button").click()
    expect(begun.locator(".error-summary")).to_be_focused()
    axe(begun)


def test_after_signing_in_again_in_a_new_tab_the_page_is_sent_from_where_it_was(begun: Page) -> None:
    begun.fill("#id_name", "সময় শেষ")
    begun.fill("#id_age", "৭")
    person = User.objects.get()
    Session.objects.all().delete()
    begun.locator(".actions button").first.click()
    expect(begun.locator("form[data-held]")).to_be_visible()
    with begun.context.expect_page() as opened:
        begun.locator("a[target=_blank]").click()
    sign_in_page = opened.value
    sign_in_page.fill("[name=login]", person.email)
    sign_in_page.fill("[name=password]", "only-for-tests")
    sign_in_page.locator("main form button").click()
    sign_in_page.wait_for_url("**/workspace/**")
    begun.locator("form[data-held] button").click()
    begun.wait_for_url("**/needs/")
    assert unseal(Draft.objects.get()).answers["name"] == "সময় শেষ"
    begun.go_back()
    expect(begun.locator("#id_name")).to_have_value("সময় শেষ")
