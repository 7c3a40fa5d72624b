"""A trainer's two days on a small phone, from an admin's sheet to certificates. Nothing is made behind the pages but the
accounts, the kinds of records and their rights.
"""

from collections.abc import Callable
from typing import Any

import pytest
import yaml
from django.contrib.auth.models import Permission
from django.utils import timezone
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser import steps
from tests.browser.steps import fits
from tests.factories.forms import make_user
from tests.factories.registry import make_office
from tests.factories.trainings import make_event_type, make_trainer
from tests.factories.workflows import make_role, make_workflow, state, transition
from tests.trainings.test_columns_and_lists import HEAD, lines
from trainings.models import Capability, Certificate, CheckIn, Mark, Sheet

pytestmark = pytest.mark.django_db(transaction=True)

SOON = 20_000
Check = Callable[[Page], None]
Enter = Callable[[Page, Any], None]


def looked_at(page: Page, axe: Check) -> None:
    axe(page)
    assert fits(page), page.url


def send(page: Page) -> None:
    """From the last page of a form past the check to the record that it became."""
    page.locator(steps.CONTINUE).click()
    page.wait_for_url("**/check/")
    page.locator("main form button.button").first.click()
    page.wait_for_url("**/sent/")
    page.get_by_role("link", name="See the record").click()


def test_a_two_day_training_of_sixty_police_officers(
    phone: Page, new_page: Callable[..., Page], live_server: Any, sign_in: Enter, axe: Check
) -> None:
    office, event_type = make_office("DHK"), make_event_type(certified=["reported"], closed=["reported"])
    trainer, officer = make_trainer(event_type, office), make_trainer(event_type, office)
    its_report_is_accepted_by_somebody_else(event_type, trainer, officer)
    an_admin_attaches_the_sheet(new_page, event_type, sign_in)
    sign_in(phone, trainer)
    the_training_is_set_up(phone, axe)
    fifty_eight_come_from_a_spreadsheet(phone, axe)
    one_is_typed_in(phone, axe)
    one_checks_in(phone, new_page, axe)
    the_network_goes_and_comes_back(phone)
    sixty_keys_mark_sixty_people(phone)
    a_tap_before_the_script_is_there_is_sent(phone)
    everybody_else_was_there(phone)
    the_whole_course_stands_on_one_page(phone)
    the_sign_in_sheet_is_printed(phone)
    certificates_wait_for_the_report(phone, axe)
    desk = new_page(width=360, height=740)
    sign_in(desk, officer)
    the_report_is_accepted(phone, desk)
    certificates_are_issued_and_printed(phone, axe)
    anybody_sees_that_one_is_valid(new_page, axe)


def its_report_is_accepted_by_somebody_else(event_type: Any, trainer: Any, officer: Any) -> None:
    make_role("trains", trainer)
    make_role("accepts", officer)
    states = [state("planned"), state("completed"), state("reported", end=True, locked=True)]
    moves = [
        transition("complete", "planned", "completed", roles=["trains"], when="${sheet_days_open} = 0"),
        transition("report", "completed", "reported", roles=["accepts"], four_eyes=["creator"]),
    ]
    make_workflow("training", {"states": states, "transitions": moves}, event_type)


def an_admin_attaches_the_sheet(new_page: Callable[..., Page], event_type: Any, sign_in: Enter) -> None:
    """Which question of which form means what: set up in the admin, on a phone too."""
    use = Capability.objects.get(record_type=event_type)
    written = yaml.safe_dump(use.document)
    use.delete()
    admin = make_user()
    names = ["access_admin", "view_capability", "add_capability"]
    admin.user_permissions.add(*Permission.objects.filter(codename__in=names))
    page = new_page(width=360, height=740)
    sign_in(page, admin)
    page.goto("/admin/trainings/capability/create/")
    page.locator("[name=record_type]").select_option(str(event_type.pk))
    page.locator("[name=kind]").select_option("sheet")
    page.locator("[name=document]").fill(written)
    page.locator("main form [type=submit]").first.click()
    expect(page.locator("main")).to_contain_text("Training")
    assert Capability.objects.get(record_type=event_type).document == use.document


def the_training_is_set_up(phone: Page, axe: Check) -> None:
    steps.begin(phone, "Training")
    today = timezone.localdate()
    yesterday = today - timezone.timedelta(days=1)
    steps.answer_all(
        phone,
        {
            "Title": "Example police course",
            "Start": f"{yesterday:%d/%m/%Y}",
            "End": f"{today:%d/%m/%Y}",
            "Venue": "Example hall",
            "Min att": "80",
        },
    )
    send(phone)
    phone.get_by_role("link", name="Attendance sheet").click()
    expect(phone.locator("h1")).to_contain_text("Example police course")
    expect(phone.locator(".session-tabs a")).to_have_count(4)
    looked_at(phone, axe)


def fifty_eight_come_from_a_spreadsheet(phone: Page, axe: Check) -> None:
    phone.get_by_role("link", name="Rows from a spreadsheet").click()
    phone.locator("textarea#rows").fill(HEAD + "\n".join(lines(58)))
    looked_at(phone, axe)
    phone.get_by_role("button", name="Continue").click()
    looked_at(phone, axe)
    phone.get_by_role("button", name="Look what would happen").click()
    looked_at(phone, axe)
    phone.get_by_role("button", name="Add 58 people").click()
    expect(phone.locator("[data-row]")).to_have_count(58)


def one_is_typed_in(phone: Page, axe: Check) -> None:
    phone.get_by_role("link", name="Somebody new").click()
    phone.get_by_label("Name in English").fill("Vivekananda Sample")
    looked_at(phone, axe)
    phone.locator("main form button").last.click()
    expect(phone.locator("[data-row]")).to_have_count(59)


def one_checks_in(phone: Page, new_page: Callable[..., Page], axe: Check) -> None:
    phone.get_by_role("link", name="Check in by telephone").click()
    looked_at(phone, axe)
    other = new_page(width=360, height=740)
    other.goto(phone.locator(".break a").get_attribute("href") or "")
    looked_at(other, axe)
    other.get_by_label("আপনার নাম").fill("রহিম উদ্দিন")
    other.get_by_label("আপনার মোবাইল নম্বর").fill("০১৮০০০০০০৪২")
    other.locator("#send").click()
    expect(other.locator("h1")).to_have_text("ধন্যবাদ")
    assert CheckIn.objects.count() == 1
    phone.get_by_role("link", name="Look again").click()
    looked_at(phone, axe)
    phone.get_by_role("button", name="Confirm as present").click()
    expect(phone.locator("[data-row]")).to_have_count(60)


def go_to_session(phone: Page, place: int) -> None:
    """Its tab is the current one and the script of the new page listens: no key or tap is made before that."""
    tab = phone.locator(".session-tabs a").nth(place)
    if tab.get_attribute("aria-current") != "page":
        tab.click()
    expect(tab).to_have_attribute("aria-current", "page", timeout=SOON)
    expect(phone.locator("html.scripted [data-sheet-marks]")).to_be_visible(timeout=SOON)


def is_saved(phone: Page) -> None:
    expect(phone.locator("[data-sheet-status]")).to_have_text("Saved", timeout=SOON)


def counted(phone: Page, label: str) -> Locator:
    """The figure beside this word, and no other that has the same digits."""
    figures = phone.locator("[data-counts] > div")
    return figures.filter(has=phone.get_by_text(label, exact=True)).locator("dd")


def the_network_goes_and_comes_back(phone: Page) -> None:
    go_to_session(phone, 0)
    expect(phone.locator("[data-offline][data-ready]")).to_be_attached()
    phone.context.set_offline(True)
    phone.locator("[data-row]").first.get_by_role("radio", name="Late").check()
    phone.locator("[data-row]").nth(1).get_by_role("radio", name="Absent").check()
    expect(phone.locator("[data-offline-status]")).to_contain_text("2")
    phone.context.set_offline(False)
    is_saved(phone)
    first = Mark.objects.filter(session__part="am", session__day__lt=timezone.localdate())
    assert sorted(first.values_list("state", flat=True)) == ["a", "l"]


def a_tap_before_the_script_is_there_is_sent(phone: Page) -> None:
    """The page is slow to get its script: what was tapped meanwhile is noticed when that starts."""
    held: list[Route] = []
    phone.route("**/attendance-sheet*.js", lambda one: held.append(one))
    phone.locator(".session-tabs a").nth(2).click(no_wait_after=True)
    tab = phone.locator(".session-tabs a").nth(2)
    expect(tab).to_have_attribute("aria-current", "page", timeout=SOON)
    expect(phone.locator("html.scripted")).to_have_count(0)
    phone.locator("[data-row]").first.get_by_role("radio", name="Late").check()
    for one in held:
        one.continue_()
    phone.unroute("**/attendance-sheet*.js")
    is_saved(phone)
    assert Mark.objects.filter(session__part="am", state="l").count() == 2


def sixty_keys_mark_sixty_people(phone: Page) -> None:
    """One key a person: what takes minutes is looking up, not typing."""
    go_to_session(phone, 1)
    phone.locator("[data-row]").first.locator("input[value=p]").focus()
    for key in ("l", "a", *"p" * 58):
        phone.keyboard.press(key)
    is_saved(phone)
    expect(counted(phone, "Present")).to_have_text("58", timeout=SOON)
    expect(counted(phone, "Not marked")).to_have_text("0")


def everybody_else_was_there(phone: Page) -> None:
    for place in (0, 2, 3):
        go_to_session(phone, place)
        if place:
            phone.locator("[data-row]").nth(1).get_by_role("radio", name="Absent").check()
            is_saved(phone)
        phone.get_by_role("button", name="Everybody else present").click()
        expect(phone.locator("main")).to_contain_text("changed", timeout=SOON)
    assert Mark.objects.count() == 240


def the_whole_course_stands_on_one_page(phone: Page) -> None:
    """Two parts: fifty people and ten."""
    phone.get_by_role("link", name="Whole course on one page").click()
    expect(phone.locator("main select")).to_have_count(200)
    assert fits(phone)
    phone.get_by_role("link", name="People, part 2").click()
    expect(phone.locator("main select")).to_have_count(40)
    phone.locator("main select").first.select_option("e")
    phone.get_by_role("button", name="Save the marks").click()
    expect(phone.locator("main")).to_contain_text("1 mark was changed", timeout=SOON)
    phone.get_by_role("link", name="Attendance sheet").click()


def the_sign_in_sheet_is_printed(phone: Page) -> None:
    paper = phone.get_by_role("link", name="Sign-in sheet", exact=True).get_attribute("href") or ""
    assert phone.request.get(paper).headers["content-type"] == "application/pdf"


def certificates_wait_for_the_report(phone: Page, axe: Check) -> None:
    phone.get_by_role("link", name="Certificates").click()
    expect(phone.locator("main")).to_contain_text(
        "Certificates are made once the event has the status “Reported”"
    )
    expect(phone.get_by_role("button", name="Issue to everybody")).to_have_count(0)
    looked_at(phone, axe)


def the_report_is_accepted(phone: Page, desk: Page) -> None:
    """The trainer ends the training, somebody else accepts its report."""
    event = Sheet.objects.select_related("record__type").get().record
    for page, step in ((phone, "complete"), (desk, "report")):
        page.goto(f"/workspace/records/{event.type.key}/{event.pk}/")
        page.locator(f"a[href$='/move/{step}/']").click()
        page.locator("main form button.button").first.click()
        page.wait_for_url(f"**/{event.pk}/")
    event.refresh_from_db()
    assert event.status == "reported"


def certificates_are_issued_and_printed(phone: Page, axe: Check) -> None:
    """The sheet is closed by now."""
    phone.get_by_role("link", name="Attendance sheet").click()
    expect(phone.locator("main")).to_contain_text("The event is closed, so its sheet is too.")
    phone.get_by_role("link", name="Certificates").click()
    phone.get_by_role("button", name="Issue to everybody").click()
    expect(phone.locator("main")).to_contain_text("59 certificates were issued")
    expect(phone.locator("main")).to_contain_text("Was absent.")
    looked_at(phone, axe)
    for link in (
        phone.get_by_role("link", name="Print all 59 certificates"),
        phone.locator("main td a").first,
    ):
        answer = phone.request.get(link.get_attribute("href") or "")
        assert answer.headers["content-type"] == "application/pdf"


def anybody_sees_that_one_is_valid(new_page: Callable[..., Page], axe: Check) -> None:
    one = Certificate.objects.first()
    assert one is not None
    anybody = new_page(width=360, height=740)
    anybody.goto(f"/verify/{one.token}/")
    expect(anybody.locator("main")).to_contain_text("হ্যাঁ, বৈধ")
    looked_at(anybody, axe)
