"""A brand-new kind of record, "Anirban group meeting", from nothing to its first record, list, filter and file: no code."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from nirapod.accounts.models import User
from registry.models import Grant, Record, RecordType
from tests.factories.forms import ask, choices, document, make_user, page, publish
from tests.factories.registry import make_office, work_in

SignIn = Callable[[Page, User], None]


@pytest.fixture
def configurer(transactional_db: None) -> User:
    return who_configures("Example Configurer")


@pytest.fixture
def second_person(transactional_db: None) -> User:
    return who_configures("Second Configurer")


def who_configures(name: str) -> User:
    user: User = make_user(full_name=name)
    role = Group.objects.create(name=f"Configures, {name}")
    names = [f"{verb}_{model}" for verb in ("view", "add", "change") for model in ("recordtype", "grant")]
    role.permissions.set(Permission.objects.filter(codename__in=["access_admin", *names]))
    user.groups.add(role)
    return user


@pytest.fixture
def officer(transactional_db: None) -> User:
    """A field officer with a role that may do nothing yet."""
    user: User = make_user(full_name="Example Officer")
    user.groups.add(Group.objects.create(name="Field officers"))
    work_in(user, make_office("DHK"))
    return user


def test_a_new_kind_of_record_is_set_up_and_used_without_code(
    desktop: Page,
    new_page: Callable[..., Page],
    configurer: User,
    second_person: User,
    officer: User,
    sign_in: SignIn,
    axe: Callable[[Page], None],
    tmp_path: Path,
) -> None:
    form = document(
        page(
            "meeting",
            ask("held_on", "date", "Held on", filterable=True),
            ask("topic", "choose_one", "Topic", choices=choices("law", "health"), filterable=True),
            ask("present", "integer", "Present", filterable=True),
        )
    )
    publish(form, "anirban_meeting")
    sign_in(desktop, configurer)
    set_up_the_type(desktop)
    axe_of_ours(desktop, axe)
    propose_the_grant(desktop)
    other = new_page(width=1280, height=900)
    sign_in(other, second_person)
    confirm_the_grant(other)
    put_into_use(desktop)

    phone = new_page(width=360, height=740, accept_downloads=True)
    sign_in(phone, officer)
    add_a_record(phone, "Law", "12")
    add_a_record(phone, "Health", "30")
    filter_the_list(phone, axe)
    take_the_file(phone, tmp_path)


def set_up_the_type(desktop: Page) -> None:
    desktop.goto("/admin/registry/recordtype/create/")
    for name, text in {
        "name_en": "Anirban group meeting",
        "name_bn": "অনির্বাণ দলের সভা",
        "key": "anirban_meeting",
        "id_pattern": "AGM-{office}-{counter:03}",
        "statuses": "held | অনুষ্ঠিত | Held",
        "list_keys": "held_on\ntopic\npresent",
        "filter_keys": "topic\nheld_on",
    }.items():
        desktop.locator(f"[name={name}]").fill(text)
    desktop.locator("#id_form-chooser [data-chooser-action-choose]").first.click()
    desktop.locator("[data-chooser-modal-choice]").first.click()
    expect(desktop.locator("#id_form-chooser .unchosen")).to_be_hidden()
    desktop.locator("form button[type=submit], form input[type=submit]").last.click()
    expect(desktop.locator(".setup")).to_contain_text("No role may add these records")
    expect(desktop.locator(".setup__facts code")).to_have_text("AGM-DHK-001")
    expect(desktop.get_by_role("button", name="Put into use")).to_be_disabled()


def axe_of_ours(desktop: Page, axe: Callable[[Page], None]) -> None:
    """All of the page but the message that it was saved, whose button is Wagtail's and too pale."""
    desktop.locator(".messages").evaluate_all("found => found.forEach((one) => one.remove())")
    axe(desktop)


def propose_the_grant(desktop: Page) -> None:
    desktop.goto("/admin/registry/grant/create/")
    desktop.locator("[name=group]").select_option(label="Field officers")
    desktop.locator("[name=record_type]").select_option(index=1)
    for action in ("view", "create", "edit", "export"):
        desktop.locator(f"[name=actions][value={action}]").check()
    desktop.locator("[name=scope]").select_option("office")
    desktop.locator("form button[type=submit], form input[type=submit]").last.click()
    expect(desktop.locator(".messages")).to_contain_text(
        "Nothing changes before somebody else has confirmed it"
    )
    expect(desktop.locator(".setup")).to_contain_text("Second Configurer")
    expect(desktop.get_by_role("button", name="Confirm")).to_have_count(0)
    assert not Grant.objects.exists()


def confirm_the_grant(other: Page) -> None:
    other.goto("/admin/registry/grant/")
    other.get_by_role("link", name="Give: Field officers").click()
    expect(other.locator(".setup__grants")).to_contain_text("see, add, change, export")
    other.get_by_role("button", name="Confirm").click()
    expect(other.locator(".messages")).to_contain_text("It is in force now")


def put_into_use(desktop: Page) -> None:
    kind = RecordType.objects.get()
    desktop.goto(f"/admin/registry/type/{kind.pk}/check/")
    desktop.get_by_role("button", name="Put into use").click()
    expect(desktop.locator(".setup__state")).to_contain_text("In use")


def add_a_record(phone: Page, topic: str, present: str) -> None:
    phone.goto("/workspace/")
    phone.locator("a.tile--big", has_text="Anirban group meeting").click()
    phone.locator("main form button").click()
    phone.get_by_label("Held on").fill("05/03/2026")
    phone.get_by_label(topic, exact=True).check()
    phone.get_by_label("Present").fill(present)
    phone.locator("button.button[name=page-do][value=continue]").click()
    phone.wait_for_url("**/check/")
    phone.locator("main form button").click()
    phone.wait_for_url("**/sent/")


def filter_the_list(phone: Page, axe: Callable[[Page], None]) -> None:
    phone.goto("/workspace/records/anirban_meeting/")
    expect(phone.locator(".records tbody tr")).to_have_count(2)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    axe(phone)
    phone.locator(".filters__summary").first.click()
    phone.locator("details.facet summary", has_text="Topic").click()
    phone.get_by_label(re.compile(r"^Law \(1\)")).check()
    phone.locator(".filter-bar .actions button").click()
    expect(phone.locator(".records tbody tr")).to_have_count(1)
    expect(phone.locator(".records tbody")).to_contain_text("AGM-DHK-001")


def take_the_file(phone: Page, folder: Path) -> None:
    phone.get_by_role("link", name="Export", exact=True).click()
    phone.locator("[name=purpose]").fill("Minutes of the meetings for the report")
    with phone.expect_download() as started:
        phone.locator("main form button").click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    heads, row = load_workbook(path)["records"].iter_rows(values_only=True)
    cells = dict(zip(heads, row, strict=True))
    assert (cells["_reference"], cells["topic"], cells["present"]) == ("AGM-DHK-001", "law", 12)
    assert Record.objects.count() == 2
