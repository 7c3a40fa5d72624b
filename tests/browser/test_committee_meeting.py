"""A committee's meeting on a small phone, from its agenda to the next one: quorum, decisions, what is carried over, the
member secretary's confirmation. Nothing is made behind the pages but the accounts, the kinds of records, their rights.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.test_training_days import looked_at, send
from tests.factories.registry import make_office
from tests.factories.trainings import (
    make_body,
    make_meeting_type,
    make_minutes,
    make_officer,
    make_person,
    points,
)
from tests.factories.workflows import make_workflow, state, task, transition
from tests.support.pdf_text import Pdf
from trainings.committees import members
from trainings.models import Meeting

pytestmark = pytest.mark.django_db(transaction=True)

Check = Callable[[Page], None]
Enter = Callable[[Page, Any], None]


def test_a_committee_meets_and_what_is_open_is_carried_over(
    phone: Page, live_server: Any, sign_in: Enter, axe: Check
) -> None:
    office, minutes = make_office("DHK"), make_meeting_type()
    the_member_secretary_confirms(minutes)
    officer, body = make_officer(minutes, office), make_body(office, quorum=2)
    long_ago = timezone.localdate() - timezone.timedelta(days=400)
    for name, position in (
        ("Example Chair", "chair"),
        ("Sample Member", "member"),
        ("Third Person", "member"),
    ):
        members.join(officer, body, make_person(name, by=officer), position=position, since=long_ago)
    make_minutes(minutes, body, officer, ago=70, number=4, points=points("Visit the desk"))
    sign_in(phone, officer)
    phone.goto(f"/workspace/committees/{body.pk}/")
    looked_at(phone, axe)
    phone.get_by_role("link", name="Prepare the next meeting").click()
    expect(phone.locator("#agenda + ul")).to_contain_text("Visit the desk")
    looked_at(phone, axe)
    the_minutes_are_written(phone, axe)
    phone.get_by_role("link", name="Quorum and decisions").click()
    expect(phone.locator("main")).to_contain_text("Quorum met: 2 of 3 members came, 2 were needed.")
    expect(phone.locator("main")).to_contain_text("Visit it monthly")
    expect(phone.locator("#earlier + ul")).to_contain_text("Visit the desk")
    looked_at(phone, axe)
    phone.goto(f"/workspace/committees/{body.pk}/next/")
    for text in ("Visit the desk", "Send the list"):
        expect(phone.locator("#agenda + ul")).to_contain_text(text)
    found = Meeting.objects.get(number=5)
    assert found.quorate
    what_is_public_and_what_stays_inside(phone, found, axe)
    the_minutes_are_confirmed(phone, found, axe)


def the_member_secretary_confirms(minutes: Any) -> None:
    """Whoever wrote the minutes has to bring them to the member secretary; then they are locked."""
    states = [state("open"), state("confirmed", end=True, locked=True)]
    confirm = transition("confirm", "open", "confirmed", roles=["field"], closes=["confirm_it"])
    content = {"states": states, "at_start": [task("confirm_it", days=7)], "transitions": [confirm]}
    make_workflow("meeting", content, minutes)


def what_is_public_and_what_stays_inside(phone: Page, found: Meeting, axe: Check) -> None:
    where = f"/workspace/meetings/{found.pk}/"
    phone.goto(where)
    phone.get_by_role("link", name="Write a confidential part").click()
    phone.get_by_label("What stays within the committee").fill("Only for us")
    phone.get_by_role("button", name="Save").click()
    papers = {}
    for name in ("Minutes on paper", "Decisions on paper"):
        printed = phone.request.get(phone.get_by_role("link", name=name).get_attribute("href") or "")
        papers[name] = " ".join(Pdf(printed.body()).text.replace("\u200b", "").split())
    assert all("Visit it monthly" in paper and "Only for us" not in paper for paper in papers.values())
    assert "Sample Member" not in papers["Decisions on paper"]
    assert "Example Chair" in papers["Minutes on paper"]


def the_minutes_are_confirmed(phone: Page, found: Meeting, axe: Check) -> None:
    assert found.record.tasks.filter(rule="confirm_it", done_at=None).exists()
    phone.goto(f"/workspace/records/minutes/{found.pk}/")
    phone.locator("a[href$='/move/confirm/']").click()
    looked_at(phone, axe)
    phone.locator("main form button.button").first.click()
    phone.wait_for_url(f"**/{found.pk}/")
    phone.goto(f"/workspace/meetings/{found.pk}/")
    expect(phone.locator("main .tag").first).to_have_text("Confirmed")
    assert not found.record.tasks.filter(rule="confirm_it", done_at=None).exists()


def the_minutes_are_written(phone: Page, axe: Check) -> None:
    """They begin with number, members in office, and what is open."""
    phone.get_by_role("link", name="Write the minutes").click()
    phone.locator("main form button").click()
    expect(steps.box_of(phone, "Number")).to_have_value("5")
    steps.answer(phone, "Held", f"{timezone.localdate():%d/%m/%Y}")
    present = phone.get_by_role("group", name="T present")
    expect(present).to_have_count(3)
    for place, said in enumerate(("P", "A", "P")):
        present.nth(place).get_by_label(said, exact=True).check()
    looked_at(phone, axe)
    steps.box_of(phone, "Decision").first.fill("Visit it monthly")
    phone.locator("#repeat-points [data-add-row]").click()
    steps.box_of(phone, "Action").fill("Send the list")
    send(phone)
