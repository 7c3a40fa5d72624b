"""Around a training on a small phone: signing for an allowance, a duplicate in the directory, what stays in a committee."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import fits
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
)
from trainings.models import Participant, Person, Signature
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


def test_somebody_signs_on_the_screen(phone: Page, event: Any, sign_in: Enter, axe: Check) -> None:
    opened = open_sheet(event.owner, event.pk)
    row = roster.add(event.owner, opened, make_person("Karim Example", by=event.owner))
    morning = opened.sheet.sessions.all()[0]
    marking.mark(event.owner, opened, morning, [marking.Cell(row.pk, "p", "")])
    sign_in(phone, event.owner)
    phone.goto(f"/workspace/events/{event.pk}/sheet/course/")
    axe(phone)
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


def test_a_committee_and_what_stays_within_it(
    phone: Page, live_server: Any, sign_in: Enter, axe: Check
) -> None:
    office, minutes = make_office("DHK"), make_meeting_type()
    officer = make_officer(minutes, office)
    body = make_body(office, quorum=2)
    record = make_minutes(minutes, body, officer, ago=3)
    sign_in(phone, officer)
    for address in ("committees/", f"committees/{body.pk}/members/add/"):
        phone.goto(f"/workspace/{address}")
        axe(phone)
        assert fits(phone), address
    phone.goto(f"/workspace/meetings/{record.pk}/")
    phone.get_by_role("link", name="Write a confidential part").click()
    axe(phone)
    phone.get_by_label("What stays within the committee").fill("Only for us")
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_role("link", name="Confidential part")).to_be_visible()
