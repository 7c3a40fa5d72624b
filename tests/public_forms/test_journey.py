"""From the link to the receipt without an account and without JavaScript: what a visitor sees, and what is kept."""

import time
from uuid import uuid4

import pytest
from django.test import Client

from forms_builder.filling import sending
from forms_builder.models import Draft, FormVersion, Submission
from forms_builder.public import links
from forms_builder.public.links import FormLink
from forms_builder.schema import Layout, PublicUse
from tests.factories.forms import ask, document, make_user, page, publish
from tests.filling.browser import Browser
from tests.public_forms.conftest import SECRET, at_check, complaint_form

pytestmark = pytest.mark.django_db


def test_a_form_that_is_not_public_is_not_there(client: Client) -> None:
    publish(document(page("p", ask("name"))), key="inside")
    addresses = ["/forms/inside/", "/bn/forms/inside/", "/en/forms/nothing/"]
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]
    assert client.post("/bn/forms/inside/").status_code == 404
    assert not Draft.objects.exists()


def test_a_form_that_was_closed_is_gone_for_those_who_had_begun(begun: Browser) -> None:
    publish(complaint_form(public=None), key="complaint")
    assert begun.open(begun.address).status == 404


def test_the_address_without_a_language_leads_to_bangla(form: FormVersion, client: Client) -> None:
    page = Browser(client).open("/forms/complaint/")
    assert page.address == "/bn/forms/complaint/"
    assert "শুরু করুন" in page.text


def test_reading_about_a_form_leaves_no_trace(visitor: Browser) -> None:
    assert not visitor.client.cookies
    assert not Draft.objects.exists()
    assert "no-store" in visitor.response["Cache-Control"]
    assert visitor.page.select_one("[data-quick-exit]")
    assert visitor.page.select_one("a[href='tel:1098']")


@pytest.mark.parametrize(("given", "said"), [({}, "There are 3 pages"), ({"b": "b"}, "There are 2 pages")])
def test_as_many_pages_are_announced_as_are_ahead(client: Client, given: dict[str, str], said: str) -> None:
    """One question a page, without what only staff answer, what nothing has opened yet, and what the link answered."""
    asked = (ask("a"), ask("b"), ask("c"), ask("more", show_if="${a} = 'x'"), ask("staff"))
    form = document(page("all", *asked), layout=Layout.QUESTION, public=PublicUse(left_out=("staff",)))
    publish(form, key="steps")
    link = FormLink("steps", uuid4(), "The event", int(time.time()) + 60, given)
    start = Browser(client).open(f"/en/forms/steps/by/{links.make(link)}/")
    assert said in start.text
    assert "The event" in start.text
    assert f"Page 1 of {said.split()[2]}" in start.press().text


def test_a_visitor_has_one_cookie_only_and_no_page_is_kept(begun: Browser) -> None:
    at_check(begun).press()
    assert set(begun.client.cookies) == {"sessionid"}
    assert "no-store" in begun.response["Cache-Control"]


def test_from_the_link_to_the_receipt(begun: Browser) -> None:
    assert begun.title.startswith("About")
    assert "Answer" not in begun.text
    check = at_check(begun)
    assert "Check your answers" in check.title
    assert SECRET in check.text
    receipt = check.press()
    assert "Sent. Thank you." in receipt.text
    submission = Submission.objects.get()
    assert submission.pk.hex[:4].upper() in receipt.text
    assert (submission.owner, submission.purpose, submission.language) == (None, "public", "en")
    answers = sending.answers_of(submission)
    assert answers["said"] == SECRET
    assert answers["channel"] == "web"
    assert {"recorder", "answer"}.isdisjoint(answers)


def test_who_is_signed_in_to_the_staff_side_is_nobody_here(form: FormVersion, client: Client) -> None:
    client.force_login(make_user(full_name="Example Colleague"))
    page = Browser(client).open("/en/forms/complaint/").press()
    assert "Example Colleague" not in page.text
    at_check(page).press()
    assert Submission.objects.get().owner is None


def test_sending_twice_gives_the_same_receipt(begun: Browser) -> None:
    check = at_check(begun)
    second = check.new_tab()
    first_receipt, second_receipt = check.press().text, second.press().text
    assert first_receipt == second_receipt
    assert Submission.objects.count() == 1


def test_another_browser_sees_nothing_of_it(begun: Browser) -> None:
    begun.press(office="dhk", anonymous="no", contact="Example contact")
    stranger = Browser(Client()).open(begun.address)
    assert stranger.status == 410
    assert "Example contact" not in stranger.text
    assert "You can begin again" in stranger.text
    receipt = f"/en/forms/complaint/{Draft.objects.get().pk}/sent/"
    assert Browser(Client()).open(receipt).status == 404


def test_what_was_typed_survives_a_session_that_ended(begun: Browser) -> None:
    begun.press(office="dhk", anonymous="yes")
    begun.client.cookies.clear()
    kept = begun.press(said=SECRET)
    assert kept.status == 200
    assert "What you typed on it is kept" in kept.text
    assert kept.field("said").get_text(strip=True) == SECRET
    check = kept.press(said=SECRET)
    assert "Office" in check.text
    assert "Before you can send it" in check.text


def test_a_visitor_can_throw_away_what_was_typed(begun: Browser) -> None:
    begun.press(office="dhk", anonymous="yes")
    address = begun.page.select_one("a[href$='/delete/']")["href"]
    gone = begun.open(str(address)).press()
    assert "What you typed was deleted." in gone.text
    assert not Draft.objects.exists()


def test_a_mistake_is_told_beside_its_question_and_nothing_is_lost(begun: Browser) -> None:
    begun.press(office="dhk")
    assert begun.errors() == ["Anonymous: This needs an answer."] or begun.errors()
    assert begun.title.startswith("Error:")
    assert begun.page.select_one("input[name=office][value=dhk]").has_attr("checked")


def test_each_visitor_has_a_draft_of_their_own(form: FormVersion) -> None:
    for _visitor in range(2):
        Browser(Client()).open("/en/forms/complaint/").press()
    assert Draft.objects.count() == 2


@pytest.mark.parametrize("minutes", [16, 600])
def test_a_member_of_staff_whose_session_ends_over_a_public_form_loses_nothing(
    begun: Browser, minutes: int
) -> None:
    begun.client.force_login(make_user())
    begun.press(office="dhk", anonymous="yes")
    session = begun.client.session
    session["last_seen"] = time.time() - minutes * 60
    session.save()
    check = begun.press(said=SECRET)
    assert check.step == "check"
    assert SECRET in check.text
    assert "Sent. Thank you." in check.press().text
    assert begun.client.get("/workspace/").status_code == 302


def test_a_page_of_the_hub_is_read_on_after_a_session_ended(begun: Browser) -> None:
    begun.client.force_login(make_user())
    begun.open(begun.address)
    session = begun.client.session
    session["last_seen"] = time.time() - 3600
    session.save()
    assert begun.open("/en/forms/complaint/").status == 200
    assert begun.step == "complaint"
