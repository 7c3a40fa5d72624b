"""Questions that come from another form: on the translations and access pages they are read, and looked after there."""

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client

from forms_builder.models import FormDefinition
from forms_builder.schema import Document, Group
from tests.around.conftest import address, draft_of, now, posted_by, with_changed_draft, words
from tests.factories.forms import ask, choices, document, page, publish


def household() -> Document:
    tenure = ask("tenure", "choose_one", choices=choices("own", "rent"))
    alias = ask("alias", sensitivity="C", compartment="identity")
    return document(page("home", tenure, alias, ask("gone", retired=True)))


@pytest.fixture
def block(db: None) -> FormDefinition:
    """The form that is asked in another: live, and one of its texts has no Bangla."""
    form = publish(household(), key="household").definition
    with_changed_draft(form, lambda draft: draft["title"].update(en="Household", bn="পরিবার"))
    with_changed_draft(form, lambda draft: draft["pages"][0]["items"][0]["label"].pop("bn"))
    publish(now(form), key="household")
    return form


@pytest.fixture
def visit(block: FormDefinition) -> FormDefinition:
    group = Group(
        id="id-theirs", key="their_home", label={"en": "Their home", "bn": "বাড়ি"}, block="household"
    )
    return draft_of(document(page("one", ask("reason"), group), page("two", ask("rent", "integer"))))


def section(client: Client, form: FormDefinition, task: str, query: str = "") -> Tag:
    """What the page says about the other form's questions."""
    shown = BeautifulSoup(client.get(address(f"task_{task}", form) + query).content, "html.parser")
    found = shown.find("h2", string=lambda text: bool(text) and "in “Their home”" in str(text))
    assert found is not None
    place = found.find_parent("section")
    assert isinstance(place, Tag)
    return place


def test_their_texts_are_read_here_and_changed_in_their_form(
    form_admin: Client, visit: FormDefinition, block: FormDefinition
) -> None:
    found = section(form_admin, visit, "translations")
    assert "From “Household”, in “Their home”" in found.get_text()
    assert [row.get_text(" ", strip=True).split()[:2] for row in found.select("tbody th")] == [
        ["Text", "tenure"],
        ["Choice", "tenure"],
        ["Choice", "tenure"],
        ["Text", "alias"],
    ]
    assert found.select_one(f"a[href='{address('task_translations', block)}']")
    assert not found.select("textarea, input, select")


def test_a_text_of_theirs_that_lacks_a_language_is_told_on_the_home_of_both(
    form_admin: Client, visit: FormDefinition, block: FormDefinition
) -> None:
    for form in (visit, block):
        assert "1 text lacks a language" in words(form_admin.get(address("home", form)))
    assert "Missing" in section(form_admin, visit, "translations").get_text()


def test_how_their_answers_are_protected_is_read_here(
    form_admin: Client, visit: FormDefinition, block: FormDefinition
) -> None:
    found = section(form_admin, visit, "access")
    rows = [" ".join(row.get_text(" ").split()) for row in found.select("tbody tr")]
    assert rows == [
        "Tenure tenure Choose one Internal Nothing in particular Open",
        "Alias alias Text Confidential Who somebody is Sealed",
    ]
    assert found.select_one(f"a[href='{address('task_access', block)}']")
    assert not found.select("input, select")
    assert "1 answer is sealed" in words(form_admin.get(address("home", visit)))


def test_the_filters_are_for_them_too(form_admin: Client, visit: FormDefinition) -> None:
    assert "tenure" not in section(form_admin, visit, "access", "?tier=C").get_text()
    assert "alias" not in section(form_admin, visit, "translations", "?show=missing").get_text()
    for task in ("access", "translations"):
        on_the_other_page = form_admin.get(address(f"task_{task}", visit) + "?page=two")
        assert "Their home" not in words(on_the_other_page).replace("Text their_home", "")


@pytest.mark.parametrize("task", ["translations", "access"])
def test_saving_the_page_touches_nothing_of_theirs(
    form_admin: Client, visit: FormDefinition, block: FormDefinition, task: str
) -> None:
    before: Any = now(visit), now(block)
    form_admin.post(address(f"task_{task}", visit), posted_by(form_admin.get(address(f"task_{task}", visit))))
    assert (now(visit), now(block)) == before


def test_a_form_that_names_none_says_nothing_of_it(form_admin: Client, block: FormDefinition) -> None:
    for task in ("translations", "access"):
        assert "belong to another form" not in words(form_admin.get(address(f"task_{task}", block)))
