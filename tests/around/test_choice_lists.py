"""Choice lists in the admin: pasted from spreadsheets, edited a page at a time, retired once answers may have them."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from forms_builder.designer.lists.pasting import LineProblem, as_text, cells_of, read
from forms_builder.models import ChoiceItem, ChoiceList
from tests.around.conftest import draft_of, posted_by, words
from tests.factories.forms import ask, document, page, publish
from tests.support.queries import at_most


def a_list(key: str = "sides", *values: str) -> ChoiceList:
    made = ChoiceList.objects.create(key=key, name=key.title())
    for place, value in enumerate(values):
        ChoiceItem.objects.create(
            list=made, value=value, label_en=value.title(), label_bn=f"{value} (bn)", sort_order=place
        )
    return made


def address(name: str, choice_list: ChoiceList) -> str:
    return reverse(f"wagtailsnippets_forms_builder_choicelist:{name}", args=[choice_list.pk])


def values(choice_list: ChoiceList) -> list[str]:
    return list(choice_list.items.order_by("sort_order", "pk").values_list("value", flat=True))


def paste(client: Client, choice_list: ChoiceList, text: str, **more: str) -> Any:
    return client.post(address("paste", choice_list), {"lines": text, **more})


def used(choice_list: ChoiceList) -> None:
    publish(document(page("about", ask("side", "choose_one", choice_list=choice_list.key))))


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


# -- The list's own page ---------------------------------------------------------------------------


def edit(client: Client, choice_list: ChoiceList, query: str = "", **changes: str) -> Any:
    data = posted_by(client.get(address("edit", choice_list) + query), "shown")
    for name, value in changes.items():
        data[name] = value
    return client.post(address("edit", choice_list) + query, data)


def pk(choice_list: ChoiceList, value: str) -> int:
    return int(choice_list.items.get(value=value).pk)


def test_labels_marks_and_places_are_edited(form_admin: Client) -> None:
    sides = a_list("sides", "north", "south", "west")
    north, west = pk(sides, "north"), pk(sides, "west")
    edit(form_admin, sides, **{f"label_bn:{north}": "উত্তর", f"exclusive:{north}": "on", f"place:{west}": "১"})
    item = sides.items.get(value="north")
    assert (item.label_bn, item.exclusive) == ("উত্তর", True)
    assert values(sides) == ["west", "north", "south"]


def test_new_choices_get_a_value_from_their_english(form_admin: Client) -> None:
    sides = a_list("sides", "north")
    edit(
        form_admin,
        sides,
        **{"label_en:new1": "Far north", "label_bn:new1": "দূর উত্তর", "label_en:new2": "North"},
    )
    assert values(sides) == ["north", "far_north", "north_2"]


def test_a_published_value_stays_and_is_retired_instead(form_admin: Client) -> None:
    sides = a_list("sides", "north", "south")
    used(sides)
    north = pk(sides, "north")
    boxes = posted_by(form_admin.get(address("edit", sides)), "shown")
    assert boxes[f"value:{north}"] == "north"
    assert f"delete:{north}" not in form_admin.get(address("edit", sides)).content.decode()
    response = edit(form_admin, sides, **{f"value:{north}": "up", f"delete:{pk(sides, 'south')}": "on"})
    assert response.status_code == 400
    assert "This value was published and stays." in words(response)
    assert values(sides) == ["north", "south"]
    edit(form_admin, sides, **{f"retired:{north}": "on"})
    assert sides.items.get(value="north").retired


def test_a_choice_that_was_never_published_can_go(form_admin: Client) -> None:
    sides = a_list("sides", "north", "south")
    edit(form_admin, sides, **{f"delete:{pk(sides, 'south')}": "on"})
    assert values(sides) == ["north"]


def test_a_faulty_row_says_so_and_nothing_typed_is_lost(form_admin: Client) -> None:
    sides = a_list("sides", "north", "south")
    north, south = pk(sides, "north"), pk(sides, "south")
    response = edit(form_admin, sides, **{f"value:{south}": "north", f"label_en:{north}": "Up"})
    assert response.status_code == 400
    assert "This value is in the list already." in words(response)
    assert posted_by(response, "shown")[f"label_en:{north}"] == "Up"
    assert sides.items.get(pk=north).label_en == "North"


def test_two_people_editing_one_list_lose_nothing(form_admin: Client, colleague: Client) -> None:
    sides = a_list("sides", "north", "south")
    north = pk(sides, "north")
    mine = posted_by(form_admin.get(address("edit", sides)), "shown")
    edit(colleague, sides, **{f"label_bn:{north}": "তাদের"})
    response = form_admin.post(address("edit", sides), {**mine, f"label_bn:{north}": "আমার"})
    assert response.status_code == 409
    assert "তাদের" in words(response)
    assert posted_by(response, "shown")[f"label_bn:{north}"] == "আমার"
    untouched = {**mine, f"label_en:{north}": "Up"}
    form_admin.post(address("edit", sides), untouched)
    item = sides.items.get(pk=north)
    assert (item.label_en, item.label_bn) == ("Up", "তাদের")


def test_a_cascade_is_a_column_named_like_the_list_above(form_admin: Client) -> None:
    a_list("district", "dhaka", "jashore")
    upazilas = a_list("upazila", "savar")
    savar = pk(upazilas, "savar")
    page_with_column = form_admin.get(address("edit", upazilas) + "?column=district")
    assert f'<select name="filter.district:{savar}"' in page_with_column.content.decode()
    edit(form_admin, upazilas, "?column=district", **{f"filter.district:{savar}": "dhaka"})
    assert upazilas.items.get(pk=savar).filters == {"district": "dhaka"}
    refused = form_admin.get(address("edit", upazilas) + "?column=Not a key")
    assert "A key is made of a" in words(refused)


def test_the_key_of_a_list_in_use_stays_and_the_list_too(form_admin: Client) -> None:
    sides = a_list("sides", "north")
    draft_of(document(page("about", ask("side", "choose_one", choice_list="sides"))))
    shown = form_admin.get(address("edit", sides))
    assert "Used in these forms: Small form" in words(shown)
    form_admin.post(address("edit", sides), {"rename": "1", "name": "Directions", "key": "directions"})
    sides.refresh_from_db()
    assert (sides.name, sides.key) == ("Directions", "sides")
    response = form_admin.post(address("delete", sides), follow=True)
    assert "Forms use this list, so it stays." in words(response)
    assert ChoiceList.objects.filter(pk=sides.pk).exists()


def test_the_listing_says_where_lists_are_used(form_admin: Client) -> None:
    a_list("sides", "north", "south")
    draft_of(document(page("about", ask("side", "choose_one", choice_list="sides"))), key="visit")
    shown = words(form_admin.get(reverse("wagtailsnippets_forms_builder_choicelist:list")))
    assert "2 visit" in shown


def test_a_new_list_goes_on_to_pasting(form_admin: Client) -> None:
    add = reverse("wagtailsnippets_forms_builder_choicelist:add")
    response = form_admin.post(add, {"name": "Sides", "key": "sides"}, follow=True)
    assert response.redirect_chain[-1][0] == address("paste", ChoiceList.objects.get())


@pytest.mark.parametrize("name", ["edit", "paste"])
def test_who_may_not_see_lists_does_not(onlooker: Client, name: str) -> None:
    sides = a_list("sides", "north")
    assert onlooker.get(address(name, sides)).status_code == 302
    assert onlooker.post(address(name, sides), {"lines": "x", "save": "1"}).status_code == 302
    assert values(sides) == ["north"]


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
