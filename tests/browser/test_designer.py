"""The question editor in a browser: rules as rows and as text, faults where they are typed, finding, copying, moving.

Looks at what is saved, because that is what counts; the rest of the designer's page is tested without a browser.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Locator, Page, Request, expect

from forms_builder import schema
from forms_builder.designer.permissions import grant_form_admin
from forms_builder.models import ChoiceItem, ChoiceList, FormDefinition
from nirapod.accounts.models import User
from tests.browser.steps import ADMIN
from tests.factories.forms import ask, choices, document, group, make_user, page

Axe = Callable[[Page], None]
SignIn = Callable[[Page, User], None]

ODD = "${age}+1 = 3   or(${case}='survivor')"
"""More than rows can show, and written as nobody would write it."""
MOST_SENT = 200_000


@pytest.fixture
def form_admin(db: None) -> User:
    """Builds forms, reads English."""
    admins = Group.objects.create(name="form_admin")
    grant_form_admin(admins)
    user: User = make_user()
    user.groups.add(admins)
    return user


def a_draft(*pages: schema.Page) -> FormDefinition:
    form = FormDefinition.objects.create(key="visit", document=schema.to_json(document(*pages)), live=False)
    form.save_revision()
    return form


@pytest.fixture
def form() -> FormDefinition:
    upazilas = ChoiceList.objects.create(key="upazilas", name="Upazilas")
    ChoiceItem.objects.create(
        list=upazilas, value="savar", label_en="Savar", label_bn="সাভার", filters={"district": "dhaka"}
    )
    return a_draft(
        page(
            "about",
            ask("age", "integer"),
            ask("case", "choose_one", "Kind of case", choices=choices("survivor", "at_risk")),
            ask("school"),
            ask("odd", show_if=ODD),
            ask("upazila", "choose_one", choice_list="upazilas"),
        ),
        page("more", group("family", ask("mother"))),
    )


class Editor:
    """A form in the question editor."""

    def __init__(self, page: Page, form: FormDefinition) -> None:
        self.page, self.form = page, form
        page.goto(f"{ADMIN}edit/{form.pk}/")

    def find(self, words: str) -> Locator:
        """Go to a part with the search box, by keyboard."""
        box = self.page.get_by_label("Find a question by text or key")
        box.fill(words)
        box.press("Enter")
        key = self.page.locator(":focus").get_attribute("aria-controls")
        assert key
        return self.page.locator(f"#{key}")

    def rule(self, part: Locator, name: str) -> Locator:
        return part.locator(f"[data-contentpath={name}]").first

    def save(self) -> dict[str, dict[str, Any]]:
        """Save the draft; returns its parts by key."""
        self.page.get_by_role("button", name="Save draft").click()
        expect(self.page.locator(".messages .success")).to_be_visible()
        return self.saved()

    def saved(self) -> dict[str, dict[str, Any]]:
        draft = FormDefinition.objects.get(pk=self.form.pk).get_latest_revision_as_object()
        return {place.part.key: place.part.model_dump() for place in schema.walk(draft.parsed)}


@pytest.fixture
def editor(desktop: Page, sign_in: SignIn, form_admin: User, form: FormDefinition) -> Editor:
    sign_in(desktop, form_admin)
    return Editor(desktop, form)


def choose(rows: Locator, label: str, words: str, place: int = 0) -> None:
    rows.get_by_label(label, exact=True).nth(place).select_option(label=words)


def test_a_condition_is_built_from_rows(editor: Editor, axe: Axe) -> None:
    rule = editor.rule(editor.find("school"), "show_if")
    expect(rule).to_contain_text("Always shown.")
    rule.get_by_role("button", name="Add a condition").click()
    choose(rule, "Question", "Age · age")
    choose(rule, "Comparison", "is less than")
    expect(rule).to_contain_text("A row is not finished.")
    rule.get_by_label("Value", exact=True).fill("১৮")
    expect(rule).to_contain_text("Shown if “Age” is less than 18.")

    rule.get_by_role("button", name="Add a group of conditions").click()
    for place, words in ((1, "Survivor"), (2, "At risk")):
        choose(rule, "Question", "Kind of case · case", place)
        choose(rule, "Comparison", "is", place)
        choose(rule, "Value", words, place)
    expect(rule).to_contain_text(
        "Shown if “Age” is less than 18 and (“Kind of case” is “Survivor” or “Kind of case” is “At risk”)."
    )
    axe(editor.page)
    saved = editor.save()
    assert saved["school"]["show_if"] == "${age} < 18 and (${case} = 'survivor' or ${case} = 'at_risk')"
    assert saved["odd"]["show_if"] == ODD


def test_a_rule_that_rows_cannot_show_stays_to_the_letter(editor: Editor) -> None:
    rule = editor.rule(editor.find("odd"), "show_if")
    expect(rule).to_contain_text("This rule says more than rows can show.")
    expect(rule.locator("textarea")).to_have_value(ODD)
    editor.find("mother").locator("[name$=label_en]").fill("Mother")
    assert editor.save()["odd"]["show_if"] == ODD


def test_a_fault_is_shown_while_one_types_and_names_are_offered(editor: Editor) -> None:
    rule = editor.rule(editor.find("school"), "show_if")
    rule.get_by_role("button", name="Write it as text").click()
    box = rule.locator("textarea")
    box.press_sequentially("${agee} < 18")
    fault = rule.get_by_role("button", name="There is no question called “agee”. Did you mean “age”?")
    fault.click()
    assert box.evaluate("box => box.value.slice(box.selectionStart, box.selectionEnd)") == "${agee}"
    box.press_sequentially("${cas")
    expect(rule.get_by_role("option", name="Kind of case")).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value("${case} < 18")
    box.fill("${case} = 'survivor'")
    rule.get_by_role("button", name="Show it in rows").click()
    expect(rule.get_by_label("Value", exact=True)).to_have_value("survivor")


def test_choices_are_narrowed_by_another_answer(editor: Editor) -> None:
    part = editor.find("upazila")
    panel = editor.page.locator("[data-panel]").filter(has=part).last
    panel.get_by_role("button", name="Settings").first.click()
    rule = editor.rule(part, "choice_filter")
    rule.get_by_role("button", name="Narrow by another answer").click()
    choose(rule, "Question", "School · school")
    expect(rule).to_contain_text("only choices whose district is the answer to “School”")
    assert editor.save()["upazila"]["choice_filter"] == "district = ${school}"


def test_a_key_is_proposed_and_may_be_named_in_a_rule_before_anything_is_saved(editor: Editor) -> None:
    part = editor.find("school")
    part.locator("[name$=value-key]").fill("")
    part.locator("[name$=label_en]").fill("Name of the school")
    part.locator("[name$=label_bn]").click()
    expect(part.locator("[name$=value-key]")).to_have_value("name_of_the_school")
    rule = editor.rule(editor.find("mother"), "show_if")
    rule.get_by_role("button", name="Add a condition").click()
    choose(rule, "Question", "Name of the school · name_of_the_school")
    choose(rule, "Comparison", "is answered")
    expect(rule).to_contain_text("Shown if “Name of the school” is answered.")
    assert editor.save()["mother"]["show_if"] == "${name_of_the_school} != ''"


def test_a_question_is_moved_into_a_group_with_all_it_has(editor: Editor) -> None:
    part = editor.find("odd")
    panel = editor.page.locator("[data-panel]").filter(has=part).last
    panel.get_by_role("button", name="Move to…").first.click()
    dialog = editor.page.get_by_role("dialog")
    dialog.get_by_role("combobox").select_option(label="\u2003family · Family")
    dialog.get_by_role("button", name="Move here").click()
    editor.save()
    draft = FormDefinition.objects.get(pk=editor.form.pk).get_latest_revision_as_object().parsed
    moved = next(place for place in schema.walk(draft) if place.part.key == "odd")
    assert moved.parents[-1].key == "family"
    assert (moved.part.id, moved.part.show_if) == ("id-odd", ODD)


def test_a_copy_is_a_question_of_its_own(editor: Editor) -> None:
    part = editor.find("family")
    panel = editor.page.locator("[data-panel]").filter(has=part).last
    panel.get_by_role("button", name="Duplicate").first.click()
    editor.save()
    draft = FormDefinition.objects.get(pk=editor.form.pk).get_latest_revision_as_object().parsed
    places = list(schema.walk(draft))
    assert len({place.part.id for place in places}) == len(places)
    assert {"family_2", "mother_2"} <= {place.part.key for place in places}


def test_looking_changes_nothing(editor: Editor) -> None:
    before = FormDefinition.objects.get(pk=editor.form.pk).get_latest_revision_as_object().document
    for words in ("age", "case", "odd", "upazila", "mother"):
        editor.find(words)
    editor.save()
    assert FormDefinition.objects.get(pk=editor.form.pk).get_latest_revision_as_object().document == before


def test_a_long_form_can_be_edited_and_sends_little(desktop: Page, sign_in: SignIn, form_admin: User) -> None:
    asked = [ask(f"question_{n}", "choose_one", choices=choices("yes", "no"), show_if="${question_0} = 'yes'")
             for n in range(150)]  # fmt: skip
    form = a_draft(*(page(f"page_{n}", *asked[n * 10 : n * 10 + 10]) for n in range(15)))
    sign_in(desktop, form_admin)
    editor = Editor(desktop, form)
    expect(desktop.get_by_role("heading", name="page_14 · Page 14")).to_be_attached()
    assert desktop.locator("[name$=label_en]").count() == 0  # folded, and not even built
    desktop.evaluate("location.hash = '#block-id-question_75-section'")
    expect(desktop.locator("#block-id-question_75-section [name$=label_en]")).to_have_value("Question 75")
    part = editor.find("question_149")
    expect(part.locator("[name$=label_en]")).to_have_value("Question 149")
    part.locator("[name$=label_en]").fill("The last one")
    sent: list[Request] = []
    desktop.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    assert editor.save()["question_149"]["label"]["en"] == "The last one"
    body = max((request.post_data or "" for request in sent), key=len)
    assert len(body) < MOST_SENT
