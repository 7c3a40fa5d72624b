"""The pages around a form in a real browser: everybody can use them, on a phone and on a screen, in both languages."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from forms_builder import trials
from forms_builder.cases import record
from forms_builder.compiling import compile_draft
from forms_builder.models import ChoiceItem, ChoiceList, FormDefinition
from forms_builder.schema import Document, Group, to_json
from nirapod.accounts.models import User
from tests.around.conftest import a_form_admin
from tests.browser.accessibility import fits_and_can_be_used
from tests.factories.forms import ask, both, document, page, publish, repeat
from tests.xlsform.workbooks import survey

FORM = "wagtailsnippets_forms_builder_formdefinition"
TASKS = ("translations", "access", "retention", "print", "preview", "logic", "publish", "versions", "tests")
WORKBOOK = survey(["integer", "age", "How old?"], ["hologram", "face", "Face"])


def a_form() -> FormDefinition:
    """Live, and changed since: with a rule, questions of another form, a test case that passes, one that fails, and a
    secret for two persons.
    """
    publish(document(page("home", ask("tenure", label="Whose home is it, and since when?"))), key="household")
    sides = ChoiceList.objects.create(key="sides", name="Sides")
    for value in ("north", "south"):
        ChoiceItem.objects.create(
            list=sides, value=value, label_en=value.title(), filters={"district": "dhaka"}
        )
    form = publish(a_document("How do you feel?", "I")).definition
    form.document = to_json(with_cases(a_document("What happened to you this week?", "C")))
    author = a_form_admin()
    form.save_revision(user=author)
    trials.keep(form, author, "bn", [trials.Said("About", [("Name", "Example"), ("Side", "North")])])
    return form


def a_document(last: str, sensitivity: str) -> Document:
    return document(
        page(
            "about",
            ask("name"),
            ask("side", "choose_one", choice_list="sides"),
            Group(id="id-home", key="their_home", label=both("their_home"), block="household"),
            repeat("people", ask("help", label="What would help this person most in the next month?")),
            ask(
                "feeling", label=last, show_if="${side} = 'north' and ${name} != ''", sensitivity=sensitivity
            ),
        )
    )


def with_cases(draft: Document) -> Document:
    program = compile_draft(draft).program
    assert program is not None
    passes = record(program, {"name": "Example", "side": "north"}, "From the north")
    fails = passes.model_copy(update={"id": "fails", "name": "Fails", "answers": {"side": "south"}})
    return draft.model_copy(update={"test_cases": (passes, fails)})


def addresses(form: FormDefinition) -> list[str]:
    tasks = [reverse(f"{FORM}:task_{task}", args=[form.pk]) for task in TASKS]
    around = [reverse(f"{FORM}:{name}", args=[form.pk]) for name in ("home", "archive", "unused")]
    case = form.parsed.test_cases[0].id
    sides = ChoiceList.objects.get()
    lists = [
        reverse(f"wagtailsnippets_forms_builder_choicelist:{name}", args=[sides.pk])
        for name in ("edit", "paste")
    ]
    registers = [reverse(f"{one}:list") for one in (FORM, "wagtailsnippets_forms_builder_choicelist")]
    tests = reverse(f"{FORM}:task_tests", args=[form.pk])
    sent = form.trials.get().pk
    beside = [f"{tests}?case={case}", f"{tests}?try=bn", f"{tests}?sent={sent}"]
    return [*registers, *around, *tasks, *beside, *lists, reverse(f"{FORM}:edit", args=[form.pk])]


@pytest.mark.parametrize("language", ["bn", "en"])
def test_everybody_can_use_the_pages_around_a_form_and_they_fit(
    new_page: Callable[..., Page], sign_in: Callable[[Page, User], None], language: str
) -> None:
    visited = addresses(a_form())
    browser = new_page(width=1280, height=900)
    sign_in(browser, a_form_admin(language=language))
    for address in visited:
        browser.goto(address)
        fits_and_can_be_used(browser, language, "main")
    browser.goto(reverse(f"{FORM}:list"))
    browser.set_viewport_size({"width": 360, "height": 740})
    expect(browser.locator("table.listing")).to_have_css("overflow-x", "auto")
    assert browser.locator("td.title").first.evaluate("cell => cell.offsetWidth") > 180  # names stay whole


@pytest.mark.parametrize("language", ["bn", "en"])
def test_everybody_can_bring_a_workbook_in_and_read_its_report(
    new_page: Callable[..., Page], sign_in: Callable[[Page, User], None], language: str
) -> None:
    form = a_form()
    browser = new_page(width=1280, height=900)
    sign_in(browser, a_form_admin(language=language))
    for address in (reverse(f"{FORM}:import"), reverse(f"{FORM}:task_exchange", args=[form.pk])):
        browser.goto(address)
        fits_and_can_be_used(browser, language, "main")
        browser.set_input_files(
            "main input[type=file]",
            {"name": "visit.xlsx", "mimeType": "application/octet-stream", "buffer": WORKBOOK},
        )
        with browser.expect_navigation():
            browser.locator("main form:has(input[type=file]) button").first.click()
        browser.get_by_text("hologram").first.wait_for()
        fits_and_can_be_used(browser, language, "main")
