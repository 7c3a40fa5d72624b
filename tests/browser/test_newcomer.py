"""Somebody who has never seen the system builds a form: twelve questions, a condition, a repeat, a score, two languages.

Goes where the pages lead, from signing in to the form that is live. Nothing is known but what stands on the screen.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from forms_builder.models import FormDefinition, FormVersion
from forms_builder.schema import questions
from nirapod.accounts.models import User
from tests.browser import steps
from tests.browser.conftest import DESKTOP
from tests.factories.forms import make_approver, make_form_admin

Axe = Callable[[Page], None]
SignIn = Callable[[Page, User], None]

ASKED = [
    ("Date", "Date of the visit", "পরিদর্শনের তারিখ"),
    ("Text", "Village", "গ্রাম"),
    ("Whole number", "Age of the child", "শিশুর বয়স"),
    ("Text", "Name of the school", "স্কুলের নাম"),
    ("Choose one", "Sleep", "ঘুম"),
    ("Choose one", "Appetite", "খাওয়া"),
    ("Score", "Well-being", "ভালো থাকা"),
    ("Yes or no", "Is there work?", "কাজ আছে কি?"),
    ("Long text", "What was agreed", "কী ঠিক হলো"),
    ("Date", "Next visit", "পরের পরিদর্শন"),
]
IN_ROWS = [("Text", "Name of the person", "ব্যক্তির নাম"), ("Whole number", "Their age", "তাঁর বয়স")]
PASTED = "Badly\tখারাপ\t1\nWell\tভালো\t3"
"""Three columns as a spreadsheet copies them; nobody has thought of values."""
BANDS = "2 | 3 | Needs a talk | কথা বলা দরকার | caution\n4 | 6 | Doing well | ভালো আছে | good"


@pytest.fixture
def newcomer(transactional_db: None) -> User:
    user: User = make_form_admin(full_name="Newcomer (example)")
    user.email = "newcomer@demo.invalid"
    user.set_password(steps.PASSWORD)
    user.save()
    return user


class Builder:
    """The question editor, in the hands of somebody who reads what is there."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.first_page = page.locator("[data-contentpath=pages] [data-streamfield-child]").first

    def pick(self, kind: str, where: Locator) -> Locator:
        """The plus at the end of a list, then a kind from the groups. Gives the new part."""
        items = where.locator("[data-contentpath=items]").first
        parts = items.locator(":scope > div > div > [data-streamfield-child]")
        before = parts.count()
        items.locator(":scope > div > div > div:last-child > .c-sf-add-button").click()
        self.page.locator(".w-combobox__option:visible").filter(has_text=re.compile(f"^{kind}$")).click()
        expect(parts).to_have_count(before + 1)
        return parts.last

    def add(self, kind: str, english: str, bangla: str, where: Locator | None = None) -> Locator:
        part = self.pick(kind, where or self.first_page)
        part.get_by_label("Text (English)").fill(english)
        part.get_by_label("Text (Bangla)").fill(bangla)
        return part


def test_a_newcomer_builds_a_form_and_it_goes_live(
    desktop: Page, new_page: Callable[..., Page], newcomer: User, sign_in: SignIn, axe: Axe
) -> None:
    find_the_way_to_a_new_form(desktop)
    look_at_what_can_be_asked(desktop)
    build(desktop)
    expect(desktop).to_have_url(re.compile("/edit/"))  # kept by itself: nobody has pressed anything yet
    desktop.get_by_role("button", name="Save draft").click()
    expect(desktop.locator(".messages .success")).to_be_visible()
    what_was_built(FormDefinition.objects.get(key="home_visit"))
    see_it_on_a_phone(desktop)
    publish(desktop, new_page, sign_in, axe)
    assert FormVersion.objects.get(definition__key="home_visit").definition.live


def find_the_way_to_a_new_form(desktop: Page) -> None:
    steps.sign_in(desktop, "newcomer")
    desktop.get_by_role("main").get_by_role("link", name="Set-up").click()
    desktop.get_by_role("button", name="Forms", exact=True).click()
    desktop.get_by_role("link", name="Forms", exact=True).click()
    desktop.get_by_role("link", name="Add form").first.click()
    desktop.get_by_label("Title (English)").fill("Home visit")
    desktop.get_by_label("Title (Bangla)").fill("বাড়ি পরিদর্শন")


def look_at_what_can_be_asked(desktop: Page) -> None:
    """A page waits for its first question; kinds of questions are in groups, each with an example to look at."""
    desktop.get_by_role("button", name="Add a question, group or repeat").click()
    groups = desktop.locator(".w-combobox__optgroup-label:visible")
    expect(groups.filter(has_text=re.compile("^Choices$|^Dates$|^Numbers$"))).to_have_count(3)
    expect(desktop.get_by_role("option", name="Kept as it is")).to_have_count(0)
    row = desktop.locator(".w-combobox__option-row", has_text=re.compile("^Date$"))
    row.get_by_role("button", name="Preview").click()
    expect(desktop.get_by_text("Day, month and year.")).to_be_visible()
    expect(desktop.locator("iframe").last.content_frame.get_by_role("textbox")).to_be_visible()
    desktop.keyboard.press("Escape")


def build(desktop: Page) -> None:
    builder = Builder(desktop)
    builder.first_page.get_by_label("Text (English)").first.fill("The visit")
    builder.first_page.get_by_label("Text (Bangla)").first.fill("পরিদর্শন")
    for kind, english, bangla in ASKED:
        part = builder.add(kind, english, bangla)
        if kind == "Choose one":
            expect(part).to_contain_text("Cells copied from a spreadsheet can be pasted here.")
            part.get_by_label("Or choices of its own").fill(PASTED)
        elif kind == "Score":
            part.get_by_label("Adds up the points of").fill("sleep appetite")
            part.get_by_label("Bands").fill(BANDS)
        elif english == "Name of the school":
            only_for_children(part)
    people = builder.pick("Repeat", builder.first_page)
    people.get_by_label("Text (English)").first.fill("People in the household")
    people.get_by_label("Text (Bangla)").first.fill("পরিবারের লোকজন")
    for kind, english, bangla in IN_ROWS:
        builder.add(kind, english, bangla, people)


def only_for_children(part: Locator) -> None:
    rule = part.locator("[data-contentpath=show_if]")
    rule.get_by_role("button", name="Add a condition").click()
    rule.get_by_label("Question", exact=True).select_option(label="Age of the child · age_of_the_child")
    rule.get_by_label("Comparison", exact=True).select_option(label="is less than")
    rule.get_by_label("Value", exact=True).fill("18")
    expect(rule).to_contain_text("Shown if “Age of the child” is less than 18.")


def what_was_built(form: FormDefinition) -> None:
    built = form.get_latest_revision_as_object().parsed
    found: dict[str, Any] = {question.key: question for question, _repeat in questions(built)}
    assert len(found) == len(ASKED) + len(IN_ROWS)
    assert [page.key for page in built.pages] == ["the_visit"]
    assert found["name_of_the_school"].show_if == "${age_of_the_child} < 18"
    assert [
        choice.model_dump(include={"value", "label", "filters"}) for choice in found["sleep"].choices
    ] == [
        {"value": "badly", "label": {"en": "Badly", "bn": "খারাপ"}, "filters": {"score": "1"}},
        {"value": "well", "label": {"en": "Well", "bn": "ভালো"}, "filters": {"score": "3"}},
    ]
    assert found["well_being"].settings["of"] == ["sleep", "appetite"]


def see_it_on_a_phone(desktop: Page) -> None:
    """In either language, with everything that an answer would have to open first."""
    desktop.get_by_role("link", name="All tasks of this form").click()
    desktop.get_by_role("link", name="Preview", exact=True).click()
    frame = desktop.frame_locator("iframe.around-preview")
    expect(frame.get_by_label(re.compile("শিশুর বয়স"))).to_be_visible()
    desktop.get_by_role("link", name="English", exact=True).click()
    expect(frame.get_by_label(re.compile("Name of the school"))).to_be_visible()
    box = desktop.locator("iframe.around-preview").bounding_box()
    assert box is not None
    assert box["width"] <= 400


def publish(desktop: Page, new_page: Callable[..., Page], sign_in: SignIn, axe: Axe) -> None:
    """Names and words that people write are confidential unless somebody says otherwise, so a second person agrees."""
    desktop.goto("/admin/")
    steps.Designer(desktop, "Home visit").open()
    axe(desktop)
    desktop.get_by_role("link", name="Publish", exact=True).click()
    expect(desktop.get_by_role("heading", name="A second person has to agree")).to_be_visible()
    desktop.get_by_role("button", name="Ask for an approval").click()
    second = new_page(**DESKTOP)
    sign_in(second, make_approver())
    second.goto(desktop.url)
    second.get_by_role("button", name="Approve, and publish for Newcomer (example)").click()
    expect(second.locator(".messages .success")).to_be_visible()
    desktop.reload()
    expect(desktop.locator(".designer-sentence")).to_contain_text(
        "Version 1 is live, and it is what you see here."
    )
