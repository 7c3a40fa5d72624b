"""Inputs of a form in a real browser: search boxes, lists, dates, sheets, rows, files; with keys, touch, no scripts."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from forms_builder.filling import handlers
from forms_builder.filling.payload import unseal
from forms_builder.models import Draft
from forms_builder.schema import Document, Layout
from nirapod.accounts.models import User
from tests.browser.input_forms import place_form, places, sheet_form
from tests.factories.forms import ask, document, make_user, page, publish, repeat
from tests.filling.conftest import PURPOSE, TakesAnything

Begin = Callable[..., Page]


@pytest.fixture
def handler() -> Iterator[TakesAnything]:
    taker = TakesAnything()
    handlers._handlers[PURPOSE] = taker
    yield taker
    del handlers._handlers[PURPOSE]


@pytest.fixture
def begin(handler: TakesAnything, sign_in: Callable[[Page, User], None]) -> Begin:
    def go(page: Page, form: Document, language: str = "en") -> Page:
        handler.version = publish(form)
        sign_in(page, make_user(language=language))
        page.goto(f"/workspace/fill/{PURPOSE}/children/")
        page.locator("main form button").click()
        expect(page.locator("#filling-form")).to_be_visible()
        page.wait_for_load_state()  # the scripts are there
        return page

    return go


def answers() -> dict[str, object]:
    return unseal(Draft.objects.get()).answers


def go_on(page: Page) -> None:
    page.locator(".actions button").first.click()


def test_a_place_is_found_by_typing_in_the_other_script_with_keys_only(
    begin: Begin, desktop: Page, axe: Callable[[Page], None]
) -> None:
    places()
    begin(desktop, place_form())
    box = desktop.locator("#id_district")
    box.focus()
    desktop.keyboard.type("বিটা")
    expect(desktop.get_by_role("option")).to_have_text(["Betagram", "Betapur"])
    axe(desktop)
    desktop.keyboard.press("ArrowUp")
    desktop.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "combobox-1-0")
    desktop.keyboard.press("Enter")
    expect(box).to_have_value("Betagram")
    expect(desktop.locator("[name=upazila][value=d2u]")).to_be_visible()
    desktop.locator("#id_colour").focus()
    desktop.keyboard.type("7")
    expect(desktop.get_by_role("option")).to_have_text(["Colour 7"])
    desktop.keyboard.press("ArrowDown")
    desktop.keyboard.press("Enter")
    expect(desktop.locator("#id_colour")).to_have_value("Colour 7")
    desktop.locator("[name=upazila][value=d2u]").check()
    desktop.locator("#id_day").fill("৫/১১/২০২৬")
    desktop.keyboard.press("Enter")
    desktop.wait_for_url("**/more/")
    assert answers() == {"district": "d2", "upazila": "d2u", "colour": "colour_7", "day": "2026-11-05"}


def test_a_text_that_names_no_place_is_asked_about_and_stays(begin: Begin, phone: Page) -> None:
    places()
    begin(phone, place_form(), "bn")
    phone.fill("#id_district", "বিটা")
    go_on(phone)
    expect(phone.locator(".error-summary")).to_contain_text("বিটা")
    expect(phone.locator("#id_district")).to_have_value("বিটা")
    phone.locator("#id_district").click()
    phone.get_by_role("option", name="বিটাপুর").click()
    expect(phone.get_by_text("বিটাপুর সদর")).to_be_visible()
    go_on(phone)
    phone.wait_for_url("**/more/")
    assert answers()["district"] == "d1"


def test_a_calendar_button_writes_the_day_in_the_readers_script(begin: Begin, phone: Page) -> None:
    begin(phone, place_form(), "bn")
    phone.locator(".date-field__native").evaluate(
        "box => { box.value = '2026-11-05'; box.dispatchEvent(new Event('change')); }"
    )
    expect(phone.locator("#id_day")).to_have_value("০৫/১১/২০২৬")
    expect(phone.locator("#id_day")).to_be_focused()
    expect(phone.locator(".date-field__picker")).to_have_accessible_name("ক্যালেন্ডার থেকে বেছে নিন")


def test_a_sheet_is_filled_in_with_keys_only(
    begin: Begin, desktop: Page, axe: Callable[[Page], None]
) -> None:
    begin(desktop, sheet_form())
    desktop.locator("[data-add-row]").focus()
    desktop.keyboard.press("Enter")
    expect(desktop.locator("[name$=p_name]")).to_be_focused()
    desktop.keyboard.type("Tuni")
    desktop.keyboard.press("Enter")
    expect(desktop.locator("[name$=p_name]")).to_have_count(2)
    expect(desktop.locator("[name$=p_name]").nth(1)).to_be_focused()
    desktop.keyboard.type("Rafi")
    desktop.keyboard.press("ArrowRight")
    desktop.keyboard.type("9")
    desktop.keyboard.press("ArrowRight")
    desktop.keyboard.press("Space")
    desktop.keyboard.press("ArrowUp")
    desktop.keyboard.press("Space")
    desktop.keyboard.press("Space")
    axe(desktop)
    go_on(desktop)
    desktop.wait_for_url("**/more/")
    rows = [{key: value for key, value in row.items() if key != "_id"} for row in answers()["people"]]  # type: ignore[union-attr, attr-defined]
    assert rows == [{"p_name": "Tuni", "p_came": "no"}, {"p_name": "Rafi", "p_age": 9, "p_came": "yes"}]


def test_a_sheet_is_cards_on_a_phone_and_a_table_from_a_spreadsheet_fills_it(
    begin: Begin, phone: Page, axe: Callable[[Page], None]
) -> None:
    begin(phone, sheet_form())
    for count in (1, 2):
        phone.locator("[data-add-row]").click()
        expect(phone.locator("[name$=p_name]")).to_have_count(count)
    phone.locator("[name$=p_name]").first.evaluate(
        """box => { const data = new DataTransfer(); data.setData("text/plain", "Tuni\\t7\\tYes\\nRafi\\t9\\tNo\\nMina\\t8\\tNo");
        box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }"""
    )
    expect(phone.locator("[name$=p_name]").nth(1)).to_have_value("Rafi")
    expect(phone.locator("[data-announce]")).to_contain_text("3")
    assert phone.locator("tbody tr").first.evaluate("row => getComputedStyle(row).display") == "block"
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    axe(phone)


def test_rows_move_go_and_come_back_without_leaving_the_page(begin: Begin, phone: Page) -> None:
    form = document(
        page("family", repeat("members", ask("m_name", label="Member name"), ask("m_age", "integer")))
    )
    begin(phone, form)
    for name in ("Tuni", "Rafi"):
        phone.locator("[data-add-row]").click()
        expect(phone.locator("[name$=m_name]").last).to_be_focused()
        phone.keyboard.type(name)
    phone.locator("button[value^='up:']").click()
    expect(phone.locator(".row-summary")).to_have_text(["Rafi", "Tuni"])
    phone.locator("button[value^='remove:']").first.click()
    expect(phone.locator("button[value^='undo:']")).to_be_focused()
    expect(phone.locator("[name$=m_name]")).to_have_count(1)
    phone.locator("button[value^='undo:']").click()
    expect(phone.locator(".row-summary")).to_have_text(["Rafi", "Tuni"])


def test_a_file_is_sent_when_it_is_chosen_and_a_failure_is_told_beside_it(
    begin: Begin, phone: Page, tmp_path: Path, axe: Callable[[Page], None]
) -> None:
    large, false, good = tmp_path / "large.jpg", tmp_path / "photo.jpg", tmp_path / "scan.pdf"
    large.write_bytes(b"\xff\xd8\xff" + b"0" * (30 * 1024 * 1024))
    false.write_bytes(b"MZ not a photo")
    good.write_bytes(b"%PDF-1.7 made up")
    begin(phone, document(page("papers", ask("name"), ask("scan", "file")), page("more", ask("end"))))
    phone.fill("#id_name", "Still here")
    state = phone.locator("[data-file-state]")
    phone.set_input_files("[name=scan-file]", large)
    expect(state).to_contain_text("larger than 10 MB")
    phone.set_input_files("[name=scan-file]", false)
    expect(state).to_contain_text("Choose a PDF, a picture")
    phone.context.set_offline(True)
    phone.set_input_files("[name=scan-file]", good)
    expect(state).to_contain_text("The file did not arrive")
    axe(phone)
    phone.context.set_offline(False)
    state.get_by_role("button").click()
    expect(phone.locator(".field__known")).to_contain_text("scan.pdf")
    expect(phone.locator("#id_name")).to_have_value("Still here")
    go_on(phone)
    phone.wait_for_url("**/more/")
    assert set(answers()) == {"name", "scan"}


def test_keys_that_are_faster_than_the_line_count_for_the_list_that_comes(
    begin: Begin, desktop: Page
) -> None:
    places()
    begin(desktop, place_form())
    expect(desktop.locator("#id_district[role=combobox]")).to_be_visible(timeout=15_000)
    held: list[Route] = []

    def hold_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    desktop.route("**/*options=1*", hold_first)
    with desktop.expect_request("**/*options=1*"):
        desktop.locator("#id_district").press_sequentially("alpha")
    desktop.keyboard.press("ControlOrMeta+a")
    with desktop.expect_request("**/*options=1*"):
        desktop.keyboard.type("beta")
        desktop.keyboard.press("ArrowDown")
        desktop.keyboard.press("Enter")
    held[0].continue_()  # the answer to what was typed first comes last
    expect(desktop.locator("#id_district")).to_have_value("Betagram", timeout=15_000)
    expect(desktop.locator("[name=upazila][value=d2u]")).to_be_visible(timeout=15_000)


def test_a_file_that_was_chosen_before_the_script_was_there_is_sent(
    begin: Begin, phone: Page, tmp_path: Path
) -> None:
    good = tmp_path / "scan.pdf"
    good.write_bytes(b"%PDF-1.7 made up")
    begin(phone, document(page("papers", ask("scan", "file")), page("more", ask("end"))))
    held: list[Route] = []
    phone.route("**/filling-files.js", lambda route: held.append(route))
    with phone.expect_request("**/filling-files.js", timeout=15_000):
        phone.reload(wait_until="commit")
    phone.set_input_files("[name=scan-file]", good, timeout=15_000)
    held[0].continue_()
    expect(phone.locator(".field__known")).to_contain_text("scan.pdf", timeout=15_000)


@pytest.fixture
def no_scripts(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": 360, "height": 740}, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def test_without_scripts_a_place_is_found_with_a_button_and_a_sheet_is_a_plain_form(
    begin: Begin, no_scripts: Page
) -> None:
    places()
    form = place_form()
    people = sheet_form().pages[0]
    begin(no_scripts, form.model_copy(update={"pages": (*form.pages, people), "layout": Layout.SHEET}))
    no_scripts.fill("#id_district", "beta")
    no_scripts.locator("[data-find-button]").first.click()
    no_scripts.locator("[name=district][value=d2]").check()
    go_on(no_scripts)
    expect(no_scripts.locator(".banner--info")).to_be_visible()
    no_scripts.locator("[name=upazila][value=d2u]").check()
    go_on(no_scripts)
    no_scripts.wait_for_url("**/more/*")
    go_on(no_scripts)
    no_scripts.locator("[data-add-row]").click()
    no_scripts.fill("[name$=p_name]", "Tuni")
    no_scripts.locator("[name$=p_came][value=yes]").check()
    go_on(no_scripts)
    no_scripts.wait_for_url("**/check/*")
    assert (answers()["district"], answers()["upazila"]) == ("d2", "d2u")
