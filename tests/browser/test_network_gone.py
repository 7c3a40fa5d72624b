"""The network is gone at the very moment somebody sends: the page stays, says so, and sends when it is pressed again.

What was drawn on the page is nowhere else: it stays too, and arrives when the network is back.
"""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Page, Route, expect

from forms_builder.filling.sending import answers_of
from forms_builder.models import Attachment, Draft, Submission
from forms_builder.questions.attachments import content_of
from forms_builder.schema import Document
from nirapod.accounts.models import User
from tests.browser.steps import CONTINUE, fits
from tests.browser.test_filling_inputs import PURPOSE, Begin, answers, begin, handler
from tests.browser.test_filling_whole import draw
from tests.factories.forms import ask, document, make_form_admin, page, publish
from tests.factories.registry import make_office, make_type
from tests.public_forms.conftest import complaint_form

__all__ = ["begin", "handler"]
Axe = Callable[[Page], None]
SEND = "main form .actions button"
NOT_SENT = "main form .error-summary"
SAVE_STATE = "[data-save-state]"
INK = """pad => { const dots = pad.getContext("2d").getImageData(0, 0, pad.width, pad.height).data;
    return dots.some((value, at) => at % 4 === 0 && value < 100); }"""


def sent() -> dict[str, Any]:
    return answers_of(Submission.objects.get())


def send_without_network(page: Page, words: str, axe: Axe) -> None:
    """Twice, as people do; what is said stands once, has the focus, and nothing was sent."""
    here = page.url
    page.context.set_offline(True)
    for _press in range(2):
        page.locator(SEND).click()
        expect(page.locator(NOT_SENT)).to_be_focused()
    expect(page.locator(NOT_SENT)).to_have_count(1)
    expect(page.locator(NOT_SENT)).to_have_attribute("role", "alert")
    expect(page.locator(NOT_SENT)).to_contain_text(words)
    expect(page.locator("main form [role=status]")).to_be_empty()
    assert page.url == here
    assert fits(page)
    axe(page)
    assert not Submission.objects.exists()
    page.context.set_offline(False)


def test_nothing_begins_or_goes_without_network_and_both_are_told(
    begin: Begin, phone: Page, axe: Axe
) -> None:
    begin(phone, document(page("p", ask("name"))), "bn")
    Draft.objects.all().delete()
    phone.goto(f"/workspace/fill/{PURPOSE}/children/")
    phone.wait_for_load_state()
    send_without_network(phone, "কিছুই বদলায়নি", axe)
    assert not Draft.objects.exists()
    phone.locator(SEND).click()
    phone.wait_for_url("**/p/")
    phone.goto(reverse("filling:delete", kwargs={"draft": Draft.objects.get().pk}))
    phone.wait_for_load_state()
    send_without_network(phone, "কিছুই বদলায়নি", axe)
    assert Draft.objects.exists()
    phone.locator(SEND).click()
    phone.wait_for_url("**/workspace/")
    assert not Draft.objects.exists()


def test_what_was_typed_for_a_try_stays_where_there_is_no_network(
    phone: Page, sign_in: Callable[[Page, User], None], axe: Axe
) -> None:
    form = publish(document(page("p", ask("name")))).definition
    sign_in(phone, make_form_admin(language="en"))
    tests = reverse("wagtailsnippets_forms_builder_formdefinition:task_tests", args=[form.pk])
    phone.goto(f"{tests}?try=en")
    phone.wait_for_load_state()
    phone.fill("#id_name", "Tuni Example")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Send as a test").click()
    expect(phone.locator(NOT_SENT)).to_be_focused()
    expect(phone.locator(NOT_SENT)).to_contain_text("What you typed is still on this page")
    expect(phone.locator("#id_name")).to_have_value("Tuni Example")
    axe(phone)
    phone.context.set_offline(False)
    phone.get_by_role("button", name="Send as a test").click()
    expect(phone.get_by_text("Tuni Example")).to_be_visible()
    assert form.trials.count() == 1


def test_the_last_send_without_network_is_told_above_the_button_and_works_again(
    begin: Begin, phone: Page, axe: Axe
) -> None:
    begin(phone, document(page("p", ask("name"))), "bn")
    phone.fill("#id_name", "তুনি উদাহরণ")
    phone.locator(CONTINUE).click()
    phone.wait_for_url("**/check/")
    phone.wait_for_load_state()
    send_without_network(phone, "সংযোগ নেই", axe)
    phone.route(
        "**/healthz", lambda route: route.fulfill(status=502)
    )  # something answers, but not our server
    phone.locator(SEND).click()
    expect(phone.locator(NOT_SENT)).to_be_focused()
    phone.unroute("**/healthz")
    phone.locator(SEND).dblclick()
    phone.wait_for_url("**/sent/")
    phone.go_back()
    phone.wait_for_url("**/sent/")  # what was sent leads to its receipt
    assert sent() == {"name": "তুনি উদাহরণ"}


@pytest.mark.usefixtures("live_server")
def test_a_visitor_whose_network_is_gone_keeps_the_complaint(phone: Page, axe: Axe) -> None:
    make_office("DHK")
    make_type(publish(complaint_form(), key="complaint"), key="complaint")
    phone.goto("/en/forms/complaint/")
    phone.locator("main form button").click()
    phone.locator("input[name=office][value=dhk]").check()
    phone.locator("input[name=anonymous][value=yes]").check()
    phone.locator(CONTINUE).click()
    phone.locator("#id_said").fill("Example: somebody came late.")
    phone.locator(CONTINUE).click()
    phone.wait_for_url("**/check/")
    phone.wait_for_load_state()
    send_without_network(phone, "try again when the network is back", axe)
    phone.locator(SEND).click()
    phone.wait_for_url("**/sent/")
    assert sent()["said"] == "Example: somebody came late."


def signed_twice() -> Document:
    return document(
        page(
            "first",
            ask("officer", "signature"),
            ask("witness", "yes_no"),
            ask("why", show_if="${witness} = 'no'"),
        ),
        page("second", ask("guardian", "signature")),
    )


def shows_ink(answer: dict[str, str]) -> bool:
    """The picture that was kept is the drawing."""
    with Image.open(BytesIO(content_of(Attachment.objects.get(pk=answer["drawing"])))) as picture:
        darkest, _lightest = picture.convert("L").getextrema()
        return int(darkest) < 100


def test_a_drawn_signature_outlives_a_network_that_goes_and_arrives_when_it_is_back(
    begin: Begin, phone: Page, axe: Axe
) -> None:
    begin(phone, signed_twice())
    phone.route("**/*save=1*", lambda route: route.abort())  # the browser still believes to be online
    phone.fill("#id_officer", "Rima (example)")
    draw(phone)
    phone.locator("[name=witness][value=no]").check()
    expect(
        phone.locator("#id_why")
    ).to_be_visible()  # the questions came anew, with the drawing still in its place
    expect(phone.locator(".signature-pad [role=status]")).to_contain_text("drawn")
    assert phone.locator("[data-signature] canvas").evaluate(INK)
    phone.locator(CONTINUE).click()
    expect(phone.locator(SAVE_STATE)).to_contain_text("No connection")
    assert phone.url.endswith("/first/")
    phone.unroute("**/*save=1*")
    phone.locator(CONTINUE).click()
    phone.wait_for_url("**/second/")
    phone.wait_for_load_state()
    phone.context.set_offline(True)
    draw(phone)
    state = phone.locator("[data-file-state]")
    expect(state).to_contain_text("The signature has not arrived yet")
    axe(phone)
    phone.context.set_offline(False)
    expect(state).to_have_text("Saved")  # nobody pressed anything
    phone.fill("#id_guardian", "Mina (example)")
    phone.locator(CONTINUE).click()
    phone.wait_for_url("**/check/")
    phone.locator(SEND).click()
    phone.wait_for_url("**/sent/")
    assert (sent()["officer"]["value"], sent()["guardian"]["value"]) == ("Rima (example)", "Mina (example)")
    assert shows_ink(sent()["officer"])
    assert shows_ink(sent()["guardian"])


def lose_files(route: Route) -> None:
    """A line on which words arrive and pictures do not."""
    kind = route.request.headers.get("content-type", "")
    route.abort() if kind.startswith("multipart/") else route.continue_()


def test_a_signature_that_waits_is_tried_again_by_itself_and_drawing_again_takes_it_back(
    begin: Begin, phone: Page
) -> None:
    begin(phone, signed_twice())
    phone.clock.install()
    phone.reload()
    state, pad = phone.locator("[data-file-state]"), phone.locator("[data-signature] canvas")
    expect(pad).to_be_visible()
    phone.route("**/*save=1*", lose_files)
    phone.fill("#id_officer", "Rima (example)")
    draw(phone)
    phone.clock.run_for(2_000)
    expect(state).to_contain_text("The signature has not arrived yet")
    phone.clock.fast_forward("17:00")  # nobody touches the page; loading it anew would lose the drawing
    expect(state).to_contain_text("The signature has not arrived yet")
    assert pad.evaluate(INK)
    phone.unroute("**/*save=1*")
    phone.clock.run_for(21_000)
    expect(state).to_have_text("Saved")
    assert pad.evaluate(INK)
    phone.get_by_role("button", name="Draw again").click()
    expect(state).to_be_empty()
    phone.locator(CONTINUE).click()
    phone.wait_for_url("**/second/")
    assert answers()["officer"] == "Rima (example)"  # the name signs alone


def test_a_page_that_holds_what_was_typed_is_not_lost_to_a_network_that_is_gone(
    begin: Begin, phone: Page, sign_in: Callable[[Page, User], None], axe: Axe
) -> None:
    begin(phone, document(page("p", ask("name")), page("more", ask("end"))))
    phone.fill("#id_name", "Tuni Example")
    Session.objects.all().delete()
    phone.locator(CONTINUE).click()
    again = phone.locator("form[data-held] button")
    expect(again).to_be_visible()
    phone.wait_for_load_state()
    phone.context.set_offline(True)
    again.click()
    expect(phone.locator(NOT_SENT)).to_be_focused()
    expect(phone.locator(NOT_SENT)).to_contain_text("আপনার উত্তর এই পাতায় আছে")
    axe(phone)
    phone.context.set_offline(False)
    sign_in(phone, User.objects.get())
    again.click()
    phone.wait_for_url("**/more/")
    assert answers()["name"] == "Tuni Example"
