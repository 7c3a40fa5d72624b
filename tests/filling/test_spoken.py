"""Words that name answers: what was said before stands in the next question."""

from typing import Any

from django.test import Client

from forms_builder.schema import Document
from tests.factories.forms import ask, choices, document, page, publish, repeat
from tests.filling.browser import Browser
from tests.filling.conftest import PURPOSE, TakesAnything


def form() -> Document:
    return document(
        page(
            "first",
            ask("name"),
            ask("town", "choose_one", choices=choices("savar")),
            ask("greeting", "note", label="Hello ${name} of ${ town }, not ${nobody}"),
            ask(
                "age",
                "integer",
                label="How old is ${name}?",
                check=". < 18",
                check_message={"en": "${name} is a child."},
            ),
        ),
        page(
            "second",
            repeat("kid", ask("kid_name"), ask("toy", label="Toy of ${kid_name}")),
            ask("all", label="All: ${kid_name}"),
        ),
    )


def begun(handler: TakesAnything, client: Client, user: Any) -> Browser:
    handler.version = publish(form())
    client.force_login(user)
    return Browser(client).begin(PURPOSE, "anything")


def test_what_was_answered_stands_in_the_words_of_the_next_question(
    handler: TakesAnything, client: Client, user: Any
) -> None:
    browser = begun(handler, client, user)
    assert "Hello of , not ${nobody}" in browser.text
    assert browser.page.select("[data-watched] [name=name]")
    browser.press("continue", name="<b>Tuni</b>", town="savar", age="40")
    assert "Hello <b>Tuni</b> of Savar, not ${nobody}" in browser.text
    assert "&lt;b&gt;Tuni" in browser.response.content.decode()
    assert browser.errors() == ["How old is <b>Tuni</b>?: <b>Tuni</b> is a child."]


def test_in_a_row_its_own_answers_are_meant(handler: TakesAnything, client: Client, user: Any) -> None:
    browser = begun(handler, client, user).press("continue", name="Tuni", age="7")
    browser.press("add:kid").press("add:kid")
    names = [str(field["name"]) for field in browser.page.select("[name$='-kid_name']")]
    browser.press("add:kid", **dict(zip(names, ("Mim", "Rafi"), strict=True)))
    assert "Toy of Mim" in browser.text
    assert "Toy of Rafi" in browser.text
    assert "All: Mim, Rafi" in browser.text
    browser.press("continue")
    assert "All: Mim, Rafi" in browser.text


def test_an_answer_that_is_hidden_says_nothing(handler: TakesAnything, client: Client, user: Any) -> None:
    handler.version = publish(
        document(
            page(
                "p",
                ask("more", "yes_no"),
                ask("name", show_if="${more} = 'yes'"),
                ask("n", "note", label="[${name}]"),
            )
        )
    )
    client.force_login(user)
    handler.answers = {"more": "no", "name": "Tuni"}
    browser = Browser(client).begin(PURPOSE, "anything")
    assert "[]" in browser.text
    assert "Tuni" not in browser.text
