"""Places and choices are known by their code, by their name in either language or by an old spelling, in any screen."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from registry.importing.cells import AnswerWidget
from registry.models import Organisation, Place
from tests.factories.forms import ask, choices, make_user

pytestmark = pytest.mark.django_db
PLACE = ask("district", "place", settings={"level": "district"})


@pytest.fixture
def places() -> None:
    put = Place.objects.create
    put(code="BD3026", level="district", name_bn="ঢাকা", name_en="Dhaka")
    put(code="BD4041", level="district", name_bn="যশোর", name_en="Jashore", aliases=["Jessore", "যশোহর"])
    north = put(code="BD30", level="division", name_bn="ঢাকা", name_en="Dhaka")
    for code in ("W1", "W2"):
        put(code=code, level="ward", name_bn="ওয়ার্ড ১", name_en="Ward 1", parent=north)


def read(question: Any, cell: str, language: str = "en") -> Any:
    with translation.override(language):
        return AnswerWidget(question, make_user(), language).answer(cell)


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize("language", ["bn", "en"])
@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("BD4041", "BD4041"),
        ("bd৪০৪১", "BD4041"),
        ("ঢাকা", "BD3026"),
        ("Dhaka", "BD3026"),
        (" dhaka ", "BD3026"),
        ("Jashore", "BD4041"),
        ("Jessore", "BD4041"),
        ("যশোহর", "BD4041"),
    ],
)
def test_a_place_is_known_by_all_its_names(language: str, cell: str, code: str) -> None:
    assert read(PLACE, cell, language) == code


@pytest.mark.usefixtures("places")
def test_a_name_that_several_places_have_is_refused() -> None:
    for cell in ("ward 1", "ওয়ার্ড 1", "Dhaka"):
        with pytest.raises(ValidationError, match="several times"):
            read(ask("place", "place"), cell)


@pytest.mark.usefixtures("places")
def test_an_old_spelling_gives_way_to_a_name() -> None:
    Place.objects.filter(code="BD3026").update(aliases=["Jashore"])
    assert read(PLACE, "Jashore") == "BD4041"


@pytest.mark.usefixtures("places")
def test_what_is_no_place_is_refused() -> None:
    with pytest.raises(ValidationError, match="not among those you may choose"):
        read(PLACE, "Atlantis")


@pytest.mark.usefixtures("places")
def test_the_table_of_a_column_is_made_once() -> None:
    widget = AnswerWidget(PLACE, make_user(), "en")
    with CaptureQueriesContext(connection) as seen:
        for cell in ("ঢাকা", "Dhaka", "Jessore", "BD3026"):
            widget.answer(cell)
    assert len(seen) == 1


def test_an_organisation_is_known_by_its_name_in_either_language() -> None:
    Organisation.objects.create(key="club_one", kind="group", name_bn="দল এক", name_en="Club One")
    question = ask("club", "organisation")
    assert [read(question, cell) for cell in ("দল এক", "club one", "club_one")] == ["club_one"] * 3


def test_words_of_a_choice_that_two_choices_share_are_refused() -> None:
    label = {"bn": "এখানে", "en": "Right here"}
    one, two = (choice.model_copy(update={"label": label}) for choice in choices("near", "far"))
    with pytest.raises(ValidationError, match="several times"):
        read(ask("where", "choose_one", choices=(one, two)), "right here")
    retired = two.model_copy(update={"retired": True})
    assert read(ask("where", "choose_one", choices=(one, retired)), "এখানে") == "near"
