"""A form of many kinds of questions from its first page to the receipt: on a phone without scripts, and with them."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from forms_builder.filling.sending import answers_of
from forms_builder.models import Attachment, Submission
from forms_builder.questions.attachments import content_of
from tests.browser.accessibility import violations
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.input_forms import places, whole_form
from tests.browser.steps import CONTINUE, answered, box_of, fits, follow_the_error_to
from tests.browser.test_filling_inputs import Begin, begin, handler
from tests.filling.test_pictures_and_signatures import taken_by_a_phone

__all__ = ["begin", "handler"]
PHOTO = {"name": "hall.jpg", "mimeType": "image/jpeg", "buffer": taken_by_a_phone()}
STORE = """async () => [
    JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
    await indexedDB.databases(), await caches.keys(),
]"""


def sent() -> dict[str, Any]:
    return answers_of(Submission.objects.get())


def kept_photo() -> Image.Image:
    return Image.open(BytesIO(content_of(Attachment.objects.get(pk=sent()["hall"]))))


def test_a_whole_form_goes_from_its_first_page_to_the_receipt_without_scripts(
    begin: Begin, new_page: Callable[..., Page]
) -> None:
    places()
    page = begin(new_page(**PHONE, java_script_enabled=False), whole_form())
    page.locator(CONTINUE).click()
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("#id_age_field .field__error")).to_be_visible()
    page.locator(".error-summary a", has_text="Age").click()
    expect(box_of(page, "Age")).to_be_in_viewport()
    page.fill("[name=name]", "Tuni Example")
    page.fill("#id_age", "৭")
    page.fill("#id_seen_on", "৫/১১/২০২৬")
    page.locator("[name=in_school][value=yes]").check()
    page.locator("[name=needs][value=food]").check()
    page.locator("[name=needs][value=nothing]").check()
    page.fill("#id_district", "beta")
    page.fill("#id_story", "😀 Told\u200b at the market.")
    page.locator(CONTINUE).click()
    expect(
        page.locator("#id_school")
    ).to_be_visible()  # opened by an answer of this page, which asks before it goes on
    page.fill("#id_school", "Example School")
    page.locator("[name=district][value=d2]").check()
    page.locator(CONTINUE).click()
    expect(page.locator("#id_needs_field .field__error")).to_be_visible()
    page.locator("[name=needs][value=nothing]").uncheck()
    page.locator(CONTINUE).click()
    page.wait_for_url("**/papers/*")
    page.set_input_files("[name=hall-file]", PHOTO)
    page.fill("#id_signed", "Rima (example)")
    page.locator(CONTINUE).click()
    page.wait_for_url("**/family/*")
    for number, name in enumerate(("Mina", "Rafi")):
        page.locator("[data-add-row]").click()
        page.locator("[name$=m_name]").nth(number).fill(name)
    page.locator("button[value^='remove:']").first.click()
    expect(page.locator("[name$=m_name]")).to_have_count(1)
    page.locator(CONTINUE).click()
    page.wait_for_url("**/check/*")
    expect(answered(page, "Twice the age")).to_have_text("14")
    page.get_by_role("link", name="Change").first.click()
    page.fill("[name=name]", "Tuni Example the Second")
    page.locator(CONTINUE).click()
    page.wait_for_url("**/check/*")
    expect(answered(page, "Name")).to_have_text("Tuni Example the Second")
    assert fits(page)
    page.locator("main form .actions button").first.click()
    page.wait_for_url("**/sent/*")
    expect(page.locator("main")).to_contain_text("T-")
    answers = sent()
    assert (answers["name"], answers["age"], answers["seen_on"]) == (
        "Tuni Example the Second",
        7,
        "2026-11-05",
    )
    assert (answers["school"], answers["district"], answers["needs"]) == ("Example School", "d2", ["food"])
    assert [row["m_name"] for row in answers["members"]] == ["Rafi"]
    assert not dict(kept_photo().getexif())


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["360", "1280"])
def test_a_whole_form_with_scripts_is_left_and_taken_up_again_and_stays_off_the_device(
    begin: Begin, new_page: Callable[..., Page], size: dict[str, int]
) -> None:
    places()
    page = begin(new_page(**size), whole_form())
    page.locator(CONTINUE).click()
    follow_the_error_to(page, "Age")
    page.keyboard.type("7")
    page.locator("[name=name-reason]").select_option("__declined")
    page.locator("[name=in_school][value=yes]").check()
    expect(page.locator("#id_school")).to_be_visible()
    page.locator("[name=in_school][value=no]").check()
    expect(page.locator("#id_school")).to_have_count(0)
    page.locator("#id_district").press_sequentially("বিটাপু")
    page.get_by_role("option", name="Betapur").click()
    page.fill("#id_story", "A marked story 4711")
    address = page.url
    page.locator("button[value=save]").click()
    page.wait_for_url("**/workspace/*")
    stays_off_the_device(page)
    page.goto(address)
    expect(page.locator("#id_story")).to_have_value("A marked story 4711")
    expect(page.locator("#id_district")).to_have_value("Betapur")
    expect(page.locator(".progress")).to_contain_text("1")
    page.locator(CONTINUE).click()
    page.wait_for_url("**/papers/*")
    page.set_input_files("[name=hall-file]", PHOTO)
    expect(page.locator(".field__known")).to_contain_text("hall")
    page.fill("#id_signed", "Rima (example)")
    draw(page)
    page.locator(CONTINUE).click()
    page.wait_for_url("**/family/*")
    page.locator("[data-add-row]").click()
    page.locator("[name$=m_name]").fill("Mina")
    page.locator(CONTINUE).click()
    page.wait_for_url("**/check/*")
    assert not violations(page)
    assert fits(page)
    page.locator("main form .actions button").first.click()
    page.wait_for_url("**/sent/*")
    assert not violations(page)
    stays_off_the_device(page)
    answers = sent()
    assert (answers["name"], answers["district"], answers["story"]) == (
        "__declined",
        "d1",
        "A marked story 4711",
    )
    assert "school" not in answers
    assert Attachment.objects.filter(pk=answers["signed"]["drawing"]).exists()
    assert not dict(kept_photo().getexif())


def stays_off_the_device(page: Page) -> None:
    """Nothing that was typed is in a store of the browser, and there is neither a database nor a cache of ours."""
    small, databases, caches = page.evaluate(STORE)
    assert (databases, caches) == ([], [])
    assert not any(word in small for word in ("4711", "Mina", "Rima", "Betapur"))


def draw(page: Page) -> None:
    """A line across the pad, as with a finger."""
    pad = page.locator("[data-signature] canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 50, steps=6)
    page.mouse.up()
    expect(page.locator(".signature-pad [role=status]")).to_contain_text("drawn")
