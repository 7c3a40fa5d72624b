"""Choices pasted from spreadsheets into a list: read, looked at, then saved; and exported again."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from forms_builder.designer.lists.pasting import LineProblem, as_text, cells_of, read
from tests.around.conftest import posted_by, words
from tests.around.lists import a_list, address, paste, values
from tests.support.queries import at_most

# -- Pasted text -----------------------------------------------------------------------------------


def test_cells_come_with_tabs_bars_or_commas() -> None:
    expected = [("north", "North", "উত্তর"), ("south", "South, far", "দক্ষিণ")]
    for text in (
        "north\tNorth\tউত্তর\nsouth\tSouth, far\tদক্ষিণ",
        "north | North | উত্তর\r\nsouth | South, far | দক্ষিণ",
        'north,North,উত্তর\nsouth,"South, far",দক্ষিণ',
    ):
        found = read(cells_of(text)).lines
        assert [(line.value, line.english, line.bangla) for line in found] == expected


def test_headings_name_the_columns_in_any_order_and_the_rest_are_filters() -> None:
    text = "Bangla\tdivision\tValue\tEnglish\tretired\nঢাকা\tdhk\tdhaka\tDhaka\tyes"
    pasted = read(cells_of(text))
    (line,) = pasted.lines
    assert (line.value, line.english, line.bangla, line.retired) == ("dhaka", "Dhaka", "ঢাকা", True)
    assert line.filters == {"division": "dhk"}


def test_values_are_proposed_from_the_english_and_are_free() -> None:
    pasted = read(cells_of("English\tBangla\nNot known\tজানা নেই\nNot known!\tঅজানা\nবাংলা\tবাংলা"), ["not_known"])
    assert [(line.value, line.proposed) for line in pasted.lines] == [
        ("not_known_2", True),
        ("not_known_3", True),
        ("choice_4", True),
    ]


def test_a_column_of_texts_alone_is_enough() -> None:
    assert [line.value for line in read(cells_of("First aid\nLegal aid")).lines] == ["first_aid", "legal_aid"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("far north\tFar north\tউত্তর", LineProblem.BAD_VALUE),
        ("a\tA\tক\na\tB\tখ", LineProblem.TWICE),
        ("value\tenglish\tbangla\na\t\t", LineProblem.NO_LABEL),
        ("a\t" + "x" * 301 + "\tক", LineProblem.LONG_LABEL),
    ],
)
def test_each_faulty_line_says_what_is_wrong(text: str, problem: LineProblem) -> None:
    assert [line.problems for line in read(cells_of(text)).lines][-1] == (problem,)


def test_a_table_survives_the_text_box() -> None:
    table = [["value", "english"], ["a", "one\nline\tonly"], ["b", '"quoted"']]
    assert [line.english for line in read(cells_of(as_text(table))).lines] == ["one line only", '"quoted"']


@pytest.mark.parametrize("text", ["", "\n\n", "\t\t\n", '"', '"a\tb', "\u0000", "|||", ","])
def test_nothing_that_is_pasted_breaks_the_reader(text: str) -> None:
    read(cells_of(text))


# -- The paste page --------------------------------------------------------------------------------


def test_pasted_lines_are_looked_at_first_and_saved_by_a_second_button(form_admin: Client) -> None:
    sides = a_list()
    text = "value\tenglish\tbangla\tdistrict\nnorth\tNorth\tউত্তর\tdhaka\n\tSouth\tদক্ষিণ\tdhaka"
    looked = paste(form_admin, sides, text)
    assert values(sides) == []
    assert "2 choices are added. 1 value is made from the English text." in words(looked)
    form_admin.post(address("paste", sides), {**posted_by(looked), "save": "1"})
    assert values(sides) == ["north", "south"]
    assert sides.items.get(value="south").filters == {"district": "dhaka"}


def test_a_faulty_line_keeps_all_from_being_saved_until_that_is_wanted(form_admin: Client) -> None:
    sides = a_list()
    text = "north\tNorth\tউত্তর\nfar south\tFar south\tদক্ষিণ"
    refused = paste(form_admin, sides, text, save="1")
    assert refused.status_code == 400
    assert "Line 2 (Far south): A value has no spaces" in words(refused)
    assert values(sides) == []
    assert posted_by(refused)["lines"] == text
    paste(form_admin, sides, text, save="1", without_faulty="on")
    assert values(sides) == ["north"]


def test_pasting_again_changes_retires_and_orders(form_admin: Client) -> None:
    sides = a_list("sides", "north", "south", "west")
    text = "south\tSouthward\t\nnorth\tNorth\tউত্তর"
    paste(form_admin, sides, text, save="1", retire_others="on", in_order="on")
    assert values(sides) == ["south", "north", "west"]
    south = sides.items.get(value="south")
    assert (south.label_en, south.label_bn) == ("Southward", "south (bn)"), "a blank cell changes nothing"
    assert sides.items.get(value="west").retired


def test_cells_that_name_nothing_of_the_list_above_are_said(form_admin: Client) -> None:
    a_list("district", "dhaka")
    upazilas = a_list("upazila")
    looked = paste(form_admin, upazilas, "value\tenglish\tbangla\tdistrict\nsavar\tSavar\tসাভার\tdhakka")
    assert "1 cell names nothing of the list above: Line 2, district: dhakka" in words(looked)


def test_ten_thousand_choices_are_pasted_and_paged_in_few_queries(form_admin: Client) -> None:
    places = a_list("places")
    text = "\n".join(f"p{number}\tPlace {number}\tস্থান {number}" for number in range(10_000))
    assert paste(form_admin, places, text, save="1").status_code == 302
    assert places.items.count() == 10_000
    with at_most(30):
        shown = form_admin.get(address("edit", places) + "?p=100")
    assert len(shown.content) < 400_000
    assert "Page 100 of 100" in words(shown)
    more = paste(form_admin, places, text + "\none_more\tOne more\tআরও", save="1")
    assert more.status_code == 400
    assert places.items.count() == 10_000


def test_a_workbook_is_read_like_a_paste_and_the_export_comes_back_the_same(form_admin: Client) -> None:
    a_list("district", "dhaka")
    sides = a_list("sides", "north", "south")
    sides.items.filter(value="south").update(filters={"district": "dhaka"}, retired=True, label_en="=1+1")
    exported = form_admin.get(address("edit", sides) + "?format=xlsx").content
    rows = list(load_workbook(BytesIO(exported)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert rows[0] == ("value", "english", "bangla", "alone", "retired", "district")
    assert rows[2] == ("south", "=1+1", "south (bn)", None, "yes", "dhaka")
    looked = form_admin.post(address("paste", sides), {"file": SimpleUploadedFile("sides.xlsx", exported)})
    assert "2 choices stay as they are." in words(looked)


def test_a_file_that_is_no_workbook_is_refused_with_a_reason(form_admin: Client) -> None:
    sides = a_list()
    file = SimpleUploadedFile("sides.xlsx", b"PK\x03\x04 broken")
    response = form_admin.post(address("paste", sides), {"file": file, "lines": "north"})
    assert response.status_code == 400
    assert posted_by(response)["lines"] == "north"


def test_a_formula_in_a_workbook_is_not_taken_over(form_admin: Client) -> None:
    book = Workbook()
    book.active.append(["value", "english", "bangla"])  # type: ignore[union-attr]
    book.active.append(["a", "=HYPERLINK(1)", "ক"])  # type: ignore[union-attr]
    file = BytesIO()
    book.save(file)
    sides = a_list()
    form_admin.post(
        address("paste", sides), {"file": SimpleUploadedFile("a.xlsx", file.getvalue()), "save": "1"}
    )
    assert (sides.items.get().label_en, sides.items.get().label_bn) == ("", "ক")
