"""What several forms share: a list of choices that is pasted once, and questions that one form asks for another."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from forms_builder.models import ChoiceItem, FormDefinition
from forms_builder.schema import Group, walk
from nirapod.accounts.models import User
from tests.browser import steps
from tests.browser.conftest import PHONE
from tests.browser.form_home import Home
from tests.browser.test_newcomer import Builder
from tests.factories.forms import ask, document, make_draft, page, publish

SignIn = Callable[[Page, User], None]

LISTS = "/admin/snippets/forms_builder/choicelist/"
PASTED = (
    "value\tEnglish\tBangla\tdistrict\nsavar\tSavar\tসাভার\tdhaka\nkeraniganj\tKeraniganj\tকেরাণীগঞ্জ\tdhaka\n"
)
WRONG = PASTED + "two words\tSharsha\tশার্শা\tjashore\n"
RIGHT = PASTED + "sharsha\tSharsha\tশার্শা\tjashore\n"


def test_a_list_is_pasted_narrowed_by_an_answer_and_outlives_its_choices(
    desktop: Page,
    author: User,
    sign_in: SignIn,
) -> None:
    sign_in(desktop, author)
    draft = document(page("where", ask("district", label="District"), ask("upazila", "choose_one")))
    home = Home(desktop, make_draft(draft, author))
    make_the_list(home)
    use_it(home)
    retire_one(desktop)
    assert ChoiceItem.objects.get(value="savar").retired
    found = {place.part.key: place.part for place in walk(newest(home.form).parsed)}
    assert (found["upazila"].choice_list, found["upazila"].choice_filter) == (
        "upazilas",
        "district = ${district}",
    )


def newest(form: FormDefinition) -> FormDefinition:
    draft: FormDefinition = FormDefinition.objects.get(pk=form.pk).get_latest_revision_as_object()
    return draft


def make_the_list(home: Home) -> None:
    """Begun from the question that wants it, in a tab of its own. A line that cannot be kept is told with its number,
    and what was pasted is still there.
    """
    home.task("Questions")
    with home.page.expect_popup() as opened:
        home.unfolded("upazila").get_by_role("link", name="Make a new list").click()
    desktop = opened.value
    desktop.get_by_role("textbox", name="Name").fill("Upazilas")
    desktop.get_by_role("textbox", name="Key").fill("upazilas")
    desktop.get_by_role("button", name=re.compile("^(Create|Save)$")).click()
    lines = desktop.locator("[name=lines]")
    lines.fill(WRONG)
    desktop.get_by_role("button", name="See what would happen").click()
    expect(desktop.get_by_text("1 line has to be mended:")).to_be_visible()
    expect(desktop.locator(".help-critical li")).to_contain_text("4")
    expect(lines).to_have_value(WRONG)
    lines.fill(RIGHT)
    desktop.get_by_role("button", name="See what would happen").click()
    expect(desktop.get_by_text("3 choices are added.")).to_be_visible()
    desktop.get_by_role("button", name="Save choices").click()
    expect(desktop.locator(".messages .success")).to_be_visible()
    desktop.close()


def use_it(home: Home) -> None:
    """The question names the list, and offers only what belongs to another answer."""
    home.task("Questions")
    part = home.unfolded("upazila")
    expect(home.page.locator("datalist#choice-lists option[value=upazilas]")).to_have_text("Upazilas")
    part.get_by_label("Choice list").fill("upazilas")
    part.get_by_role("button", name="Settings").click()
    rule = part.locator("[data-contentpath=choice_filter]")
    rule.get_by_role("button", name="Narrow by another answer").click()
    rule.get_by_label("Question", exact=True).select_option(label="District · district")
    expect(rule).to_contain_text("only choices whose district is the answer to “District”")
    home.press("Save draft")
    expect(home.page.locator(".messages .success")).to_be_visible()


def retire_one(desktop: Page) -> None:
    desktop.goto(LISTS)
    desktop.get_by_role("link", name="Upazilas", exact=True).click()
    expect(desktop.get_by_text("Used in these forms:")).to_be_visible()
    desktop.locator("tr", has=desktop.locator("[value=Savar]")).get_by_label("Retired").check()
    desktop.get_by_role("button", name="Save choices").click()
    expect(desktop.locator(".messages .success")).to_be_visible()


def test_a_form_asks_the_questions_of_another(
    phone: Page,
    author: User,
    sign_in: SignIn,
) -> None:
    """On a phone: the block is named, named questions may decide, and their texts are read where they are asked."""
    household = document(page("home", ask("tenure", label="Whose home is it?"), ask("rooms", "integer")))
    publish(household, key="household")
    sign_in(phone, author)
    home = Home(phone, make_draft(document(page("visit", ask("reason"))), author))
    home.task("Questions")
    search = phone.get_by_label("Find a question by text or key").bounding_box()
    assert search is not None
    assert search["x"] + search["width"] <= PHONE["width"]
    builder = Builder(phone)
    part = builder.add("Questions of another form", "Their home", "তাদের বাড়ি")
    part.get_by_label("Form", exact=True).fill("household")
    home.press("Save draft")
    expect(phone.locator(".messages .success")).to_be_visible()
    kept = newest(home.form).parsed.pages[0].items[-1]
    assert isinstance(kept, Group)
    assert (kept.block, kept.items) == ("household", ())
    for task, words in (("Translations", "Whose home is it?"), ("Access and sensitivity", "Rooms")):
        home.task(task)
        expect(phone.get_by_role("heading", name="in “Their home”")).to_be_visible()
        expect(phone.get_by_text(words).first).to_be_visible()
        assert steps.fits(phone)
    home.more("Preview in English")
    frame = phone.frame_locator("iframe.around-preview")
    expect(frame.get_by_label("Whose home is it?")).to_be_visible()
    home.task("Publish")
    home.press("Publish version 1")
    expect(home.open().page.locator(".designer-sentence")).to_contain_text("Version 1 is live")
