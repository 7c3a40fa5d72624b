"""The whole way through a form, as somebody without JavaScript goes it."""

from typing import Any

from forms_builder.filling import sending
from forms_builder.models import Draft, Submission
from tests.filling.browser import Browser
from tests.filling.conftest import TakesAnything


def fill_in(browser: Browser) -> Browser:
    browser.press("continue", name="Tuni Example", age="7")
    browser.press("continue", help=["food", "health"], story="A long story.")
    browser.press("Add Members")
    browser.press("continue", **{browser.name_ending("-m_name"): "Mina Example"})
    return browser.press("continue")


def test_a_form_is_filled_in_checked_and_sent(browser: Browser, handler: TakesAnything) -> None:
    assert "Page 1 of 4, Child" in browser.text
    fill_in(browser)
    assert browser.step == "check"
    for said in ("Tuni Example", "7", "Food, Health", "Members 1", "Mina Example", "Not provided"):
        assert said in browser.text
    browser.press()
    assert browser.step == "sent"
    assert browser.text.count("T-") == 1
    answers = handler.delivered[0].evaluation.answers
    assert (answers["name"], answers["age"], answers["double"]) == ("Tuni Example", 7, 14)
    assert answers["members"][0]["m_name"] == "Mina Example"
    assert "number" not in answers


def test_what_was_sent_is_kept_sealed_and_the_draft_is_emptied(browser: Browser, user: Any) -> None:
    fill_in(browser).press()
    submission = Submission.objects.get()
    assert sending.answers_of(submission)["name"] == "Tuni Example"
    draft = Draft.objects.get()
    assert (draft.state, submission.client_id, submission.owner) == ("sent", draft.pk, user)


def test_wrong_values_come_back_as_they_were_typed(browser: Browser) -> None:
    browser.press("continue", name="Tuni Example", age="seven")
    assert browser.title.startswith("Error:")
    assert browser.errors() == ["Age: Give a whole number, like 12."]
    assert browser.values()["age"] == "seven"
    assert browser.values()["name"] == "Tuni Example"
    browser.press("continue", age="২৭")
    assert browser.errors() == ["Age: Children are under 18."]
    assert browser.values()["age"] == "২৭"
    assert browser.press("continue", age="৭").step == "needs"


def test_every_error_leads_to_its_field(browser: Browser) -> None:
    browser.press("continue")
    links = [link["href"] for link in browser.page.select(".error-summary a")]
    assert links == ["#id_name", "#id_age"]
    assert all(browser.page.select_one(link) for link in links)


def test_missing_answers_are_asked_for_when_going_on_but_not_when_leaving(browser: Browser) -> None:
    browser.press("continue")
    assert browser.errors() == ["Name: Answer this question.", "Age: Answer this question."]
    browser.press("save", name="Half a na")
    assert browser.address == "/workspace/"


def test_an_unfinished_page_comes_back_as_it_was_left_without_blame(browser: Browser) -> None:
    address = browser.address
    browser.press("save", name="Half a na", age="abc")
    browser.open(address)
    assert (browser.values()["name"], browser.values()["age"]) == ("Half a na", "abc")
    assert browser.errors() == []
    assert not browser.title.startswith("Error")


def test_new_questions_open_on_the_same_page_before_it_goes_on(browser: Browser) -> None:
    assert browser.field("school") is None
    browser.press("continue", name="Tuni", age="7", in_school="yes")
    assert browser.step == "child"
    assert "New questions were added because of your answer" in browser.text
    assert browser.errors() == []
    browser.press("continue")
    assert browser.errors() == ["Which school: Answer this question."]
    assert browser.press("continue", school="Example School").step == "needs"


def test_hidden_answers_stay_in_the_draft_and_are_not_sent(browser: Browser, handler: TakesAnything) -> None:
    browser.press("continue", name="Tuni", age="7", in_school="yes")
    browser.press("continue", school="Example School")
    browser.open(browser.address.replace("needs", "child"))
    browser.press("continue", in_school="no")
    browser.open(browser.address.replace("needs", "check"))
    assert "will not be sent Which school" in browser.text
    child = browser.address.replace("check", "child")
    browser.open(child).press("continue", in_school="yes")
    assert browser.values()["school"] == "Example School"
    browser.press("continue", in_school="no")
    browser.open(child.replace("child", "check")).press()
    assert "school" not in handler.delivered[0].evaluation.answers


def test_a_change_from_the_check_page_returns_there(browser: Browser) -> None:
    fill_in(browser)
    change = browser.page.select_one("a[href*='child'][href*='from=check']")
    assert change
    assert "Name" in change.get_text()
    browser.open(change["href"].partition("#")[0])
    browser.press("continue", name="Rani Example")
    assert browser.step == "check"
    assert "Rani Example" in browser.text


def test_what_is_missing_is_named_on_the_check_page_with_the_way_to_it(browser: Browser) -> None:
    browser.press("save", name="Tuni")
    draft = Draft.objects.get()
    browser.open(f"/workspace/fill/{draft.pk}/check/")
    assert "Before you can send it" in browser.text
    browser.press()
    assert browser.title.startswith("Error:")
    assert browser.errors() == ["Age: Answer this question."]
    assert "Story" in browser.text
    assert not Submission.objects.exists()


def test_a_soft_question_may_be_left_out(browser: Browser, handler: TakesAnything) -> None:
    browser.press("continue", name="Tuni", age="7").press("continue").press("continue").press("continue")
    assert "can be sent without" in browser.text
    browser.press()
    assert handler.delivered[0].evaluation.missing == (("story",),)


def test_rows_are_added_and_removed_without_losing_what_stands_in_the_others(browser: Browser) -> None:
    browser.press("continue", name="Tuni", age="7").press("continue").press("Add Members")
    first = browser.name_ending("-m_name")
    browser.press("Add another", **{first: "Mina Example"})
    second = browser.name_ending("-m_name")
    browser.press("Add another", **{second: "Raju Example"})
    assert (browser.values()[first], browser.values()[second]) == ("Mina Example", "Raju Example")
    row = first.split("-")[1]
    browser.press(f"remove:members:{row}")
    assert browser.field(first) is None
    assert browser.values()[second] == "Raju Example"
    assert "Members 1" in browser.text


def test_choices_that_exclude_each_other_are_refused(browser: Browser) -> None:
    browser.press("continue", name="Tuni", age="7").press("continue", help=["food", "none"])
    assert browser.errors() == ["Help: One of these choices stands alone. Untick the others, or untick it."]


def test_bangla_pages_use_bangla_words_and_digits(browser: Browser, user: Any) -> None:
    type(user).objects.filter(pk=user.pk).update(language="bn")
    browser.press("continue", name="তুনি", age="৭")
    assert "(bn)" in browser.text
    browser.open(browser.address.replace("needs", "check"))
    assert "৭" in browser.text
    assert "১৪" in browser.text
