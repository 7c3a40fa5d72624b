"""The whole way of a form, on the project's own pack: designed, previewed, published, filled in on a phone in Bangla,
found, exported, changed again. The record keeps the version it was filled in with.
"""

import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from registry.packs.demo import DEMO_PACK
from tests.browser import steps
from tests.browser.steps import Designer, answer, answer_all, go_on

FORM, FORM_BN = "Identification & screening", "শনাক্তকরণ ও বাছাই"
PAGE, PAGE_BN = "Identification", "শনাক্তকরণ"
ASKED_EN, ASKED = "Language the child speaks", "শিশু কোন ভাষায় কথা বলে"
ASKED_ANEW_EN, ASKED_ANEW = "Mother tongue", "মাতৃভাষা"
HINT = "যে ভাষায় শিশু সহজে কথা বলে"
ALIAS, TONGUE = "নমুনা শিশু", "নমুনা ভাষা"

Axe = Callable[[Page], None]


@pytest.fixture
def _pack_with_its_people(
    live_server: LiveServer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The project's pack and its demo people, applied as `make demo` does it."""
    monkeypatch.setenv("NIRAPOD_DEMO_PASSWORD", steps.PASSWORD)
    settings.DEBUG = True  # people with known passwords are refused elsewhere
    call_command("pack", "apply", str(DEMO_PACK), "--demo", stdout=StringIO())
    settings.DEBUG = False


@pytest.mark.usefixtures("_pack_with_its_people")
def test_a_form_is_changed_filled_in_found_exported_and_changed_again(
    desktop: Page, phone: Page, new_page: Callable[..., Page], axe: Axe, tmp_path: Path
) -> None:
    steps.sign_in(phone, "case.worker")
    approver = new_page(width=1280, height=900)
    steps.sign_in(approver, "safeguarding.focal")
    add_a_question_while_people_keep_version_one(desktop, phone, approver, axe)
    make_mistakes_and_mend_them(phone, axe)
    reference = fill_in_the_rest_after_a_pause(phone, axe)

    find_it_on_the_phone(phone, reference, axe)
    supervisor = new_page(width=360, height=740, accept_downloads=True)
    steps.sign_in(supervisor, "case.supervisor")
    exported = export_without_sealed_answers(supervisor, reference, tmp_path, axe)

    rename_the_question(desktop, approver)
    see_that_the_record_keeps_its_version(supervisor, reference, axe)
    see_that_new_people_are_asked_anew(phone)
    again = steps.export_workbook(supervisor, "আবার একই হিসাব, মিলিয়ে দেখার জন্য", tmp_path)
    assert again["records"] == exported["records"]


def add_a_question_while_people_keep_version_one(
    desktop: Page, phone: Page, approver: Page, axe: Axe
) -> None:
    steps.sign_in(desktop, "form.admin")
    designer = Designer(desktop, FORM)
    designer.open()
    expect(designer.sentence).to_contain_text("Version 1 is live, and it is what you see here.")
    designer.edit()
    designer.add_text_question(PAGE, {"label_en": ASKED_EN, "label_bn": ASKED, "hint_bn": HINT})
    designer.save()
    expect(designer.sentence).to_contain_text("You are editing version 2; people still get version 1.")

    preview = designer.preview()
    expect(preview.locator("html")).to_have_attribute("lang", "bn")
    expect(preview.locator(".banner--draft")).to_contain_text("খসড়া")
    expect(steps.box_of(preview, ASKED)).to_be_visible()
    expect(preview.get_by_text(HINT)).to_be_visible()
    assert preview.evaluate("document.documentElement.scrollWidth") <= 360
    axe(preview)
    preview.close()

    steps.begin(phone, FORM_BN)
    phone.goto(phone.url.replace("page_general", "page_identification"))
    expect(phone.locator("h1")).to_have_text(PAGE_BN)
    expect(phone.get_by_text(ASKED)).to_have_count(0)
    designer.publish(approver)
    expect(designer.sentence).to_contain_text("Version 2 is live")


def make_mistakes_and_mend_them(phone: Page, axe: Axe) -> None:
    phone.goto("/workspace/")
    axe(phone)
    steps.begin(phone, FORM_BN)
    axe(phone)
    steps.continue_by_keyboard_alone(phone)
    expect(phone).to_have_title(re.compile("^ভুল"))
    steps.follow_the_error_to(phone, "জেলা")
    axe(phone)
    answer(phone, "জেলা", "ঢাকা")
    answer(phone, "উপজেলা / সিটি কর্পোরেশন / পৌরসভা", "কেরাণীগঞ্জ")
    go_on(phone, PAGE_BN)

    answer_all(phone, {"কে শিশুকে শনাক্ত করেছেন": "ডিএএম আউটরিচ", "লিঙ্গ": "নারী/মেয়ে"})
    answer_all(phone, {"আপাতত ব্যবহৃত নাম বা ছদ্মনাম": ALIAS, "বয়স (পূর্ণ বছর)": "৪০", ASKED: TONGUE})
    answer(phone, "উপকারভোগীর ধরন", "সিএসইসি-ঝুঁকিতে থাকা শিশু")
    phone.locator(steps.CONTINUE).click()
    expect(phone.locator(".error-summary")).to_contain_text("২৫ বছরের বেশি হলে এটি শিশুর কেস নয়")
    assert phone.title().startswith("ভুল")
    steps.follow_the_error_to(phone, "বয়স (পূর্ণ বছর)")
    expect(steps.box_of(phone, "আপাতত ব্যবহৃত নাম বা ছদ্মনাম")).to_have_value(ALIAS)
    answer(phone, "বয়স (পূর্ণ বছর)", "১৪")
    go_on(phone, "ঝুঁকি ও তাৎক্ষণিক চাহিদা")


def fill_in_the_rest_after_a_pause(phone: Page, axe: Axe) -> str:
    """Returns the number on the receipt."""
    phone.locator(".back-link").click()
    expect(steps.box_of(phone, "বয়স (পূর্ণ বছর)")).to_have_value("১৪")
    steps.close_and_come_back(phone, FORM_BN)
    expect(steps.box_of(phone, ASKED)).to_have_value(TONGUE)
    go_on(phone, "ঝুঁকি ও তাৎক্ষণিক চাহিদা")
    answer_all(phone, {"লক্ষিত ঝুঁকি": "পথসম্পৃক্ত", "তাৎক্ষণিক চাহিদা": "নিরাপদ স্থান"})
    answer(phone, "শিশু কি এখন নিয়ন্ত্রণকারী কারও সঙ্গে আছে?", "না")
    go_on(phone, "সিদ্ধান্ত")
    answer_all(phone, {"দ্বৈত নথি যাচাই করা হয়েছে": "হ্যাঁ", "যোগ্যতার সিদ্ধান্ত": "অপেক্ষমাণ"})
    answer(phone, "প্রাথমিক ঝুঁকি মাত্রা", "উচ্চ")
    answer(phone, "পুলিশ / প্রবেশন কর্মকর্তাকে জানানো হয়েছে", "না")  # asked because the risk is high
    go_on(phone, "সুপারভাইজারের সিদ্ধান্ত")
    go_on(phone, "আপনার উত্তরগুলো দেখে নিন")
    expect(steps.answered(phone, ASKED)).to_contain_text(TONGUE)
    expect(steps.answered(phone, "বয়স (পূর্ণ বছর)")).to_contain_text("১৪")
    axe(phone)
    phone.locator("main form button").click()
    phone.wait_for_url("**/sent/")
    return phone.locator(".card--key strong").inner_text()


def find_it_on_the_phone(phone: Page, reference: str, axe: Axe) -> None:
    phone.goto(steps.RECORDS)
    axe(phone)
    steps.filter_by(phone, "যোগ্যতার সিদ্ধান্ত", "অপেক্ষমাণ")
    expect(phone.locator(".records tbody tr")).to_have_count(2)  # one of the demo's own is waiting too
    phone.get_by_role("link", name=reference).click()
    expect(phone.locator("h1")).to_contain_text(reference)
    expect(steps.answered(phone, ASKED)).to_have_text(TONGUE)
    expect(steps.answered(phone, "আপাতত ব্যবহৃত নাম বা ছদ্মনাম")).to_have_text(ALIAS)
    expect(steps.answered(phone, "বয়স (পূর্ণ বছর)")).to_have_text("১৪")
    axe(phone)


def export_without_sealed_answers(
    supervisor: Page, reference: str, folder: Path, axe: Axe
) -> dict[str, steps.Cells]:
    """Returns what the file holds."""
    supervisor.goto(f"{steps.RECORDS}export/")
    axe(supervisor)
    book = steps.export_workbook(supervisor, "মাসিক প্রতিবেদনের হিসাব", folder)
    heading, *rows = book["records"]
    # Empty cells at the end of a row are not in the file.
    row = next(dict(zip(heading, row, strict=False)) for row in rows if row[0] == reference)
    assert (row["age_est"], row["elig"], row["_version"]) == (14, "pending", 2)
    # Sealed: also the question that was added, because the designer begins with confidential.
    assert not {"alias", "safe_contact", "indicators", "language_the_child_speaks"} & set(heading)
    assert ALIAS not in str(book["records"])
    assert TONGUE not in str(book["records"])
    assert ALIAS not in str(book)
    return book


def rename_the_question(desktop: Page, approver: Page) -> None:
    designer = Designer(desktop, FORM)
    designer.open()
    designer.edit()
    designer.reword(ASKED_EN, {"label_en": ASKED_ANEW_EN, "label_bn": ASKED_ANEW})
    designer.save()
    designer.publish(approver)
    expect(designer.sentence).to_contain_text("Version 3 is live")


def see_that_the_record_keeps_its_version(supervisor: Page, reference: str, axe: Axe) -> None:
    supervisor.set_viewport_size({"width": 1280, "height": 900})
    supervisor.goto(steps.RECORDS)
    axe(supervisor)
    supervisor.get_by_role("link", name=reference).click()
    expect(supervisor.locator("main")).to_contain_text("ফরমের ২ নম্বর সংস্করণে পূরণ করা")
    expect(steps.answered(supervisor, ASKED)).to_have_text(TONGUE)
    expect(supervisor.get_by_text(ASKED_ANEW)).to_have_count(0)
    axe(supervisor)


def see_that_new_people_are_asked_anew(phone: Page) -> None:
    steps.begin(phone, FORM_BN)
    phone.goto(phone.url.replace("page_general", "page_identification"))
    expect(steps.box_of(phone, ASKED_ANEW)).to_be_visible()
    expect(phone.get_by_text(ASKED)).to_have_count(0)
