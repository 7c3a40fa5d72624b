"""The places of the project's pack: whole country, official spelling, both languages, and no dead end for a form."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

import pytest
from django.contrib.auth.models import AnonymousUser

from registry.models import Place
from registry.options import Places
from registry.packs.applying import apply_pack
from registry.packs.demo import DEMO_PACK
from registry.packs.kinds import Places as PlacesOfPack
from registry.packs.loading import load_pack
from registry.packs.parts import PlacePart
from registry.packs.states import State

Level = Place.Level

JASHORE = {
    *("Abhaynagar", "Bagherpara", "Chaugachha", "Jhikargachha"),
    *("Jashore Sadar", "Keshabpur", "Manirampur", "Sharsha"),
}


@cache
def tree() -> list[PlacePart]:
    return load_pack(DEMO_PACK).places


def below(places: Iterable[PlacePart]) -> Iterator[PlacePart]:
    for place in places:
        yield place
        yield from below(place.inside)


def districts() -> list[PlacePart]:
    return [place for place in below(tree()) if place.level == Level.DISTRICT]


def district(name: str) -> PlacePart:
    return next(one for one in districts() if one.en == name)


def is_city(place: PlacePart) -> bool:
    return place.en.endswith(" City Corporation")


def is_town(place: PlacePart) -> bool:
    return place.en.endswith(" municipality")


def upazilas(of: PlacePart) -> list[PlacePart]:
    """Upazilas proper; city corporations and municipalities stand beside them, on the same level."""
    return [one for one in of.inside if not is_city(one) and not is_town(one)]


def written() -> dict[str, State]:
    """Every place as it is written, wards from their number included."""
    return dict(PlacesOfPack(tree()).wanted())


# -- The whole country -------------------------------------------------------------------------------------------------


def test_the_country_has_8_divisions_64_districts_495_upazilas_and_12_city_corporations() -> None:
    assert len(tree()) == 8
    assert {place.level for place in tree()} == {Level.DIVISION}
    assert len(districts()) == 64
    assert sum(len(upazilas(one)) for one in districts()) == 495
    assert sum(is_city(place) for place in below(tree())) == 12


def test_each_level_stands_directly_below_the_one_above() -> None:
    above = {
        Level.DIVISION: Level.DISTRICT,
        Level.DISTRICT: Level.UPAZILA,
        Level.UPAZILA: Level.WARD,
    }
    astray = [
        inside.code
        for place in below(tree())
        for inside in place.inside
        if above.get(place.level) != inside.level
    ]
    assert astray == []


def test_no_district_is_a_dead_end() -> None:
    assert [one.en for one in districts() if not upazilas(one)] == []


@pytest.mark.parametrize("language", ["bn", "en"])
def test_no_name_is_there_twice_in_a_district(language: str) -> None:
    names = Counter(
        (one.code, getattr(place, language).casefold()) for one in districts() for place in one.inside
    )
    assert [name for name, times in names.items() if times > 1] == []


def test_no_code_is_there_twice_not_even_among_wards() -> None:
    places = list(below(tree()))
    assert len(written()) == len(places) + sum(place.wards for place in places)


def test_a_code_begins_with_the_code_of_the_place_around() -> None:
    astray = [code for code, place in written().items() if not code.startswith(place["parent"] or "BD")]
    assert astray == []


# -- Names -------------------------------------------------------------------------------------------------------------


def test_every_place_has_a_name_in_bangla_written_in_one_form() -> None:
    for place in below(tree()):
        for text in (place.bn, *place.aliases):
            assert unicodedata.is_normalized("NFC", text), place.code
        assert all("BENGALI" in unicodedata.name(sign) for sign in place.bn if not sign.isspace()), place.bn
        assert place.en.isascii(), place.en


@pytest.mark.parametrize(
    ("old", "official"),
    [
        ("Jessore", "Jashore"),
        ("Barisal", "Barishal"),
        ("Comilla", "Cumilla"),
        ("Bogra", "Bogura"),
        ("Chittagong", "Chattogram"),
        ("Coxsbazar", "Cox's Bazar"),
        ("Zianagar", "Indurkani"),
        ("South Sunamganj", "Shantiganj"),
        ("Comilla Sadar", "Cumilla Adarsha Sadar"),
        ("Sadarsouth", "Cumilla Sadar Dakshin"),
        ("Jessore Sadar", "Jashore Sadar"),
        ("জিয়ানগর", "Indurkani"),
    ],
)
def test_an_old_spelling_leads_to_the_official_one(old: str, official: str) -> None:
    old = unicodedata.normalize("NFC", old)
    assert official in {place.en for place in below(tree()) if old in place.aliases}
    assert old not in {place.en for place in below(tree())}


def test_an_alias_says_something_the_name_does_not() -> None:
    idle = [place.code for place in below(tree()) if {place.bn, place.en} & set(place.aliases)]
    assert idle == []


def test_the_upazila_that_older_lists_lack_is_there() -> None:
    found = [place for place in upazilas(district("Habiganj")) if place.en == "Shayestaganj"]
    assert [place.bn for place in found] == [unicodedata.normalize("NFC", "শায়েস্তাগঞ্জ")]


# -- The places of the project -----------------------------------------------------------------------------------------


def test_jashore_has_its_eight_upazilas_and_the_municipality() -> None:
    assert {place.en for place in upazilas(district("Jashore"))} == JASHORE
    assert [place.en for place in district("Jashore").inside if is_town(place)] == ["Jashore municipality"]


def test_the_cities_have_their_wards_and_jashore_sadar_its_unions() -> None:
    names = {code: place["en"] for code, place in written().items()}
    lowest = Counter(names[place["parent"]] for place in written().values() if place["level"] == "ward")
    assert lowest == {
        "Dhaka North City Corporation": 54,
        "Dhaka South City Corporation": 75,
        "Jashore municipality": 9,
        "Jashore Sadar": 15,
    }


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("BD3026", "Dhaka"),
        ("BD30260072", "Savar"),
        ("BD30262500", "Dhaka North City Corporation"),
        ("BD30262000.75", "Ward 75"),
        ("BD40410047", "Jashore Sadar"),
        ("BD4041.JM.09", "Ward 9"),
        ("BD60360087", "Shayestaganj"),
    ],
)
def test_a_code_that_stands_in_answers_still_means_the_same_place(code: str, name: str) -> None:
    assert written()[code]["en"] == name


# -- In the database ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_once_applied_every_district_offers_upazilas_and_a_second_time_writes_nothing(
    applied_pack: None,
) -> None:
    offered = {one.en: choices_within(one.code) for one in districts()}
    assert [name for name, choices in offered.items() if not choices] == []
    assert "কুমিল্লা আদর্শ সদর" in offered["Cumilla"]
    _pack, again = apply_pack(DEMO_PACK)
    assert again.wrote_nothing
    assert sum(again.counts["places"].values()) == len(written())


def choices_within(district_code: str) -> list[str]:
    """What a person is offered who has chosen this district."""
    settings = {"level": "upazila", "within": "district"}
    options = Places().options(AnonymousUser(), "bn", settings, {"district": district_code})
    return [option.label for option in options]
