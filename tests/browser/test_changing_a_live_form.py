"""A form that people fill in is changed: what that touches is seen at each task, before anybody gets the new version."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from nirapod.accounts.models import User
from tests.browser.form_home import Home, told, visit
from tests.factories.registry import make_record, make_type

Axe = Callable[[Page], None]
SignIn = Callable[[Page, User], None]


def test_a_live_form_is_changed_with_open_eyes(
    desktop: Page, author: User, sign_in: SignIn, axe: Axe
) -> None:
    kind = make_type(visit())
    for town in ("Example town", "Another town"):
        make_record(kind, {"town": town, "work": "field"})
    sign_in(desktop, author)
    home = Home(desktop, kind.form)
    translate_and_fall_behind(home)
    protect(home)
    see_what_decides_what(home)
    try_to_rename_a_key(home)
    retire_what_nobody_answers(home)
    see_what_it_touches_and_publish(home, axe)
    compare(home)


def translate_and_fall_behind(home: Home) -> None:
    """A text that was reviewed is behind as soon as its English says something else."""
    home.task("Translations")
    row = home.page.locator("tr", has=home.page.locator("[name='en:id-town:label']"))
    row.get_by_label("Reviewed").check()
    row.locator("[name='bn:id-town:label']").fill("শহর")
    home.press("Save texts")
    expect(row.locator(".around-state")).to_have_text("Reviewed")
    row.locator("[name='en:id-town:label']").fill("Town or village")
    home.press("Save texts")
    expect(row.locator(".around-state")).to_have_text("English changed")
    expect(home.open().state("Translations")).to_have_text("1 translation is behind its English")


def protect(home: Home) -> None:
    home.task("Access and sensitivity")
    row = home.page.locator("tr", has=home.page.locator("code", has_text=re.compile("^employer$")))
    row.get_by_label("Sensitivity: Employer").select_option(label="Restricted")
    row.get_by_label("Kept with: Employer").select_option(label="Who somebody is")
    home.press("Save")
    expect(row).to_contain_text("Sealed")
    expect(home.open().state("Access and sensitivity")).to_have_text(
        "Look at 1 question"
    )  # it says “village” now


def see_what_decides_what(home: Home) -> None:
    home.task("Logic")
    expect(home.page.locator(".logic-decides")).to_contain_text("Work decides about Employer")
    expect(home.page.locator(".logic-picture path")).to_have_count(1)
    home.page.locator(".logic-decides").get_by_role("link", name="Employer").click()
    expect(home.page.locator("#block-id-employer-section [name$=label_en]")).to_have_value("Employer")


def try_to_rename_a_key(home: Home) -> None:
    """The key that answers are kept under does not follow the text; what is no key is told beside it."""
    part = home.page.locator("#block-id-employer-section")
    key = part.locator("[name$=value-key]")
    part.locator("[name$=label_en]").fill("Who employs them")
    part.locator("[name$=label_bn]").click()
    expect(key).to_have_value("employer")
    key.fill("Boss of them")
    home.press("Save draft")
    expect(part.locator(".w-field__errors").filter(has_text="A key is made of")).to_be_visible()
    expect(part.locator("[name$=label_en]")).to_have_value("Who employs them")
    key.fill("employer")
    home.press("Save draft")
    expect(home.page.locator(".messages .success")).to_be_visible()


def retire_what_nobody_answers(home: Home) -> None:
    home.more("Unused questions")
    row = home.page.locator("tr", has=home.page.get_by_role("rowheader", name="Remark"))
    expect(row).to_contain_text("Asked")
    home.task("Questions")
    panel = home.page.locator("#block-id-remark-section")
    panel.get_by_role("button", name="Delete").click()
    home.press("Save draft")
    expect(told(home.page)).to_contain_text("Published before, so kept as retired: Remark.")


def see_what_it_touches_and_publish(home: Home, axe: Axe) -> None:
    home.task("Publish")
    changes = home.page.locator(".change-class")
    expect(changes.filter(has_text="“Town or village” has another text.")).to_contain_text(
        "2 records have an answer."
    )
    expect(changes.filter(has_text="“Remark”")).to_be_visible()
    expect(home.page.get_by_role("heading", name="A second person has to agree")).to_be_visible()
    axe(home.page)


def compare(home: Home) -> None:
    home.task("Versions")
    expect(home.page.locator(".change-texts").first).to_contain_text("Town or village")
    expect(home.page.locator("del").filter(has_text=re.compile("^Town$"))).to_be_visible()
