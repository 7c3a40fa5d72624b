"""A page answers while it is filled in: a sum is worked out, a list gets shorter. And an answer that nobody could give
is said as such up to the record.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from forms_builder.filling.sending import answers_of
from forms_builder.models import Submission
from forms_builder.schema import Choice, Document, Required, Sensitivity
from nirapod.accounts.models import User
from registry.models import Record, RecordType
from registry.sealing import KeyRing, open_record
from tests.browser.steps import CONTINUE, answered
from tests.factories.forms import ask, choices, document, page
from tests.factories.registry import make_office, make_type, make_worker

SignIn = Callable[[Page, User], None]
NORTH, SOUTH = tuple(f"north_{n}" for n in range(10)), ("south_1", "south_2")


def towns() -> tuple[Choice, ...]:
    return tuple(
        town.model_copy(update={"filters": {"part": town.value[:5]}}) for town in choices(*NORTH, *SOUTH)
    )


def home_visit() -> Document:
    return document(
        page(
            "visit",
            ask("part", "choose_one", choices=choices("north", "south")),
            ask("town", "choose_one", choices=towns(), choice_filter="part = ${part}"),
            ask("adults", "integer"),
            ask("children", "integer", decline=True),
            ask("people", "calculated", calculate="${adults} + ${children}"),
            ask("father", decline=True, required=Required.YES, sensitivity=Sensitivity.RESTRICTED),
            ask("school", "choose_one", choices=choices("government", "other"), decline=True),
            ask("born_on", "date", decline=True),
        ),
    )


@pytest.fixture
def visits(live_server: object) -> RecordType:
    return make_type(home_visit(), key="visit", name_en="Visits", name_bn="পরিদর্শন")


@pytest.fixture
def begun(phone: Page, visits: RecordType, sign_in: SignIn) -> Page:
    """The one page of the form, in Bangla, on a phone."""
    worker = make_worker(visits, make_office("DHK"))
    User.objects.filter(pk=worker.pk).update(language="bn")
    sign_in(phone, User.objects.get(pk=worker.pk))
    phone.goto("/workspace/fill/registry.new/visit/")
    phone.locator("main form button").click()
    expect(phone.locator("#filling-form")).to_be_visible()
    phone.wait_for_load_state()
    return phone


def given(page: Page, label: str) -> Locator:
    """What the page has worked out."""
    return page.locator(".field", has=page.get_by_text(label, exact=True)).locator(".field__given")


def test_a_sum_and_a_list_follow_what_is_typed_and_what_nobody_could_say_reaches_the_record(
    begun: Page, visits: RecordType
) -> None:
    a_sum_follows(begun)
    a_list_gets_shorter(begun)
    say_why_there_is_no_answer(begun)
    begun.locator(CONTINUE).click()
    begun.wait_for_url("**/check/")
    is_said(begun)
    begun.wait_for_load_state()
    begun.locator("main form .actions button").click()
    begun.wait_for_url("**/sent/")
    begun.locator("main .actions a").first.click()
    begun.wait_for_url("**/records/visit/**")
    is_said(begun)
    record = Record.objects.get()
    for kept in (answers_of(Submission.objects.get()), open_record(record, KeyRing.of(record))):
        assert (kept["father"], kept["children"]) == ("__declined", "__unknown")
        assert (kept["school"], kept["born_on"]) == ("__unknown", "__not_asked")
        assert (kept["town"], kept["adults"]) == ("south_2", 2)
        assert "people" not in kept


def a_sum_follows(page: Page) -> None:
    """Without going on: as soon as the box is left, in the reader's digits."""
    expect(given(page, "People (bn)")).to_have_text("এখনও জানা নেই")
    page.fill("#id_adults", "২")
    page.fill("[name=children]", "3")
    page.keyboard.press("Tab")
    expect(given(page, "People (bn)")).to_have_text("৫")
    page.fill("[name=children]", "১১")
    page.keyboard.press("Tab")
    expect(given(page, "People (bn)")).to_have_text("১৩")
    expect(page.locator("#id_adults")).to_have_value("২")


def a_list_gets_shorter(page: Page) -> None:
    """Only towns of the chosen part are offered; one that was chosen before stays to be seen, and is marked."""
    page.locator("[name=part][value=south]").check()
    expect(page.locator("[name=town][value^=south]")).to_have_count(2)
    expect(page.locator("[name=town][value^=north]")).to_have_count(0)
    page.locator("[name=town][value=south_1]").check()
    page.locator("[name=part][value=north]").check()
    expect(page.locator("#id_town[role=combobox]")).to_have_value("South 1 (bn) (এখন আর দেওয়া হয় না)")
    page.fill("#id_town", "North")
    expect(page.locator(".find__list [role=option]")).to_have_count(len(NORTH))
    page.locator("[name=part][value=south]").check()
    page.locator("[name=town][value=south_2]").check()


def say_why_there_is_no_answer(page: Page) -> None:
    page.locator("[name=father-reason]").select_option("__declined")
    page.fill("[name=children]", "")
    page.locator("[name=children-reason]").select_option("__unknown")
    expect(given(page, "People (bn)")).to_have_text("এখনও জানা নেই")
    page.locator("[name=school][value=__unknown]").check()
    page.locator("[name=born_on-reason]").select_option("__not_asked")


def is_said(page: Page) -> None:
    """When checking the answers, and in the record."""
    for question, said in {
        "Father (bn)": "বলতে চাননি",
        "Children (bn)": "জানা নেই",
        "School (bn)": "জানা নেই",
        "Born on (bn)": "জিজ্ঞাসা করা হয়নি",
    }.items():
        expect(answered(page, question)).to_have_text(said)
