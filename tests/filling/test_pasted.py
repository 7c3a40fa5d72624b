"""What is pasted and chosen: long texts, signs of every kind, choices that were retired meanwhile."""

from typing import Any

import pytest
from django.test import Client

from forms_builder.filling.payload import unseal
from forms_builder.models import Draft, FormVersion
from tests.factories.forms import ask, choices, document, page, publish
from tests.filling.browser import Browser
from tests.filling.conftest import PURPOSE, TakesAnything


def answers() -> dict[str, Any]:
    return unseal(Draft.objects.get()).answers


@pytest.fixture
def choosing(handler: TakesAnything, client: Client, user: Any) -> Browser:
    """A form with a choice, begun before that choice was retired."""

    def version(*values: str) -> FormVersion:
        asked = (ask("where", "choose_one", choices=choices(*values)), ask("more", "long_text"))
        return publish(document(page("p", *asked), page("last", ask("end"))), key="choosing")

    handler.version = version("town", "village")
    client.force_login(user)
    browser = Browser(client).begin(PURPOSE, "children")
    handler.version = version("village")
    return browser


def test_a_choice_that_was_retired_meanwhile_counts_in_the_draft_that_has_it(choosing: Browser) -> None:
    choosing.press("save", where="town")
    address = f"/workspace/fill/{Draft.objects.get().pk}"
    choosing.open(f"{address}/p/")
    assert "This form changed since you began" in choosing.text
    choosing.open(f"{address}/version/").press()
    moved = choosing.open(f"{address}/p/")
    assert moved.values()["where"] == "town"
    assert "(no longer offered)" in moved.text
    assert moved.press("continue").step == "last"
    assert answers()["where"] == "town"


def test_a_retired_choice_that_the_draft_never_had_is_told_beside_its_question(choosing: Browser) -> None:
    choosing.open(f"/workspace/fill/{Draft.objects.get().pk}/version/").press()
    choosing.open(f"/workspace/fill/{Draft.objects.get().pk}/p/")
    choosing.post({**choosing.values(), "where": "town", "more": "Kept", "page-do": "continue"})
    assert choosing.errors() == ["Where: This choice is no longer offered. Choose another."]
    assert choosing.values()["more"] == "Kept"
    assert "where" not in answers()


def test_a_hundred_kilobytes_that_were_pasted_come_back_with_what_is_too_much(choosing: Browser) -> None:
    pasted = "ক" * 100_000
    choosing.press("continue", more=pasted)
    assert choosing.step == "p"
    assert choosing.errors()
    assert choosing.values()["more"] == pasted


@pytest.mark.parametrize("text", ["😀 👩‍👧", "ক্‌ষ", "র‍্যাব", "\u200bzero\ufeff width"])
def test_signs_of_every_kind_are_kept_as_they_were_meant(choosing: Browser, text: str) -> None:
    assert choosing.press("continue", more=text).step == "last"
    assert answers()["more"].replace("\u200b", "").replace("\ufeff", "") == text.replace(
        "\u200b", ""
    ).replace("\ufeff", "")
    kept = choosing.open(f"/workspace/fill/{Draft.objects.get().pk}/p/").values()["more"]
    assert kept == answers()["more"]
