"""The page of a choice list: edited a screen at a time, cascades, and retired once answers may have them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from forms_builder.models import ChoiceList
from tests.around.conftest import draft_of, posted_by, words
from tests.around.lists import a_list, address, used, values
from tests.factories.forms import ask, document, page


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
