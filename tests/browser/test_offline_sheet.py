"""The sheet with the network gone: marked and added to, unreadable once the tab is closed, sent when the same person is back."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import fits
from tests.factories.registry import make_office
from tests.factories.trainings import make_event, make_event_type, make_person, make_trainer
from trainings.models import Mark, OfflineEntry, Participant
from trainings.sheets import roster
from trainings.sheets.opening import open_sheet

pytestmark = pytest.mark.django_db(transaction=True)

Check = Callable[[Page], None]
Enter = Callable[[Page, Any], None]
SOON = 15_000
READ_ALL = """async () => {
  const open = indexedDB.open("nirapod-sheets", 1);
  const database = await new Promise((resolve) => { open.onsuccess = () => resolve(open.result); });
  const all = database.transaction("entries").objectStore("entries").getAll();
  const rows = await new Promise((resolve) => { all.onsuccess = () => resolve(all.result); });
  return rows.map((one) => [...one.content].map((byte) => String.fromCharCode(byte)).join("") + JSON.stringify(one));
}"""


@pytest.fixture
def event(live_server: Any) -> Any:
    office, event_type = make_office("DHK"), make_event_type()
    trainer = make_trainer(event_type, office)
    event = make_event(event_type, trainer, office, ago=1, days=1)
    opened = open_sheet(trainer, event.pk)
    for name in ("Karim Example", "Salma Example"):
        roster.add(trainer, opened, make_person(name, by=trainer))
    return event


def add_without_network(page: Page, name: str) -> None:
    page.locator(".offline__part > summary").first.click()
    page.locator("#offline-name_en").fill(name)
    page.get_by_role("button", name="Keep as present").click()


def mark_the_morning_too(page: Page) -> None:
    """The other session opens without a network, and nothing of the first is lost."""
    morning, afternoon = page.locator(".session-tabs a").first, page.locator(".session-tabs a").last
    morning.click()
    expect(morning).to_have_attribute("aria-current", "page", timeout=SOON)
    expect(page.locator("[data-row] input[value='']:checked")).to_have_count(2)
    page.get_by_role("button", name="Everybody else present").click()
    expect(page.locator("[data-offline-status]")).to_contain_text("4", timeout=SOON)
    afternoon.click()
    expect(page.locator("[data-row]").first.get_by_role("radio", name="Late")).to_be_checked(timeout=SOON)
    expect(page.locator("[data-counts] dd").first).to_have_text("0")


def test_an_hour_without_a_network(phone: Page, event: Any, sign_in: Enter, axe: Check) -> None:
    sign_in(phone, event.owner)
    phone.goto(f"/workspace/events/{event.pk}/sheet/")
    expect(phone.locator("[data-offline][data-ready]")).to_be_attached(timeout=SOON)
    phone.context.set_offline(True)
    phone.locator("[data-row]").first.get_by_role("radio", name="Late").check()
    expect(phone.locator("[data-sheet-status]")).to_contain_text("No network", timeout=SOON)
    phone.get_by_role("button", name="The rest absent").click()
    expect(phone.locator("[data-offline-status]")).to_contain_text("2", timeout=SOON)
    mark_the_morning_too(phone)
    add_without_network(phone, "Example Newcomer")
    expect(phone.locator("[data-offline-new]")).to_contain_text("Example Newcomer", timeout=SOON)
    expect(phone.locator("[data-offline-status]")).to_contain_text("5")
    axe(phone)
    assert fits(phone)
    kept = phone.evaluate(READ_ALL)
    assert len(kept) == 5
    assert not any(word in row for row in kept for word in ("Newcomer", "participant", '"state"'))
    phone.get_by_role("link", name="Rows from a spreadsheet").click()  # it would lose the page
    expect(phone.locator("[data-sheet-status]")).to_contain_text("needs the network")
    assert not Mark.objects.exists()

    phone.context.set_offline(False)
    expect(phone.locator("[data-row]")).to_have_count(3, timeout=SOON)
    expect(phone.locator("main")).to_contain_text("5 entries from the time without a network were taken over")
    afternoon, morning = (Mark.objects.filter(session__part=part) for part in ("pm", "am"))
    assert sorted(afternoon.values_list("state", flat=True)) == ["a", "l", "p"]
    assert sorted(morning.values_list("state", flat=True)) == ["p", "p"]
    assert phone.evaluate(READ_ALL) == []


def test_a_closed_tab_and_a_session_that_ended(phone: Page, event: Any, sign_in: Enter, axe: Check) -> None:
    address = f"/workspace/events/{event.pk}/sheet/"
    sign_in(phone, event.owner)
    phone.goto(address)
    expect(phone.locator("[data-offline][data-ready]")).to_be_attached(timeout=SOON)
    phone.context.set_offline(True)
    phone.locator("[data-row]").first.get_by_role("radio", name="Late").check()
    expect(phone.locator("[data-offline-status]")).to_contain_text("1", timeout=SOON)
    context = phone.context
    context.clear_cookies()  # the session is over: a page that is closing may believe for a moment to be online
    phone.close()

    again = context.new_page()
    again.set_default_timeout(10_000)
    again.goto(address)  # the page that was kept: it names nobody
    expect(again.locator("h1")).to_have_text("No network")
    expect(again.locator("[data-offline-status]")).to_contain_text("1", timeout=SOON)
    assert "Example" not in again.content()
    again.locator("#offline-name_en").fill("Example Newcomer")
    again.get_by_role("button", name="Keep as present").click()
    expect(again.locator("[data-offline-status]")).to_contain_text("2", timeout=SOON)
    axe(again)

    context.set_offline(False)
    again.wait_for_url("**/accounts/login/**", timeout=2 * SOON)
    assert not OfflineEntry.objects.exists()
    stranger = make_trainer(event.type, event.office)
    sign_in(again, stranger)
    again.goto(address)
    expect(again.locator("[data-offline-status]")).to_contain_text("somebody else", timeout=SOON)
    assert not OfflineEntry.objects.exists()

    sign_in(again, event.owner)
    again.goto(address)
    expect(again.locator("[data-row]")).to_have_count(3, timeout=SOON)
    assert sorted(Mark.objects.values_list("state", flat=True)) == ["l", "p"]
    assert Participant.objects.count() == 3
