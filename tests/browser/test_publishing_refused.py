"""Ways to going live that go past the publish page, and a question that was published and is made anew as another type:
each is refused where it was tried, with the reason, and nothing that was typed goes.
"""

import re
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from forms_builder.models import FormDefinition
from forms_builder.schema import Document, Sensitivity, questions
from nirapod.accounts.models import User
from tests.browser.form_home import Home, told, visit
from tests.browser.steps import ADMIN
from tests.factories.forms import ask, document, make_draft, page, publish

SignIn = Callable[[Page, User], None]


def secret() -> Document:
    return document(page("about", ask("name", sensitivity=Sensitivity.CONFIDENTIAL), ask("town")))


def due_tomorrow(author: User) -> FormDefinition:
    """The editor sets no time; a program may have."""
    form = make_draft(secret(), author)
    form.go_live_at = timezone.now() + timedelta(days=1)
    form.save_revision(user=author)
    return form


def test_a_sensitive_form_goes_live_neither_with_others_nor_at_a_set_time_without_a_second_person(
    desktop: Page, author: User, sign_in: SignIn
) -> None:
    forms = [make_draft(secret(), author), due_tomorrow(author)]
    sign_in(desktop, author)
    choose_both_and_find_nothing_that_publishes(desktop, forms)
    for form, button in zip(forms, ("Publish", "Schedule to publish"), strict=True):
        desktop.goto(f"{ADMIN}edit/{form.pk}/")
        expect(desktop.get_by_role("button", name="Set schedule")).to_have_count(0)
        desktop.get_by_role("button", name="More actions").click()
        desktop.get_by_role("button", name=button, exact=True).click()
        expect(told(desktop)).to_contain_text("The draft is kept, but it is not published yet")
        expect(told(desktop)).to_contain_text("a second person has to approve it")
        expect(desktop.get_by_role("heading", name="A second person has to agree")).to_be_visible()
        expect(desktop.get_by_role("button", name="Ask for an approval")).to_be_visible()
        form.refresh_from_db()
        assert (form.live, form.live_version_id) == (False, None)
        assert not form.revisions.filter(approved_go_live_at__isnull=False).exists()


def choose_both_and_find_nothing_that_publishes(desktop: Page, forms: list[FormDefinition]) -> None:
    """The list offers for several at once what it may do, and an address that was made up does no more."""
    desktop.goto(ADMIN)
    desktop.get_by_label("Select all").first.check()
    offered = desktop.locator("[data-bulk-action-button]")
    expect(offered).to_have_text([re.compile("Delete")])
    ids = "&".join(f"id={form.pk}" for form in forms)
    answer = desktop.goto(f"/admin/bulk/forms_builder/formdefinition/publish/?next={ADMIN}&{ids}")
    assert answer is not None
    assert answer.status == 404


def test_a_published_question_is_not_made_anew_as_another_type(
    desktop: Page, author: User, sign_in: SignIn
) -> None:
    sign_in(desktop, author)
    home = Home(desktop, publish(visit(), key="visit").definition)
    home.task("Questions")
    home.unfolded("remark").get_by_role("button", name="Delete").click()
    part = add_a_number(desktop, "Remark", "মন্তব্য (সংখ্যা)")
    expect(part.locator("[name$=value-key]")).to_have_value("remark")
    home.press("Save draft")
    part = desktop.get_by_role("region", name=re.compile("^Whole number remark"))
    expect(part.locator(".w-field__errors").filter(has_text="keeps its type")).to_be_visible()
    expect(part.get_by_label("Key", exact=True)).to_have_attribute("aria-invalid", "true")
    expect(part.get_by_label("Text (Bangla)")).to_have_value("মন্তব্য (সংখ্যা)")
    assert asked_as(home.form)["remark"] == "text"
    part.locator("[name$=value-key]").fill("remarks")
    home.press("Save draft")
    expect(told(desktop)).to_contain_text("Published before, so kept as retired: Remark.")
    assert asked_as(home.form) | {"remark": "text", "remarks": "integer"} == asked_as(home.form)


def asked_as(form: FormDefinition) -> dict[str, str]:
    """Keys and types of the newest draft."""
    draft = FormDefinition.objects.get(pk=form.pk).get_latest_revision_as_object().parsed
    return {question.key: question.type for question, _repeat in questions(draft)}


def add_a_number(desktop: Page, english: str, bangla: str) -> Locator:
    """At the end of the form's only page."""
    items = desktop.locator("[data-contentpath=items]")
    parts = items.locator("[data-streamfield-child]")
    before = parts.count()
    items.get_by_role("button", name="Add a question, group or repeat").last.click()
    desktop.locator(".w-combobox input:visible").fill("Whole number")
    desktop.locator(".w-combobox__option:visible").first.click()
    expect(parts).to_have_count(before + 1)
    added = parts.last
    added.get_by_label("Text (English)").fill(english)
    added.get_by_label("Text (Bangla)").fill(bangla)
    return added
