"""The pages around a form in a real browser: everybody can use them, on a phone and on a screen, in both languages."""

from collections.abc import Callable
from itertools import product

from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page

from forms_builder.models import ChoiceItem, ChoiceList, FormDefinition
from forms_builder.schema import Document
from nirapod.accounts.models import User
from tests.around.conftest import a_form_admin, draft_of
from tests.browser.conftest import AXE_RULES, describe
from tests.factories.forms import ask, document, page, repeat

SIZES = [(360, 740), (1280, 900)]
TASKS = ("task_translations", "task_access", "task_retention", "task_print", "task_preview")


def a_form() -> FormDefinition:
    sides = ChoiceList.objects.create(key="sides", name="Sides")
    for value in ("north", "south"):
        ChoiceItem.objects.create(
            list=sides, value=value, label_en=value.title(), filters={"district": "dhaka"}
        )
    return draft_of(a_document())


def a_document() -> Document:
    return document(
        page(
            "about",
            ask("name"),
            ask("side", "choose_one", choice_list="sides"),
            repeat("people", ask("help", label="What would help this person most in the next month?")),
        )
    )


def addresses(form: FormDefinition) -> list[str]:
    around = [
        reverse(f"wagtailsnippets_forms_builder_formdefinition:{name}", args=[form.pk])
        for name in ("home", *TASKS, "archive", "unused")
    ]
    sides = ChoiceList.objects.get()
    lists = [
        reverse(f"wagtailsnippets_forms_builder_choicelist:{name}", args=[sides.pk])
        for name in ("edit", "paste")
    ]
    return [*around, *lists]


def test_everybody_can_use_the_pages_around_a_form_and_they_fit(
    new_page: Callable[..., Page], sign_in: Callable[[Page, User], None]
) -> None:
    visited = addresses(a_form())
    for language, (width, height) in product(("bn", "en"), SIZES):
        browser = new_page(width=width, height=height)
        sign_in(browser, a_form_admin(language=language))
        for address in visited:
            browser.goto(address)
            violations = Axe().run(browser, context="main", options=AXE_RULES).response["violations"]
            assert not violations, "\n".join([address, *map(describe, violations)])
            assert browser.evaluate("document.documentElement.scrollWidth") <= width, address
