"""What a sheet asks beside the marks, by an admin's form; and rows that come from a spreadsheet."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from forms_builder.spreadsheets import workbook
from registry.models import Record
from tests.factories.trainings import make_person
from tests.security.scanning import places
from tests.support.queries import at_most
from trainings.models import Participant, Person
from trainings.sheets import columns, importing, pasting, roster
from trainings.sheets.importing import Kind
from trainings.sheets.marking import participants_of
from trainings.sheets.opening import OpenSheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(opened: OpenSheet, trainer: Any) -> Participant:
    return roster.add(trainer, opened, make_person(by=trainer))


def test_the_form_gives_the_columns_without_what_is_known_already(opened: OpenSheet) -> None:
    assert [one.key for one in columns.columns_of(opened)] == ["p_first", "p_room", "p_note", "p_email"]


def address(event: Record, row: Participant) -> str:
    return f"/workspace/events/{event.pk}/sheet/{row.pk}/"


def test_columns_are_filled_in_and_sealed_as_their_questions_want(
    browser: Client, event: Record, row: Participant
) -> None:
    page = browser.get(address(event, row)).content.decode()
    assert "P room" in page
    browser.post(address(event, row), {"p_room": "Hall 2", "p_email": "mark77row@example.org"})
    row.refresh_from_db()
    assert row.data == {"p_room": "Hall 2"}
    assert columns.answers_of(row)["p_email"] == "mark77row@example.org"
    assert places(["mark77row"]) == {}


def test_the_forms_own_checks_hold_and_what_was_typed_stays(
    browser: Client, event: Record, row: Participant
) -> None:
    answered = browser.post(address(event, row), {"p_room": "Hall 2", "p_email": "no address"})
    page = answered.content.decode()
    assert answered.status_code == 422
    assert "no address" in page
    assert "Hall 2" in page
    row.refresh_from_db()
    assert row.data == {}


def test_two_trainers_filling_in_one_row_merge_by_question(opened: OpenSheet, row: Participant) -> None:
    blank = columns.digest(None)
    columns.save_row(opened, row, {"p_room": "Hall 1", "p_first": None}, {"p_room": blank, "p_first": blank})
    done = columns.save_row(
        opened, row, {"p_room": "Hall 2", "p_first": "yes"}, {"p_room": blank, "p_first": blank}
    )
    assert (done.changed, done.clashes) == (["p_first"], ["p_room"])
    row.refresh_from_db()
    assert row.data == {"p_room": "Hall 1", "p_first": "yes"}


# -- Rows ------------------------------------------------------------------------------------------

HEAD = "Name\tDesignation\tOffice\tMobile\tSex\tAge\tP room\n"
LINE = "Example {n}\tInspector\tExample Thana\t0170000{n:04}\tFemale\t31\tHall\n"
LETTERS = "bcdfgklmnprst"


def name(number: int) -> str:
    """No two of the first thousands sound alike."""
    size = len(LETTERS)
    return "o".join(LETTERS[number // size**place % size] for place in range(4)).capitalize() + "o Example"


def lines(count: int) -> list[str]:
    return [
        f"{name(n)}\tInspector\tExample Thana\t0170000{n:04}\tFemale\t31\tHall" for n in range(1, count + 1)
    ]


def planned(opened: OpenSheet, text: str) -> importing.Plan:
    table = pasting.table_in(text)
    targets = pasting.guess(table.headings, columns.columns_of(opened))
    return importing.plan(opened, table, targets, "en")


def test_headings_in_both_languages_are_understood() -> None:
    assert pasting.guess(["নাম", "পদবি", "মোবাইল নম্বর", "লিঙ্গ", "Sl."], ()) == [
        "name",
        "designation",
        "phone",
        "sex",
        "",
    ]
    assert pasting.guess(["Name", "Full name", "PHONE"], ()) == ["name", "", "phone"]


def test_five_hundred_rows_with_twelve_faults(opened: OpenSheet, trainer: Any) -> None:
    rows = lines(500)
    for place in (10, 50, 90, 130):
        rows[place] = rows[place].replace("0170000", "0120000")  # no such number
    for place in (170, 210, 250):
        rows[place] = rows[place].replace("Female", "Friday")
    for place in (290, 330):
        rows[place] = "\t" + rows[place].partition("\t")[2]  # no name
    for place in (370, 410, 450):
        rows[place] = rows[0]  # the same person again
    with at_most(12):
        found = planned(opened, HEAD + "\n".join(rows))
    faults = found.of(Kind.FAULT)
    assert found.counts == {Kind.NEW: 488, Kind.FAULT: 12}
    assert [one.typed.number for one in faults] == [12, 52, 92, 132, 172, 212, 252, 292, 332, 372, 412, 452]
    assert faults[0].typed.problems == [
        "A mobile number has 11 digits and begins with 013 to 019. Check it again."
    ]
    assert faults[-1].typed.problems == ["The same person as in row 2."]
    assert not Person.objects.exists()
    importing.carry_out(trainer, opened, found)
    assert Person.objects.count() == Participant.objects.count() == 488
    assert {one.data["p_room"] for one in Participant.objects.all()} == {"Hall"}
    again = planned(opened, HEAD + "\n".join(rows))
    assert again.counts == {Kind.THERE: 488, Kind.FAULT: 12}


def test_known_people_are_found_by_number_or_name(opened: OpenSheet, trainer: Any) -> None:
    by_number = make_person("Rahim Uddin", phone="+8801700000001")
    by_name = make_person("Salma Begum", agency="Example Thana")
    text = "Name,Office,Phone\nরহিম উদ্দিন,,০১৭০০-০০০০০১\nSalma Begum,Example Thana,\nSalma Begum,Example Hospital,"
    found = planned(opened, text)
    assert [(one.kind, one.person) for one in found.rows] == [
        (Kind.KNOWN, by_number),
        (Kind.KNOWN, by_name),
        (Kind.NEW, None),
    ]


def test_a_number_of_somebody_else_and_a_name_of_several_are_faults(opened: OpenSheet) -> None:
    make_person("Rahim Uddin", phone="+8801700000001")
    make_person("Salma Begum")
    make_person("Salma Begam")
    found = planned(opened, "Name,Phone\nKhaleda Example,01700000001\nSalma Begum,")
    assert [one.typed.problems[0] for one in found.of(Kind.FAULT)] == [
        "This telephone number belongs to somebody of another name.",
        "Several people have this name. Give the telephone number.",
    ]


def test_pasting_in_three_steps(browser: Client, event: Record, opened: OpenSheet) -> None:
    where = f"/workspace/events/{event.pk}/sheet/paste/"
    text = HEAD + "\n".join(lines(3)) + "\nFor\tX\tY\t012\tF\t30\tHall"
    page = browser.post(where, {"text": text}).content.decode()
    assert "4 rows were read" in page
    assert '<option value="phone" selected>' in page
    targets = {
        f"column-{n}": one
        for n, one in enumerate(("name", "designation", "agency", "phone", "sex", "", "p_room"))
    }
    page = browser.post(where, {"text": text, "step": "look", **targets}).content.decode()
    assert "Add 3 people" in page
    assert '<th scope="row">5</th>' in page
    assert not Participant.objects.exists()
    done = browser.post(where, {"text": text, "step": "take", **targets}, follow=True).content.decode()
    assert "3 people were added" in done
    assert len(participants_of(opened.sheet)) == 3
    assert {one.age_band for one in Person.objects.all()} == {"x"}  # that column was left out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "There is nothing to read"),
        ("Name\n", "headings but no rows"),
        ("Name\n" + "x\n" * 2001, "At most 2000 rows"),
    ],
)
def test_what_is_no_table_is_said_and_stays(
    browser: Client, event: Record, opened: OpenSheet, text: str, said: str
) -> None:
    answered = browser.post(f"/workspace/events/{event.pk}/sheet/paste/", {"text": text})
    assert answered.status_code == 422
    assert said in answered.content.decode()


def test_a_mapping_without_a_name_is_refused(browser: Client, event: Record, opened: OpenSheet) -> None:
    posted = {"text": "A\tB\n1\t2", "step": "look", "column-0": "phone", "column-1": "phone"}
    answered = browser.post(f"/workspace/events/{event.pk}/sheet/paste/", posted)
    assert "Say which column holds the name" in answered.content.decode()
    posted |= {"column-0": "name", "column-1": "name"}
    answered = browser.post(f"/workspace/events/{event.pk}/sheet/paste/", posted)
    assert "cannot mean the same" in answered.content.decode()


def test_a_workbook_is_read_like_pasted_rows(browser: Client, event: Record, opened: OpenSheet) -> None:
    content = workbook("List", [["নাম", "ফোন"], ["রহিম উদ্দিন", "০১৭০০০০০০০১"]])
    where = f"/workspace/events/{event.pk}/sheet/paste/"
    page = browser.post(where, {"file": SimpleUploadedFile("list.xlsx", content)}).content.decode()
    assert "1 row was read" in page
    broken = browser.post(where, {"file": SimpleUploadedFile("list.xlsx", b"PK\x03\x04 no workbook")})
    assert broken.status_code == 422
