"""What visitors come for: finding a report however its place is spelt, citing it, and leaving without a trace."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.factories.hub_pages import whole_hub

REPORT = "যশোরে নিরাপদে ফেরা: একটি উদাহরণ প্রতিবেদন"


@pytest.fixture
def the_hub(live_server: object) -> None:
    whole_hub()


def test_a_report_is_found_by_a_misspelt_place_in_the_other_script_and_cited(
    phone: Page, the_hub: None
) -> None:
    phone.goto("/bn/")
    phone.get_by_role("link", name="খুঁজুন").click()
    phone.get_by_role("searchbox").fill("Jesore")
    phone.locator("main form button").click()
    phone.get_by_role("link", name=REPORT).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(REPORT)
    expect(phone.locator(".citation")).to_contain_text(
        f"Example Author One; Example Author Two (2026). {REPORT}."
    )
    with phone.expect_download() as saved:
        phone.get_by_role("link", name="BibTeX").click()
    written = Path(saved.value.path()).read_text()
    assert REPORT in written
    assert "author = {{Example Author One} and {Example Author Two}}" in written
    phone.get_by_role("link", name="English").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(
        "Coming back safely in Jashore: an example report"
    )


def test_leaving_in_a_hurry_keeps_this_page_out_of_the_way_back_and_says_what_it_cannot_do(
    phone: Page, the_hub: None
) -> None:
    phone.goto("/en/leaving/")
    expect(phone.locator("main")).to_contain_text("Pages you read before stay in the history of the browser.")
    phone.goto("/en/help/")
    expect(phone).to_have_title("Information")
    # The real target is another host, which a test never asks.
    phone.evaluate("document.querySelector('[data-quick-exit]').href = '/en/glossary/'")
    phone.locator("[data-quick-exit]").click()
    phone.wait_for_url("**/en/glossary/")
    phone.go_back()
    phone.wait_for_url("**/en/leaving/")
    assert phone.context.cookies() == []
