"""The public pages in a real browser: everybody can use them, they fit, and the way out is quick."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from knowledge.starter import ensure_home_pages

SIZES = [(360, 740), (1280, 900)]
PAGES = ["/bn/", "/en/", "/accounts/login/"]
# The real target is another host, which a test never asks.
AIM_AT_ENGLISH = "document.querySelector('[data-quick-exit]').href = '/en/'"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_everybody_can_use_the_page_and_it_fits(
    new_page: Callable[..., Page],
    axe: Callable[[Page], None],
    size: tuple[int, int],
    scheme: str,
    address: str,
) -> None:
    ensure_home_pages()
    page = new_page(width=size[0], height=size[1], color_scheme=scheme)
    page.goto(address)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_the_page_still_says_everything_when_colours_are_forced(
    new_page: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    ensure_home_pages()
    page = new_page(width=360, height=740, forced_colors="active")
    page.goto("/bn/")
    axe(page)


def test_shift_pressed_three_times_leaves_and_there_is_no_way_back(phone: Page) -> None:
    ensure_home_pages()
    phone.goto("/accounts/login/")
    phone.goto("/bn/")
    phone.evaluate(AIM_AT_ENGLISH)
    for _ in range(3):
        phone.keyboard.press("Shift")
    phone.wait_for_url("**/en/")
    phone.go_back()
    phone.wait_for_url("**/accounts/login/")


def test_writing_capitals_does_not_leave_the_page(phone: Page) -> None:
    ensure_home_pages()
    phone.goto("/bn/")
    phone.evaluate(AIM_AT_ENGLISH)
    for key in ("Shift", "Shift", "A", "Shift"):
        phone.keyboard.press(key)
    phone.wait_for_timeout(300)
    assert phone.url.endswith("/bn/")


def test_the_way_out_stays_in_sight_at_the_end_of_the_page(phone: Page, desktop: Page) -> None:
    ensure_home_pages()
    for page in (phone, desktop):
        page.goto("/bn/")
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        page.wait_for_timeout(200)
        box = page.locator("[data-quick-exit]").bounding_box()
        assert box
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= (page.viewport_size or {"height": 0})["height"]


def test_targets_are_large_enough_for_a_thumb(phone: Page) -> None:
    ensure_home_pages()
    for address in PAGES:
        phone.goto(address)
        heights = phone.eval_on_selector_all(
            "a:not(.skip-link), button, input:not([type=hidden])",
            "found => found.map(e => [e.outerHTML.slice(0, 60), e.getBoundingClientRect().height])",
        )
        assert [target for target in heights if target[1] < 44] == []
