"""Values that are set once: what a changed answer puts in elsewhere, and what has to be worked out to begin with."""

from typing import Any

from django.test import Client

from forms_builder.compiling import compile_draft
from forms_builder.filling.payload import unseal
from forms_builder.models import Draft
from forms_builder.schema import Document
from tests.factories.forms import ask, document, group, page, publish, repeat
from tests.filling.browser import Browser
from tests.filling.conftest import PURPOSE, TakesAnything


def form() -> Document:
    return document(
        page(
            "first",
            ask("born", "integer"),
            ask("age", "integer", calculate="2026 - ${born}", trigger="${born}"),
            ask(
                "asked_at",
                "calculated",
                label="",
                calculate="concat('when born was ', ${born})",
                trigger="${born}",
            ),
        ),
        page("second", ask("remark", calculate="concat('aged ', ${age})", trigger="${age}"), ask("other")),
        page(
            "rows",
            repeat(
                "child",
                group("inside", ask("given", default="concat('child ', position(../..))")),
                ask("n", "integer"),
                ask("m", "integer", calculate="${n} * 10", trigger="${n}"),
            ),
        ),
    )


def begun(handler: TakesAnything, client: Client, user: Any, what: Document | None = None) -> Browser:
    handler.version = publish(what or form())
    client.force_login(user)
    return Browser(client).begin(PURPOSE, "anything")


def kept() -> dict[str, Any]:
    return unseal(Draft.objects.get()).answers


def value(browser: Browser, name: str) -> str:
    field = browser.page.select_one(f"[name='{name}']")
    assert field is not None, browser.text
    return str(field.get("value", ""))


def refreshed(browser: Browser, **typed: Any) -> Browser:
    """What the page's script does when an answer changes that others wait for."""
    return browser.post({**browser.values(), **typed}, "?refresh=1", **{"HX-Request": "true"})


def test_an_answer_sets_another_at_once_and_the_person_may_change_it(
    handler: TakesAnything, client: Client, user: Any
) -> None:
    browser = begun(handler, client, user)
    address = browser.address
    assert browser.page.select("[data-watched] [name=born]")
    sent = {**browser.values(), "born": "2014"}
    shown = refreshed(browser, born="2014")
    assert value(shown, "age") == "12"
    sent |= shown.values(shown.page.select_one("#questions"))
    sent["age"] = "11"
    browser.open(address).press("continue", **sent)
    assert browser.step == "second"
    assert kept() == {
        "born": 2014,
        "age": 11,
        "asked_at": "when born was 2014",
        "remark": "aged 11",
    }


def test_without_scripts_it_is_set_when_the_page_is_sent(
    handler: TakesAnything, client: Client, user: Any
) -> None:
    browser = begun(handler, client, user)
    browser.press("continue", born="2014")
    assert kept()["age"] == 12
    assert value(browser, "remark") == "aged 12"


def test_what_was_typed_over_it_stays_until_the_trigger_changes_again(
    handler: TakesAnything, client: Client, user: Any
) -> None:
    browser = begun(handler, client, user)
    browser.press("continue", born="2014").press("continue", remark="my words", other="o")
    browser.open(browser.address.replace("rows", "first"))
    browser.press("continue", born="2014")
    assert kept()["remark"] == "my words"
    browser.open(browser.address.replace("second", "first"))
    browser.press("continue", born="2015")
    assert kept()["remark"] == "aged 11"
    assert value(browser, "remark") == "aged 11"
    assert kept()["other"] == "o"


def test_what_was_typed_on_an_unfinished_page_gives_way_to_what_is_set(
    handler: TakesAnything, client: Client, user: Any
) -> None:
    browser = begun(handler, client, user)
    second = Browser(client).open(browser.address.replace("first", "second"))
    second.post({**second.values(), "remark": "half", "other": "o"}, "?save=1")
    browser.open(browser.address).press("continue", born="2014")
    assert value(browser, "remark") == "aged 12"
    assert value(browser, "other") == "o"


def test_a_new_row_begins_with_what_is_worked_out_in_it(
    handler: TakesAnything, client: Client, user: Any
) -> None:
    browser = begun(handler, client, user)
    browser.press("continue", born="").press("continue", other="")
    browser.press("add:child").press("add:child")
    assert [row["given"] for row in kept()["child"]] == ["child 1", "child 2"]
    last = browser.name_ending("-n").removesuffix("-n")
    browser.press("continue", **{f"{last}-n": "3", f"{last}-given": ""})
    assert [row.get("m") for row in kept()["child"]] == [None, 30]
    assert [row.get("given") for row in kept()["child"]] == ["child 1", None]


def test_a_form_begins_with_what_is_worked_out_from_its_other_defaults(
    handler: TakesAnything, client: Client, user: Any
) -> None:
    what = document(
        page(
            "p",
            ask("name", default="Tuni"),
            ask("greeting", default="concat('Dear ', ${name})"),
            ask("many", "integer", default="1 + number('2')"),
        )
    )
    browser = begun(handler, client, user, what)
    assert value(browser, "greeting") == "Dear Tuni"
    assert value(browser, "many") == "3"


def test_a_trigger_that_is_no_question_stops_the_form() -> None:
    faulty = document(page("p", ask("a"), ask("b", trigger="${nobody}"), ask("c", trigger="a")))
    codes = {(problem.key, problem.code) for problem in compile_draft(faulty).errors}
    assert codes == {("b", "unknown-name"), ("c", "no-trigger")}


def test_a_default_that_cannot_be_worked_out_is_told_and_stays_blank() -> None:
    faulty = document(page("p", ask("a", default="nothing(1)"), ask("b", default="${gone}")))
    found = compile_draft(faulty)
    assert found.program is not None
    assert [(problem.key, problem.code) for problem in found.warnings] == [
        ("a", "bad-default"),
        ("b", "bad-default"),
    ]
