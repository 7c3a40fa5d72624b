"""A place asked for after the place around it: district first, then what lies in it."""

from typing import Any

import pytest
from django.test import Client

from forms_builder.schema import Required
from registry.models import Place
from tests.factories.forms import ask, document, page, publish
from tests.filling.browser import Browser
from tests.filling.conftest import PURPOSE, TakesAnything


@pytest.fixture
def browser(handler: TakesAnything, client: Client, user: Any) -> Browser:
    for code in ("north", "south"):
        district = Place.objects.create(code=code, level="district", name_bn=code, name_en=code)
        town = f"{code}_town"
        Place.objects.create(code=town, level="upazila", parent=district, name_bn=town, name_en=town)
    handler.version = publish(
        document(
            page(
                "place",
                ask("district", "place", settings={"level": "district"}, required=Required.YES),
                ask(
                    "upazila",
                    "place",
                    settings={"level": "upazila", "within": "district"},
                    required=Required.YES,
                ),
            ),
            page("more", ask("name")),
        )
    )
    client.force_login(user)
    return Browser(client).begin(PURPOSE, "x")


def offered(browser: Browser) -> list[str]:
    return [str(one["value"]) for one in browser.page.select("[name=upazila]") if one["value"]]


def test_nothing_is_offered_before_the_district_is_chosen(browser: Browser) -> None:
    assert offered(browser) == []


def test_choosing_a_district_offers_what_lies_in_it(browser: Browser) -> None:
    assert browser.page.select_one("[data-watched] [name=district]") is not None
    fragment = browser.new_tab().post({**browser.values(), "district": "south"}, "?refresh=1")
    assert offered(fragment) == ["south_town"]


def test_a_place_of_the_district_chosen_is_taken_at_once(browser: Browser) -> None:
    assert browser.press("continue", district="south", upazila="south_town").step == "more"


def test_without_scripts_the_page_comes_back_with_what_lies_in_the_district(browser: Browser) -> None:
    browser.press("continue", district="north")
    assert browser.step == "place"
    assert offered(browser) == ["north_town"]
    assert browser.press("continue", upazila="north_town").step == "more"


def test_a_place_of_another_district_does_not_stay(browser: Browser) -> None:
    browser.press("continue", district="south", upazila="south_town")
    again = browser.open(browser.address.replace("more", "place"))
    again.press("continue", district="north", upazila="south_town")
    assert again.step == "place"
    assert again.errors()


def test_without_scripts_a_place_that_may_be_left_out_is_offered_once(
    browser: Browser, handler: TakesAnything
) -> None:
    optional = ask("upazila", "place", settings={"level": "upazila", "within": "district"})
    district = ask("district", "place", settings={"level": "district"})
    handler.version = publish(document(page("place", district, optional), page("more", ask("name"))))
    browser.begin(PURPOSE, "y").press("continue", district="south")
    assert browser.step == "place"
    assert "New questions were added" in browser.text
    assert browser.press("continue").step == "more"
