"""The tasks around a form as people go through them, from its home and back: trying it, setting it up, carrying it away."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from forms_builder.models import FormDefinition, Submission, TrialSubmission
from forms_builder.schema import Document, Required
from nirapod.accounts.models import User
from tests.browser import steps
from tests.browser.form_home import Home, told, visit
from tests.factories.forms import ask, document, make_draft, page, publish

SignIn = Callable[[Page, User], None]


# -- Before anybody gets it ------------------------------------------------------------------------


def about_age() -> Document:
    return document(
        page(
            "about",
            ask("age", "integer", check=". <= 25", required=Required.YES),
            ask("guardian", show_if="${age} < 18"),
            ask("double", "calculated", calculate="${age} * 2"),
        )
    )


def test_a_draft_is_tried_before_people_get_it(phone: Page, author: User, sign_in: SignIn) -> None:
    sign_in(phone, author)
    home = Home(phone, make_draft(about_age(), author)).open()
    expect(phone.locator(".designer-sentence")).to_contain_text(
        "Nothing is live yet. You are editing version 1"
    )
    expect(home.state("Test cases")).to_have_text("None yet")
    keep_what_was_filled_in(home)
    assert steps.fits(phone)
    say_on_which_day(home)
    send_one_as_a_test(home)
    mend_what_the_case_holds_against(home)

    home.task("Publish")
    expect(phone.get_by_text("1 test submission will be deleted when this draft goes live.")).to_be_visible()
    home.press("Publish version 1")
    expect(told(phone)).to_contain_text("1 test submission was deleted.")
    expect(home.open().page.locator(".designer-sentence")).to_contain_text("Version 1 is live")
    assert not TrialSubmission.objects.exists()
    assert not Submission.objects.exists()


def keep_what_was_filled_in(home: Home) -> None:
    """Answers that open a question; the case then holds what was shown and worked out."""
    home.task("Test cases")
    home.page.get_by_role("link", name="Fill in the draft in English").click()
    steps.answer(home.page, "Age", "12")
    home.page.keyboard.press("Tab")
    steps.answer(home.page, "Guardian", "An aunt")
    home.page.get_by_label("Name of the test case").fill("A child")
    home.press("Save this as a test case")
    expect(home.page.get_by_label("“Guardian” is shown")).to_be_checked()
    expect(home.page.get_by_role("textbox", name="“Double” comes out as")).to_have_value("24")


def say_on_which_day(home: Home) -> None:
    """As every date is typed; what is no day is told at its box."""
    day = home.page.get_by_label("Day of the case")
    day.fill("৩১/০২/২০২৬")
    home.press("Save")
    expect(home.page.get_by_text("There is no such day: 31/02/2026.")).to_be_visible()
    day.fill("২৮/০২/২০২৬")
    home.press("Save")
    expect(told(home.page)).to_contain_text("The test case was saved.")
    home.page.get_by_role("link", name="A child", exact=True).click()
    expect(day).to_have_value("28/02/2026")


def send_one_as_a_test(home: Home) -> None:
    home.task("Test cases")
    home.page.get_by_role("link", name="Fill in the draft in Bangla").click()
    steps.answer(home.page, "Age (bn)", "২০")
    home.page.locator("button[name=page-do][value=send]").click()
    expect(home.page.locator(".trial-said")).to_contain_text("২০")


def mend_what_the_case_holds_against(home: Home) -> None:
    """A change that breaks the case keeps the form from going live until one of them is changed."""
    home.task("Questions")
    rule = home.unfolded("guardian").locator("[data-contentpath=show_if]")
    rule.get_by_label("Value", exact=True).fill("10")
    expect(rule).to_contain_text("Shown if “Age” is less than 10.")
    home.press("Save draft")
    expect(home.page.locator(".messages .success")).to_be_visible()
    home.task("Publish")
    expect(home.page.get_by_text("Test case “A child”: it should be shown, and is not.")).to_be_visible()
    expect(home.page.get_by_role("button", name="Publish version 1")).to_have_count(0)
    home.task("Test cases")
    home.page.get_by_role("link", name="A child", exact=True).click()
    home.press("Expect what comes out now")
    expect(home.page.get_by_text("Passes")).to_be_visible()
    expect(home.open().state("Test cases")).to_have_text("1 case passes")


# -- Carried elsewhere -----------------------------------------------------------------------------


def test_a_form_is_set_up_copied_archived_and_carried_as_a_workbook(
    new_page: Callable[..., Page], author: User, sign_in: SignIn, tmp_path: Path
) -> None:
    phone = new_page(width=360, height=740, accept_downloads=True)
    sign_in(phone, author)
    form = publish(visit(), key="visit").definition
    home = Home(phone, form)
    keep_drafts_for(home, "30")
    print_with_a_foot(home)
    workbook = take_the_workbook(home, tmp_path)
    bring_it_back(home, workbook)
    copy(home)
    archive_and_take_back(home)
    assert steps.fits(phone)


def keep_drafts_for(home: Home, days: str) -> None:
    home.task("Retention")
    box = home.page.get_by_label("Days a begun draft is kept")
    box.fill("0")
    home.press("Save")
    expect(box).to_have_attribute("aria-invalid", "true")
    box.fill(days)
    home.press("Save")
    expect(told(home.page)).to_be_visible()
    expect(box).to_have_value(days)


def print_with_a_foot(home: Home) -> None:
    home.task("Print")
    home.page.get_by_label("Foot of each sheet (English)").fill("Keep it locked away")
    home.press("Save")
    expect(home.page.get_by_label("Foot of each sheet (English)")).to_have_value("Keep it locked away")


def take_the_workbook(home: Home, folder: Path) -> Path:
    home.task("Excel and ODK")
    with home.page.expect_download() as started:
        home.page.get_by_role("link", name="workbook").first.click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path


def bring_it_back(home: Home, workbook: Path) -> None:
    home.page.set_input_files("main input[type=file]", workbook)
    home.press("Read and report")
    home.press("Replace the draft")
    expect(home.page.locator(".messages")).to_be_visible()
    home.task("Publish")
    expect(home.page.get_by_text("Publish version 2")).to_be_visible()  # the foot of the sheet is new


def copy(home: Home) -> None:
    home.more("Copy")
    home.page.get_by_label("Title (English)").fill("Second visit")
    home.press("Save draft")
    expect(home.page.locator(".messages .success")).to_be_visible()
    copied = FormDefinition.objects.get(key="second_visit")
    assert not copied.live
    assert [part.key for part in copied.parsed.pages[0].items] == ["town", "work", "employer", "remark"]


def archive_and_take_back(home: Home) -> None:
    home.more("Archive")
    home.press("Archive this form")
    expect(home.open().page.locator(".help-warning")).to_contain_text("This form is archived since")
    home.page.goto(steps.ADMIN)
    expect(home.page.locator("#listing-results")).not_to_contain_text("Small form visit")
    home.more("Take back from the archive")
    home.press("Take back from the archive")
    expect(home.open().page.locator(".help-warning")).to_have_count(0)
