"""What goes wrong at a desk: two tabs, double clicks, a session that ended, tampering. Nothing typed is lost."""

import threading
import time
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from forms_builder.filling import drafts, sending
from forms_builder.filling.payload import unseal
from forms_builder.filling.sending import Sender
from forms_builder.models import Draft, FormVersion, Submission
from tests.factories.forms import make_user
from tests.filling.browser import Browser
from tests.filling.conftest import PURPOSE, TakesAnything


def answers() -> dict[str, Any]:
    return unseal(Draft.objects.get()).answers


def ready(browser: Browser) -> Browser:
    """At the check page, with nothing left to do."""
    return (
        browser.press("continue", name="Tuni", age="7").press("continue").press("continue").press("continue")
    )


# -- Two tabs --------------------------------------------------------------------------------------


def test_a_second_tab_never_overwrites_silently(browser: Browser) -> None:
    other = browser.new_tab()
    other.press("continue", name="Saved First", age="7")
    browser.press("continue", name="Typed Second", age="7")
    assert browser.status == 409
    assert "This page was changed somewhere else" in browser.text
    row = browser.page.select_one(".error-summary tbody tr")
    assert row is not None
    assert row.get_text(" ", strip=True) == "Name Saved First Typed Second"
    assert browser.values()["name"] == "Typed Second"
    assert answers()["name"] == "Saved First"


def test_the_person_can_keep_what_they_typed_in_the_second_tab(browser: Browser) -> None:
    browser.new_tab().press("continue", name="Saved First", age="7")
    browser.press("continue", name="Typed Second", age="7").press("Keep what I typed")
    assert browser.step == "needs"
    assert answers()["name"] == "Typed Second"


def test_a_second_tab_on_another_page_is_no_conflict(browser: Browser) -> None:
    browser.press("continue", name="Tuni", age="7")
    family = Browser(browser.client).open(browser.address.replace("needs", "family"))
    browser.press("continue", story="Told in the first tab")
    assert family.press("continue").step == "visit"
    assert answers()["story"] == "Told in the first tab"


def test_sending_a_page_twice_is_no_conflict_with_oneself(browser: Browser) -> None:
    twin = browser.new_tab()
    twin.press("continue", name="Tuni", age="7")
    assert browser.press("continue", name="Tuni", age="7").step == "needs"


def test_a_page_sent_from_history_after_a_newer_change_is_a_conflict(browser: Browser) -> None:
    old = browser.new_tab()
    old_data = {**old.values(), "name": "From history", "age": "7", "page-do": "continue"}
    browser.press("continue", name="First", age="7")
    browser.open(browser.address.replace("needs", "child")).press("continue", name="Second")
    assert old.post(old_data).status == 409
    assert answers()["name"] == "Second"


# -- Sending twice ---------------------------------------------------------------------------------


def test_a_double_click_on_send_gives_one_record_and_the_same_receipt(
    browser: Browser, handler: TakesAnything
) -> None:
    ready(browser)
    again = browser.new_tab()
    first, second = browser.press().text, again.press().text
    assert first == second
    assert len(handler.delivered) == Submission.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_sendings_at_the_same_moment_give_one_record(
    browser: Browser, handler: TakesAnything, user: Any
) -> None:
    ready(browser)
    draft = Draft.objects.get()
    receipts: list[Any] = []
    start = threading.Barrier(4)

    def press_send() -> None:
        start.wait()
        try:
            receipts.append(sending.send(draft.pk, Sender(user, "en")))
        finally:
            connection.close()

    threads = [threading.Thread(target=press_send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(receipts)) == 1
    assert len(receipts) == 4
    assert len(handler.delivered) == Submission.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_the_same_moment_one_is_told(browser: Browser, user: Any) -> None:
    draft = Draft.objects.get()
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def save() -> None:
        mine = drafts.get(user, draft.pk)
        start.wait()
        try:
            drafts.save(mine, unseal(mine), "child")
            outcomes.append("saved")
        except drafts.Stale:
            outcomes.append("stale")
        finally:
            connection.close()

    threads = [threading.Thread(target=save) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["saved", "stale"]


def test_a_refusal_keeps_the_draft_and_says_why(browser: Browser, handler: TakesAnything) -> None:
    handler.refusal = "Somebody changed the record meanwhile."
    ready(browser).press()
    assert "It was not sent" in browser.text
    assert handler.refusal in browser.text
    assert not Submission.objects.exists()
    handler.refusal = ""
    assert browser.press().step == "sent"


def test_a_right_that_was_taken_away_meanwhile_keeps_the_draft(
    browser: Browser, handler: TakesAnything, version: FormVersion
) -> None:
    ready(browser)
    handler.version = None
    browser.press()
    assert "You can no longer send this form. Your draft is kept." in browser.text
    handler.version = version
    assert browser.press().step == "sent"


def test_answers_that_changed_after_the_check_are_checked_again(browser: Browser) -> None:
    ready(browser)
    child = Browser(browser.client).open(browser.address.replace("check", "child"))
    child.press("continue", name="Changed Later")
    browser.press()
    assert "Some answers changed since you opened this page" in browser.text
    assert not Submission.objects.exists()
    assert browser.press().step == "sent"


# -- Time and sessions -----------------------------------------------------------------------------


def test_a_session_that_ends_in_the_middle_of_page_three_loses_nothing(
    browser: Browser, user: Any, handler: TakesAnything
) -> None:
    browser.press("continue", name="Tuni", age="7").press("continue").press("Add Members")
    typed = browser.name_ending("-m_name")
    session = browser.client.session
    session["last_seen"] = time.time() - 3600
    session.save()
    browser.press("continue", **{typed: "Typed after the end"})
    assert browser.status == 403
    assert browser.values()[typed] == "Typed after the end"
    browser.client.force_login(user)
    browser.press()
    assert browser.step == "visit"
    assert answers()["members"][0]["m_name"] == "Typed after the end"


def test_a_stale_csrf_token_keeps_what_was_typed(browser: Browser, user: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user)
    tab = Browser(strict).open(browser.address)
    strict.cookies["csrftoken"] = "x" * 32
    tab.press("continue", name="Typed with an old token", age="7")
    assert tab.status == 403
    assert tab.values()["name"] == "Typed with an old token"
    assert tab.press().step == "needs"
    assert answers()["name"] == "Typed with an old token"


def test_a_visitor_without_a_session_is_sent_to_sign_in(browser: Browser) -> None:
    response = Client().get(browser.address)
    assert response.status_code == 302
    assert "/accounts/login/" in response.headers["Location"]


def test_a_draft_whose_time_is_over_is_gone_with_the_purge(browser: Browser) -> None:
    browser.press("save", name="Tuni")
    Draft.objects.update(expires_at="2020-01-01T00:00:00Z")
    assert browser.open(f"/workspace/fill/{Draft.objects.get().pk}/child/").status == 404
    assert drafts.purge_expired() == 1
    assert not Draft.objects.exists()


# -- Tampering -------------------------------------------------------------------------------------


def test_somebody_elses_draft_is_not_there(browser: Browser) -> None:
    draft = Draft.objects.get()
    stranger = Client()
    stranger.force_login(make_user())
    data = {**browser.values(), "name": "Intruder", "page-do": "continue"}
    for path in ("", "child/", "check/", "sent/", "delete/", f"file/{uuid.uuid4()}/"):
        address = f"/workspace/fill/{draft.pk}/{path}"
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, data).status_code in (404, 405)
    assert "name" not in answers()


def test_a_page_that_is_not_in_the_form_is_not_there(browser: Browser) -> None:
    assert browser.open(browser.address.replace("child", "nonsense")).status == 404
    posted = {"filling_wizard-current_step": "nonsense", "name": "x"}
    browser.address = browser.address.replace("nonsense", "child")
    assert browser.post(posted).status == 404


@pytest.mark.parametrize("name", ["double", "number", "fixed", "school", "story", "page", "nonsense"])
def test_fields_that_are_not_on_the_page_are_not_taken(browser: Browser, name: str) -> None:
    before = answers()
    browser.post({**browser.values(), "name": "Tuni", "age": "7", name: "tampered", "page-do": "continue"})
    assert answers().get(name) == before.get(name)
    assert "tampered" not in str(answers())


def test_calculated_and_fixed_answers_are_the_systems_own(browser: Browser, handler: TakesAnything) -> None:
    ready(browser)
    browser.open(browser.address.replace("check", "visit"))
    browser.post({**browser.values(), "fixed": "tampered", "double": "999", "page-do": "continue"})
    browser.press()
    sent = handler.delivered[0].evaluation.answers
    assert (sent["fixed"], sent["double"]) == ("as given", 14)


@pytest.mark.parametrize("rows", [["not-a-row"], ["<script>"], ["0" * 12, "0" * 12], ["a" * 5000]])
def test_made_up_rows_do_no_harm(browser: Browser, rows: list[str]) -> None:
    browser.press("continue", name="Tuni", age="7").press("continue")
    browser.post({**browser.values(), "members": rows, "page-do": "continue"})
    assert browser.status == 200
    assert len(answers().get("members", [])) <= 1


@pytest.mark.parametrize("revision", ["", "-5", "9" * 40, "x", "١"])
def test_a_made_up_revision_does_no_harm(browser: Browser, revision: str) -> None:
    data = {**browser.values(), "name": "Tuni", "age": "7", "page-revision": revision, "page-do": "continue"}
    assert browser.post(data).step == "needs"


def test_strange_signs_are_kept_or_cleaned_but_never_break_a_page(browser: Browser) -> None:
    browser.press(
        "continue",
        name="Tu\x00ni \u200b\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
        age="7",
    )
    assert browser.step == "needs"
    assert answers()["name"] == "Tuni 😀"


def test_a_closed_form_and_an_unknown_purpose_are_not_there(browser: Browser) -> None:
    assert browser.open(f"/workspace/fill/{PURPOSE}/closed/").status == 404
    assert browser.open("/workspace/fill/nobody.knows/this/").status == 404


def test_opening_an_address_changes_nothing(browser: Browser, version: FormVersion) -> None:
    draft = Draft.objects.get()
    before = (draft.revision, draft.saved_at, bytes(draft.sealed))
    for path in ("", "?reset", "child/", "family/", "check/", "delete/"):
        browser.open(f"/workspace/fill/{draft.pk}/{path}")
    browser.open(f"/workspace/fill/{PURPOSE}/children/")
    draft.refresh_from_db()
    assert (draft.revision, draft.saved_at, bytes(draft.sealed)) == before
    assert Draft.objects.count() == 1
