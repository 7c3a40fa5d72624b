"""A trainer's day on a small phone: sixty people by paste, by tap and by their own telephones, no network for a while."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.factories.registry import make_office
from tests.factories.trainings import (
    make_body,
    make_event,
    make_event_type,
    make_meeting_type,
    make_minutes,
    make_officer,
    make_person,
    make_trainer,
    points,
)
from tests.trainings.test_columns_and_lists import HEAD, lines
from trainings.models import Certificate, CheckIn, Mark, Participant, Person, Signature
from trainings.sheets import marking, roster
from trainings.sheets.opening import open_sheet

pytestmark = pytest.mark.django_db(transaction=True)

Check = Callable[[Page], None]
Enter = Callable[[Page, Any], None]


@pytest.fixture
def event(live_server: Any) -> Any:
    office, event_type = make_office("DHK"), make_event_type()
    trainer = make_trainer(event_type, office)
    return make_event(event_type, trainer, office, ago=1, days=1)


def fits(page: Page) -> bool:
    """Nothing has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_training_with_sixty_people(phone: Page, event: Any, sign_in: Enter, axe: Check) -> None:
    sign_in(phone, event.owner)
    phone.goto(f"/workspace/events/{event.pk}/sheet/")
    axe(phone)
    phone.get_by_role("link", name="Rows from a spreadsheet").click()
    axe(phone)
    phone.locator("textarea#rows").fill(HEAD + "\n".join(lines(60)))
    phone.get_by_role("button", name="Continue").click()
    axe(phone)
    phone.get_by_role("button", name="Look what would happen").click()
    axe(phone)
    phone.get_by_role("button", name="Add 60 people").click()
    expect(phone.locator("[data-row]")).to_have_count(60)
    assert fits(phone)

    first = phone.locator("[data-row]").first
    first.get_by_role("radio", name="Late").check()
    expect(phone.locator("[data-sheet-status]")).to_have_text("Saved")
    assert Mark.objects.get().state == "l"

    phone.context.set_offline(True)
    phone.locator("[data-row]").nth(1).get_by_role("radio", name="Absent").check()
    expect(phone.locator("[data-sheet-status]")).to_contain_text("No network")
    phone.context.set_offline(False)
    expect(phone.locator("[data-sheet-status]")).to_have_text("Saved", timeout=15_000)
    assert Mark.objects.filter(state="a").count() == 1

    phone.locator("[data-row]").nth(2).locator("input[value=p]").focus()
    for key in ("p", "l", "a"):
        phone.keyboard.press(key)
    expect(phone.locator("[data-row]").nth(4).locator("input[value=a]")).to_be_checked()
    phone.get_by_role("button", name="Everybody else present").click()
    assert Mark.objects.count() == 60
    axe(phone)


def test_somebody_checks_in_and_gets_a_certificate(
    phone: Page, new_page: Callable[..., Page], event: Any, sign_in: Enter, axe: Check
) -> None:
    sign_in(phone, event.owner)
    phone.goto(f"/workspace/events/{event.pk}/sheet/")
    phone.get_by_role("link", name="Check in by telephone").click()
    axe(phone)
    other = new_page(width=360, height=740)
    other.goto(phone.locator(".break a").get_attribute("href") or "")
    axe(other)
    assert fits(other)
    other.get_by_label("আপনার নাম").fill("রহিম উদ্দিন")
    other.get_by_label("আপনার মোবাইল নম্বর").fill("০১৭০০০০০০৪২")
    other.locator("#send").click()
    expect(other.locator("h1")).to_have_text("ধন্যবাদ")
    assert CheckIn.objects.count() == 1
    phone.get_by_role("link", name="Look again").click()
    axe(phone)
    phone.get_by_role("button", name="Confirm as present").click()
    expect(phone.locator("[data-row]")).to_have_count(1)
    assert Mark.objects.get().session.part == "pm"  # the last session that has come
    phone.locator(".session-tabs a").first.click()
    phone.get_by_role("button", name="Everybody else present").click()
    phone.get_by_role("link", name="Certificates").click()
    phone.get_by_role("button", name="Issue to everybody").click()
    axe(phone)
    other.goto(f"/verify/{Certificate.objects.get().token}/")
    expect(other.locator("main")).to_contain_text("হ্যাঁ, বৈধ")
    axe(other)


def test_somebody_signs_on_the_screen(phone: Page, event: Any, sign_in: Enter, axe: Check) -> None:
    opened = open_sheet(event.owner, event.pk)
    row = roster.add(event.owner, opened, make_person("Karim Example", by=event.owner))
    morning = opened.sheet.sessions.all()[0]
    marking.mark(event.owner, opened, morning, [marking.Cell(row.pk, "p", "")])
    sign_in(phone, event.owner)
    phone.goto(f"/workspace/events/{event.pk}/sheet/allowance/")
    phone.get_by_label("Allowance for one day").fill("৬০০")
    phone.get_by_role("button", name="Save").click()
    axe(phone)
    assert fits(phone)
    phone.get_by_role("link", name="Sign").click()
    axe(phone)
    assert fits(phone)
    phone.locator("input[name=signature]").fill("Karim Example")
    pad = phone.locator(".signature-pad canvas")
    pad.scroll_into_view_if_needed()
    pad.click()
    expect(phone.locator(".signature-pad [role=status]")).to_contain_text("drawn")
    phone.locator("main form button:not([type=button])").click()
    expect(phone.locator("table")).to_contain_text("Karim Example")
    signed = Signature.objects.get()
    assert signed.amount == 600
    assert signed.drawing is not None


def test_the_directory_refuses_a_duplicate(phone: Page, event: Any, sign_in: Enter, axe: Check) -> None:
    known = make_person("Rahim Uddin", by=event.owner)
    sign_in(phone, event.owner)
    phone.goto("/workspace/people/")
    axe(phone)
    phone.get_by_role("link", name="Add a person").click()
    axe(phone)
    phone.get_by_label("Name in Bangla").fill("রহিম উদ্দিন")
    phone.get_by_role("button", name="Save").click()
    expect(phone.locator("#known")).to_be_visible()
    axe(phone)
    assert fits(phone)
    phone.get_by_role("link", name="Yes, take this entry").click()
    expect(phone).to_have_url(f"{phone.url.split('/workspace')[0]}/workspace/people/{known.pk}/")
    axe(phone)
    assert Person.objects.count() == 1
    assert not Participant.objects.exists()


def test_a_committee_its_meeting_and_what_is_carried_over(
    phone: Page, live_server: Any, sign_in: Enter, axe: Check
) -> None:
    office, minutes = make_office("DHK"), make_meeting_type()
    officer = make_officer(minutes, office)
    body = make_body(office, quorum=2)
    make_minutes(minutes, body, officer, ago=70, points=points("Visit the desk"))
    agenda = [{"item": "Desk", "discussion": "Talk", "decision": "Visit it monthly"}]
    record = make_minutes(minutes, body, officer, ago=3, agenda=agenda)
    sign_in(phone, officer)
    for address in (
        "committees/",
        f"committees/{body.pk}/",
        f"committees/{body.pk}/next/",
        f"committees/{body.pk}/members/add/",
    ):
        phone.goto(f"/workspace/{address}")
        axe(phone)
        assert fits(phone), address
    phone.goto(f"/workspace/meetings/{record.pk}/")
    expect(phone.locator("main")).to_contain_text("Quorum met: 3 of 3")
    expect(phone.locator("#earlier + ul")).to_contain_text("Visit the desk")
    axe(phone)
    phone.get_by_role("link", name="Write a confidential part").click()
    axe(phone)
    phone.get_by_label("What stays within the committee").fill("Only for us")
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_role("link", name="Confidential part")).to_be_visible()
