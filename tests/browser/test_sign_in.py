"""The one sign-in page, as a phone and a desktop show it."""

from collections.abc import Callable

from playwright.sync_api import Page

from nirapod.accounts.models import User


def test_the_sign_in_page_is_in_bangla_and_everybody_can_use_it(
    phone: Page, axe: Callable[[Page], None]
) -> None:
    phone.goto("/accounts/login/")
    assert phone.locator("html").get_attribute("lang") == "bn"
    assert phone.locator("input[type=password]").is_visible()
    axe(phone)


def test_the_sign_in_page_needs_no_sideways_scrolling_on_a_small_phone(phone: Page) -> None:
    phone.goto("/accounts/login/")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_person_with_a_password_comes_in_and_one_without_does_not(desktop: Page) -> None:
    User.objects.create_user("asha@nirapod.example", "correct horse battery", full_name="Asha Example")
    desktop.goto("/accounts/login/")
    desktop.locator("input[name=login]").fill("Asha@Nirapod.example")
    desktop.locator("input[type=password]").fill("wrong horse")
    desktop.locator("input[type=password]").press("Enter")
    desktop.wait_for_load_state()
    assert desktop.locator("[class*=error]").first.is_visible()
    desktop.locator("input[type=password]").fill("correct horse battery")
    desktop.locator("input[type=password]").press("Enter")
    desktop.wait_for_url("**/workspace/")


def test_a_session_given_to_the_browser_opens_the_workspace(
    desktop: Page, sign_in: Callable[[Page, User], None]
) -> None:
    sign_in(desktop, User.objects.create_user("asha@nirapod.example", full_name="Asha Example"))
    answer = desktop.goto("/workspace/")
    assert answer
    assert answer.status < 400
    assert "/accounts/login" not in desktop.url
