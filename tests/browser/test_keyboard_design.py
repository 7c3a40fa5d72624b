"""A form with a condition, a repeat, a score and Bangla, from nothing to live, by somebody who has no mouse."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from forms_builder.models import FormDefinition, FormVersion
from forms_builder.schema import Document, walk
from nirapod.accounts.models import User
from tests.browser.conftest import DESKTOP
from tests.browser.keys import Keyboard
from tests.browser.steps import ADMIN
from tests.factories.forms import make_approver, make_form_admin

Axe = Callable[[Page], None]
SignIn = Callable[[Page, User], None]

CHOICES = "low | Low | কম | score 1\ngood | Good | ভালো | score 3"
BANDS = "2 | 3 | Needs a talk | কথা বলা দরকার | caution\n4 | 6 | Doing well | ভালো আছে | good"


class Typist(Keyboard):
    """Builds a form with keys."""

    def named(self, english: str, bangla: str, key: str) -> "Typist":
        """Both texts of the part that was added last; its key is proposed meanwhile."""
        expect(self.page.locator(":focus")).to_have_attribute("name", re.compile("label_en$"))
        name = self.page.locator(":focus").get_attribute("name") or ""
        self.type(english).press("Tab").type(bangla).press("Tab")
        expect(self.page.locator(f"[name='{name.replace('label_en', 'key')}']")).to_have_value(key)
        return self

    def add(self, kind: str) -> "Typist":
        """A part of that kind at the next place for one, through the picker."""
        self.to("Add a question, group or repeat").press("Enter", "Tab").type(kind)
        expect(self.page.locator(".w-combobox__option").first).to_contain_text(kind)
        self.press("Enter")
        return self


def test_a_form_goes_from_nothing_to_live_with_the_keyboard_alone(
    desktop: Page, new_page: Callable[..., Page], sign_in: SignIn, axe: Axe
) -> None:
    sign_in(desktop, make_form_admin(full_name="Author (example)"))
    desktop.goto(ADMIN)
    typist = Typist(desktop)
    typist.follow("Add form")
    build(typist)
    typist.follow("Save draft")
    expect(desktop.locator(".messages .success")).to_be_visible()
    see_what_was_built(FormDefinition.objects.get().get_latest_revision_as_object().parsed)
    typist.follow("All tasks of this form")
    axe(desktop)
    typist.follow("Publish")
    typist.follow("Ask for an approval")
    expect(desktop.locator(".messages .success")).to_be_visible()

    second = new_page(**DESKTOP)
    sign_in(second, make_approver())
    second.goto(desktop.url)
    Keyboard(second).follow("Approve, and publish for Author (example)")
    expect(second.locator(".messages .success")).to_be_visible()
    assert FormVersion.objects.get().definition.live


def build(typist: Typist) -> None:
    typist.to("Title (English)").type("Visit at home").press("Tab").type("বাড়ি পরিদর্শন")
    typist.to("Text (English)").named("About the child", "শিশুর কথা", "about_the_child")
    typist.add("Whole number").named("Age", "বয়স", "age")
    typist.add("Text").named("School", "স্কুল", "school")
    typist.to("Add a condition").press("Enter")
    typist.choose("Age · age").to("Comparison").choose("is less than").to("Value").type("১৮")
    for english, bangla, key in (("Mood", "মন", "mood"), ("Appetite", "ক্ষুধা", "appetite")):
        typist.add("Choose one").named(english, bangla, key)
        typist.to("Or choices of its own").type(CHOICES)
    typist.add("Score").named("Well-being", "ভালো থাকা", "well_being")
    typist.to("Adds up the points of").type("mood appetite").to("Bands").type(BANDS)
    typist.add("Repeat").named("Family members", "পরিবারের সদস্য", "family_members")
    typist.add("Text").named("Name", "নাম", "name")


def see_what_was_built(built: Document) -> None:
    parts: dict[str, Any] = {place.part.key: place.part for place in walk(built)}
    assert built.title == {"en": "Visit at home", "bn": "বাড়ি পরিদর্শন"}
    assert parts["school"].show_if == "${age} < 18"
    assert parts["school"].label == {"en": "School", "bn": "স্কুল"}
    assert [item.key for item in parts["family_members"].items] == ["name"]
    assert [choice.filters for choice in parts["mood"].choices] == [{"score": "1"}, {"score": "3"}]
    assert parts["well_being"].settings["of"] == ["mood", "appetite"]
    assert [band["label"]["bn"] for band in parts["well_being"].settings["bands"]] == [
        "কথা বলা দরকার",
        "ভালো আছে",
    ]
