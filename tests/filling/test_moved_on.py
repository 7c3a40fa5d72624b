"""The form or the record moved on while somebody was filling in: they are told, they decide, nothing of theirs goes."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from forms_builder.filling.drafts import open_drafts
from forms_builder.filling.payload import unseal
from forms_builder.models import Draft, FormVersion
from forms_builder.schema import Document
from tests.factories.forms import ask, choices, document, page, publish, repeat
from tests.filling.browser import Browser
from tests.filling.conftest import PURPOSE, TakesAnything


def stored() -> Any:
    return unseal(Draft.objects.get())


def address(name: str) -> str:
    return f"/workspace/fill/{Draft.objects.get().pk}/{name}/"


# -- The form --------------------------------------------------------------------------------------


def newer_form() -> Document:
    """The small form: "help" worded anew and on another page, "school" gone, "teacher" new."""
    return document(
        page("child", ask("name"), ask("age", "integer"), ask("in_school", "yes_no"), ask("teacher")),
        page("family", repeat("members", ask("m_name", label="Member name"))),
        page(
            "wishes",
            ask(
                "help",
                "choose_many",
                label="Wishes",
                choices=choices("food", "health", "none", exclusive="none"),
            ),
        ),
    )


@pytest.fixture
def outdated(browser: Browser, handler: TakesAnything, version: FormVersion) -> Browser:
    """Half a draft: the first page finished, the second one typed and left, and the form changed since."""
    browser.press("continue", name="Tuni", age="7", in_school="yes")
    browser.press("continue", school="Example School").press("save", help=["food"], story="Typed")
    handler.version = publish(newer_form(), version.definition.key)
    return browser.open(address("needs"))


def test_a_page_says_that_the_form_changed_and_may_be_finished_as_it_is(outdated: Browser) -> None:
    assert "This form changed since you began" in outdated.text
    assert outdated.press("continue").step == "family"
    assert Draft.objects.get().version.number == 1


def test_what_changed_is_told_with_what_becomes_of_answers(outdated: Browser) -> None:
    outdated.open(address("version"))
    for told in (
        "version 1. Version 2 is in use",
        "New question: Teacher",
        "Worded anew: Wishes (before: Help)",
        "Not asked any more: Which school",
        "“Example School” is kept in the draft",
    ):
        assert told in outdated.text


def test_moving_keeps_every_answer_whose_question_is_still_there(
    outdated: Browser, handler: TakesAnything
) -> None:
    outdated.open(address("version")).press()
    assert Draft.objects.get().version.number == 2
    assert "Your answers came along" in outdated.text
    assert (outdated.values()["name"], outdated.values()["age"]) == ("Tuni", "7")
    outdated.open(address("wishes"))
    assert outdated.values()["help"] == "food"
    outdated.open(address("check"))
    assert "Which school: Example School" in outdated.text
    outdated.open(address("wishes")).press("continue")
    outdated.press()
    assert outdated.step == "sent"
    assert handler.delivered[0].evaluation.answers == {
        "name": "Tuni",
        "age": 7,
        "in_school": "yes",
        "help": ["food"],
    }


def test_another_tab_that_stayed_behind_loses_nothing(outdated: Browser) -> None:
    behind = Browser(outdated.client).open(address("child"))
    outdated.open(address("version")).press()
    behind.press("continue", name="Typed in the old version", age="8")
    assert stored().answers["name"] == "Typed in the old version"


def test_a_draft_of_the_live_form_has_nothing_to_move_to(browser: Browser) -> None:
    browser.press("save", name="Tuni")
    assert browser.open(address("version")).step == "child"
    assert "changed since you began" not in browser.text


# -- The record ------------------------------------------------------------------------------------


@pytest.fixture
def overtaken(version: FormVersion, handler: TakesAnything, client: Client, user: Any) -> Browser:
    """Somebody changed name and age of a record; before they send, others changed name and help."""
    handler.answers = {
        "name": "Before",
        "age": 7,
        "help": ["food"],
        "members": [{"_id": "0" * 12, "m_name": "Mina"}],
    }
    handler.base_revision = 1
    client.force_login(user)
    browser = Browser(client).begin(PURPOSE, "record-1")
    browser.press("continue", name="Mine", age="8").press("continue").press("continue").press("continue")
    handler.answers |= {"name": "Theirs", "help": ["health"]}
    handler.base_revision = 2
    return browser.press()


def test_a_record_that_moved_on_shows_what_others_changed(overtaken: Browser, handler: TakesAnything) -> None:
    assert overtaken.step == "merge"
    assert "Before: Before" in overtaken.text
    assert "Yours: Mine" in overtaken.text
    assert "In the record now: Theirs" in overtaken.text
    assert "Help: Health (before: Food)" in overtaken.text
    assert not handler.delivered


def test_both_are_put_together_question_by_question(overtaken: Browser, handler: TakesAnything) -> None:
    overtaken.press(**{"answer-name": "theirs"})
    assert overtaken.step == "check"
    overtaken.press()
    assert overtaken.step == "sent"
    answers = handler.delivered[0].evaluation.answers
    assert (answers["name"], answers["age"], answers["help"]) == ("Theirs", 8, ["health"])
    assert handler.delivered[0].base_revision == 2


def test_the_persons_own_answer_may_count(overtaken: Browser, handler: TakesAnything) -> None:
    overtaken.press(**{"answer-name": "mine"}).press()
    assert handler.delivered[0].evaluation.answers["name"] == "Mine"


@pytest.mark.parametrize("forged", ["", "both"])
def test_a_choice_that_is_missing_is_asked_for(overtaken: Browser, forged: str) -> None:
    overtaken.press(**({"answer-name": forged} if forged else {}))
    assert overtaken.status == 422 or "You both answered" in overtaken.text
    assert stored().answers["name"] == "Mine"


def test_a_third_change_before_the_choice_is_shown_again(overtaken: Browser, handler: TakesAnything) -> None:
    overtaken.press(**{"answer-name": "mine"})
    handler.base_revision, handler.answers = 3, {**handler.answers, "age": 9}
    assert overtaken.press().step == "merge"
    assert "In the record now: 9" in overtaken.text


# -- Drafts, as time goes by -----------------------------------------------------------------------


def test_a_list_of_drafts_tells_their_age_and_how_far_they_came(browser: Browser, user: Any) -> None:
    browser.press("continue", name="Tuni", age="7").press("save")
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        line = open_drafts(user)[0]
        assert (line.days, line.page) == (3, "Needs")
        browser.client.force_login(user)
        browser.open(f"/workspace/fill/{PURPOSE}/children/")
        assert "Saved 3 days ago. Last page: Needs." in browser.text


def test_after_the_time_out_a_person_is_back_on_the_page_with_everything_there(
    browser: Browser, user: Any
) -> None:
    browser.press("continue", name="Tuni", age="7")
    browser.post({**browser.values(), "story": "Half a sen"}, "?save=1")
    page_address = address("needs")
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        answer = browser.client.get(page_address)
        assert answer.headers["Location"] == f"/accounts/login/?next={page_address}"
        signed_in = browser.client.post(
            answer.headers["Location"], {"login": user.email, "password": "only-for-tests"}
        )
        assert signed_in.headers["Location"] == page_address
        assert browser.open(page_address).values()["story"].strip() == "Half a sen"


def test_typing_keeps_a_session_alive_and_waiting_does_not(browser: Browser) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(2):
            clock.shift(timedelta(minutes=10))
            assert browser.client.post(f"{browser.address}?save=1", browser.values()).status_code in (
                202,
                204,
            )
        clock.shift(timedelta(minutes=16))
        assert browser.client.post(f"{browser.address}?save=1", browser.values()).status_code == 403
