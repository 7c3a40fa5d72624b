"""Case work in a browser: two people change one record, a survivor is carried a part of the way, a session is signed."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from nirapod.accounts.models import User
from registry.models import Record, RecordType
from registry.workflow import moving
from tests.factories.forms import ask, choices, document, page
from tests.factories.registry import grant, make_office, make_record, make_type, make_worker
from tests.factories.workflows import case_workflow, make_child_type, make_role, make_workflow, words

WAIT = 20_000
SignIn = Callable[[Page, User], None]
ROLLUPS = [
    {"key": "visit_count", "label": words("Visits"), "record_type": "visit"},
    {
        "key": "last_level",
        "label": words("Last level"),
        "record_type": "visit",
        "measure": "latest",
        "question": "level",
    },
]


@pytest.fixture
def case_type(live_server: object) -> RecordType:
    form = document(
        page(
            "about",
            ask("district", "choose_one", choices=choices("dhaka", "jashore")),
            ask("visits", "integer"),
            ask("venue", "text"),
        )
    )
    return make_type(form, key="case", name_en="Cases", rollups=ROLLUPS)


def open_change(page_of: Page, record: Record) -> None:
    """From the record to the form with its answers in it."""
    page_of.goto(f"/workspace/records/case/{record.pk}/")
    page_of.get_by_role("link", name="Change", exact=True).click()
    page_of.locator("main form button").first.click()
    expect(page_of.locator("#filling-form")).to_be_visible(timeout=WAIT)


def send(page_of: Page) -> None:
    """From the one page of the form to its end."""
    page_of.locator("button[name=page-do][value=continue]").first.click()
    page_of.wait_for_url("**/check/", timeout=WAIT)
    page_of.locator("main form button.button").first.click()


def test_two_people_change_one_record_and_nothing_that_either_typed_is_lost(
    case_type: RecordType, new_page: Callable[..., Page], sign_in: SignIn, axe: Callable[[Page], None]
) -> None:
    office = make_office("DHK")
    first, second = (make_worker(case_type, office, scope="office") for _ in range(2))
    User.objects.filter(pk__in=[first.pk, second.pk]).update(language="en")
    record = make_record(
        case_type, {"district": "dhaka", "visits": 1, "venue": "Hall"}, by=first, office=office
    )
    hers, his = new_page(width=1280, height=900), new_page(width=360, height=740)
    sign_in(hers, User.objects.get(pk=first.pk))
    sign_in(his, User.objects.get(pk=second.pk))
    open_change(hers, record)
    open_change(his, record)
    hers.fill("#id_venue", "Library")
    hers.fill("#id_visits", "2")
    send(hers)
    hers.wait_for_url("**/sent/", timeout=WAIT)

    his.fill("#id_venue", "Clinic")
    send(his)
    his.wait_for_url("**/merge/", timeout=WAIT)
    expect(his.get_by_text("Clinic")).to_be_visible(timeout=WAIT)
    expect(his.get_by_text("Library")).to_be_visible()
    axe(his)
    his.get_by_label("Yours: Clinic").check()
    his.get_by_role("button", name="Put both together").click()
    his.wait_for_url("**/check/", timeout=WAIT)
    his.locator("main form button.button").first.click()
    his.wait_for_url("**/sent/", timeout=WAIT)
    record.refresh_from_db()
    assert (record.data["venue"], record.data["visits"], record.revision) == ("Clinic", 2, 3)


def test_a_case_goes_from_found_to_closed_with_its_tasks(
    case_type: RecordType, desktop: Page, phone: Page, sign_in: SignIn, axe: Callable[[Page], None]
) -> None:
    office = make_office("DHK")
    visit = make_child_type(case_type, name_en="Visits")
    worker, supervisor = (make_worker(case_type, office, scope="office") for _ in range(2))
    for person in (worker, supervisor):
        grant(person, visit, scope="office")
    User.objects.filter(pk__in=[worker.pk, supervisor.pk]).update(language="en")
    make_role("worker", worker)
    make_role("supervisor", supervisor)
    make_workflow("case", case_workflow(), case_type)
    record = make_record(case_type, {"district": "dhaka", "visits": 1}, by=worker, office=office)
    moving.added(record, worker)
    address = f"/workspace/records/case/{record.pk}/"
    sign_in(phone, User.objects.get(pk=worker.pk))
    sign_in(desktop, User.objects.get(pk=supervisor.pk))

    desktop.goto(address)
    expect(desktop.get_by_text("A visit is needed first.")).to_be_visible(timeout=WAIT)
    phone.goto(address)
    expect(phone.get_by_text("Call back")).to_be_visible(timeout=WAIT)
    phone.get_by_role("link", name="Add – Visits").click()
    phone.locator("main form button").first.click()
    phone.get_by_label("High").check()
    send(phone)
    phone.wait_for_url("**/sent/", timeout=WAIT)

    desktop.goto(address)
    desktop.get_by_role("link", name="Enrol").click()
    desktop.get_by_role("button", name="Enrol").click()
    expect(desktop.get_by_text("In service").first).to_be_visible(timeout=WAIT)
    expect(desktop.get_by_text("Assess", exact=True)).to_be_visible()
    expect(desktop.get_by_role("heading", name="Timeline")).to_be_visible()
    axe(desktop)
    desktop.get_by_role("link", name="Close").click()
    desktop.get_by_role("button", name="Close").click()
    expect(desktop.get_by_role("alert")).to_contain_text("Say why.", timeout=WAIT)
    desktop.get_by_label("Why?").fill("The child is safe")
    desktop.get_by_role("button", name="Close").click()
    expect(desktop.get_by_text("Closed").first).to_be_visible(timeout=WAIT)
    phone.goto(address)
    expect(phone.get_by_role("link", name="Change", exact=True)).to_have_count(0, timeout=WAIT)


def test_a_session_is_signed_and_added_to_on_a_phone(
    live_server: object, phone: Page, sign_in: SignIn, axe: Callable[[Page], None]
) -> None:
    form = document(page("note", ask("text", "long_text", sensitivity="R", compartment="clinical")))
    kind = make_type(form, key="note", casework={"signing": {"compartment": "clinical"}})
    author = make_worker(kind, make_office("DHK"), scope="office")
    record = make_record(kind, {"text": "Calm today"}, by=author)
    sign_in(phone, author)
    phone.goto(f"/workspace/records/note/{record.pk}/")
    axe(phone)
    phone.locator("a[href$='/sign/']").click()
    axe(phone)
    phone.locator("main form button.button").first.click()
    phone.locator("a[href$='/addendum/']").click()
    phone.locator("textarea[name=words]").fill("সন্ধ্যায় ছিল, সকালে নয়।")
    phone.locator("main form button.button").first.click()
    expect(phone.get_by_text("সন্ধ্যায় ছিল, সকালে নয়।")).to_be_visible(timeout=WAIT)
    axe(phone)
