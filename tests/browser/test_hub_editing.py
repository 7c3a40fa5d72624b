"""What editors do in the admin: a campaign on its way to the public and back, and their own pages on any screen."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.core.files.storage import default_storage
from playwright.sync_api import Page, expect

from forms_builder.spreadsheets import workbook
from knowledge.models import CampaignPage
from knowledge.models.review import CHECKLIST
from knowledge.starter import roles
from nirapod.accounts.models import User
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import hub

SignIn = Callable[[Page, User], None]
Open = Callable[..., Page]
BANGLA, ENGLISH = "/bn/campaigns/pashe-thakun/", "/en/campaigns/pashe-thakun/"

IN_ENGLISH = {
    "পাশে থাকুন": "Stand by",
    "শুনুন, বিশ্বাস করুন, সাহায্য ডাকুন।": "Listen and call for help.",
    "সবাই জানুক।": "All know.",
    "দোষ দেবেন না।": "Do not blame.",
}

CHECKLIST_ACTION = "Answer the checklist"


@pytest.fixture
def at_work(desktop: Page, sign_in: SignIn) -> Callable[[roles.HubRole], Page]:
    """`at_work(role)`: somebody with that role of the hub sits down at the one desktop there is."""
    people: dict[roles.HubRole, User] = {}

    def sit_down(role: roles.HubRole) -> Page:
        if role not in people:
            people[role] = hub.make_member(role)
        desktop.goto("about:blank")  # the editor of the one before says goodbye under its own session
        sign_in(desktop, people[role])
        return desktop

    return sit_down


def insert(page: Page, field: str, block: str = "") -> None:
    """Add a block to an empty stream field: by its picker where there are several kinds, else at once."""
    stream = page.locator(f"#panel-child-content-{field}-content, [data-contentpath={field}]").first
    stream.locator("button[title='Insert a block']").first.click()
    if block:
        page.locator(".w-combobox__option:visible").filter(has_text=block).first.click()
    expect(page.locator(f"[name='{field}-0-type']")).to_be_attached()


def write_campaign(page: Page, section: int) -> None:
    page.goto(f"/admin/pages/add/knowledge/campaignpage/{section}/")
    texts = {
        "title": "পাশে থাকুন",
        "summary": "শুনুন, বিশ্বাস করুন, সাহায্য ডাকুন।",
        "goal": "সবাই জানুক।",
    }
    page.locator("[name=starts_on]").fill("2026-11-01")
    page.keyboard.press("Tab")  # closes its calendar, which would take the next click for itself
    for name, words in texts.items():
        page.locator(f"[name={name}]").fill(words)
    insert(page, "body", "Helplines")
    insert(page, "messages")
    page.locator("[name='messages-0-value']").fill("দোষ দেবেন না।")
    page.get_by_role("button", name="Add material").click()
    page.locator("[name='materials-0-channel']").select_option("facebook")
    page.locator("[name='materials-0-size']").fill("1080 × 1080")
    page.locator("[name='materials-0-caption_bn']").fill("শুনুন। বিপদে ১০৯৮।")
    page.locator("[name='materials-0-caption_en']").fill("Listen. In trouble call 1098.")
    page.locator("#id_materials-0-document-chooser, [data-contentpath=document]").get_by_role(
        "button"
    ).first.click()
    page.locator(".modal").get_by_role("link", name="Example file").click()
    save(page)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messages .success")).to_be_visible()


def hand_on(page: Page, key: int, action: str) -> None:
    """Choose an action of the workflow in the editor's footer."""
    page.goto(f"/admin/pages/{key}/edit/")
    page.locator("footer button[data-w-dropdown-target=toggle], footer .w-dropdown__toggle").first.click()
    page.locator("footer, .tippy-box").get_by_role("button", name=action).first.click()


def submit(page: Page, key: int) -> None:
    hand_on(page, key, "Submit to")
    expect(page.locator(".messages .success")).to_be_visible()


def approve(page: Page, key: int, action: str) -> None:
    hand_on(page, key, action)
    if action == CHECKLIST_ACTION:
        dialog = page.locator(".modal")
        dialog.locator("[name=subject]").select_option("drawn_child")
        for name in CHECKLIST:
            dialog.locator(f"[name={name}]").check()
        dialog.locator("form button[type=submit], form input[type=submit]").last.click()
    expect(page.locator(".messages .success")).to_be_visible()


def press_in_header(page: Page, name: str) -> None:
    """Follow a link of the menu beside the title of a page."""
    page.locator("header, .w-header, [class*=slim-header]").get_by_role(
        "button", name="Actions"
    ).first.click()
    page.get_by_role("link", name=name).first.click()


def translate(page: Page, key: int) -> int:
    """From the Bangla page to the English one, text by text. Gives the number of the English page."""
    page.goto(f"/admin/pages/{key}/edit/")
    press_in_header(page, "Translate this page")
    page.locator("main form").get_by_label("English").check()
    page.locator("main form [type=submit]").last.click()
    for source, words in IN_ENGLISH.items():
        text = (
            page.locator(".js-translation-editor li", has_text=source).filter(has=page.locator("button")).last
        )
        text.get_by_role("button", name="Translate").click()
        page.locator(".js-translation-editor textarea").fill(words)
        page.locator(".js-translation-editor textarea").press("Enter")
        expect(page.locator(".js-translation-editor", has_text=words)).to_be_visible()
        expect(page.get_by_text("Saving...")).to_have_count(0)
    page.get_by_role("button", name="Save and send to the review").click()
    expect(page.locator(".messages .success")).to_be_visible()
    return CampaignPage.objects.get(locale__language_code="en").pk


def test_a_bilingual_campaign_with_materials_goes_through_review_and_is_taken_back_at_once(
    at_work: Callable[[roles.HubRole], Page], phone: Page
) -> None:
    document = hub.make_document()
    section = hub.section("campaigns")
    write_campaign(at_work(roles.WRITER), section.pk)
    bangla = CampaignPage.objects.get().pk
    english = translate(at_work(roles.TRANSLATOR), bangla)
    submit(at_work(roles.WRITER), bangla)
    for role, action in (
        (roles.REVIEWER, CHECKLIST_ACTION),
        (roles.TRANSLATOR, "Approve"),
        (roles.PUBLISHER, "Approve"),
    ):
        page = at_work(role)
        for key in (bangla, english):
            approve(page, key, action)

    for address, words in ((BANGLA, "শুনুন। বিপদে ১০৯৮।"), (ENGLISH, "Listen. In trouble call 1098.")):
        answer = phone.goto(address)
        assert answer is not None
        assert answer.status == 200
        expect(phone.locator("main")).to_contain_text(words)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Stand by")

    reviewer = at_work(roles.REVIEWER)
    reviewer.goto(f"/admin/pages/{bangla}/edit/")
    press_in_header(reviewer, "Withdraw at once")
    reviewer.get_by_role("button", name="Withdraw at once").click()
    expect(reviewer.locator(".messages .success")).to_be_visible()
    for address in (BANGLA, ENGLISH):
        gone = phone.goto(address)
        assert gone is not None
        assert gone.status == 410
    expect(phone.get_by_role("heading", level=1)).to_have_text("This page was withdrawn")
    assert not default_storage.exists(document.file.name)


# -- Pages of our own in the admin -----------------------------------------------------------------


def our_faults(page: Page, axe: Callable[[Page], None]) -> list[str]:
    found = []
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > size["width"]:
            found.append(f"{page.url} at {size['width']}: {width} px wide")
        try:
            axe(page)
        except AssertionError as problem:
            found.append(f"{page.url} at {size['width']}: {problem}")
    return found


def uploaded(page: Page) -> str:
    """A bulk upload with one row that is fine and one that is not; where its report stands."""
    rows = [
        ["title_en", "summary_en", "type", "year", "publisher", "file_en"],
        ["A report", "Two sentences.", "report", "2026", "Example Press", "one.pdf"],
        ["A brief", "Two sentences.", "novel", "last year", "Example Press", "two.pdf"],
    ]
    page.goto("/admin/hub_upload/")
    page.locator("[name=spreadsheet]").set_input_files(
        {"name": "items.xlsx", "mimeType": "", "buffer": workbook("Items", rows)}
    )
    files: Any = [{"name": f"{name}.pdf", "mimeType": "", "buffer": hub.pdf()} for name in ("one", "unused")]
    page.locator("[name=files]").set_input_files(files)
    page.locator("main form[enctype] button").click()
    expect(page.locator("main table").first).to_be_visible()
    return page.url


def test_everybody_can_use_the_editors_own_pages(
    desktop: Page, sign_in: SignIn, axe: Callable[[Page], None]
) -> None:
    member = hub.make_member(roles.WRITER)
    for slug in ("library", "campaigns"):
        hub.section(slug)
    sign_in(desktop, member)
    report = uploaded(desktop)
    found: list[str] = []
    addresses = ("/admin/hub/calendar/", "/admin/campaign_reach/paste/", "/admin/hub_upload/", report)
    for language, address in product(("bn", "en"), addresses):
        User.objects.filter(pk=member.pk).update(language=language)
        desktop.goto(address)
        found += our_faults(desktop, axe)
    assert not found, "\n".join(found)
