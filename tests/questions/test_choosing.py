"""Choosing: what is offered, what comes back, and what a person may not reach through a list."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from forms_builder.options import Option, option_sources
from forms_builder.questions import FieldContext, types
from forms_builder.schema import Choice, Sensitivity
from tests.questions.typing_in import SIDES, answer, ask, complaint, form_with, page


def test_few_choices_are_radios_and_many_a_list() -> None:
    many = tuple(Choice(value=str(n), label={"en": str(n)}) for n in range(8))
    assert 'type="radio"' in page(ask("choose_one"), "")
    assert "<select" in page(ask("choose_one", choices=many), "")


def test_choices_are_in_the_readers_language() -> None:
    question = ask("choose_one")
    form = form_with(question, {}, context=FieldContext("bn"))
    assert "উত্তর" in str(form["q"])
    assert types["choose_one"].display(question, "north", "bn") == "উত্তর"
    assert types["choose_many"].display(ask("choose_many"), ["north", "east"], "en") == "North, East"
    assert types["yes_no"].display(ask("yes_no"), "yes", "en") == "Yes"


def test_a_choice_that_is_gone_comes_back_chosen() -> None:
    assert answer(ask("choose_one"), "west") == "west"
    assert 'value="west"' in page(ask("choose_one"), "west")
    assert 'value="west"' in page(ask("choose_many"), {"q": "west"})


def test_a_retired_choice_is_not_offered_but_keeps_its_label() -> None:
    old = Choice(value="centre", label={"en": "City centre"}, retired=True)
    question = ask("choose_one", choices=(*SIDES, old))
    assert "City centre" not in page(question, "")
    assert "City centre" in page(question, "centre")


def test_only_the_choices_left_by_a_filter_are_offered() -> None:
    form = form_with(ask("choose_one"), {}, context=FieldContext("en", choices=SIDES[:1]))
    assert "North" in str(form["q"])
    assert "South" not in str(form["q"])


def test_a_tick_made_by_mistake_can_be_taken_back() -> None:
    assert "No answer" not in page(ask("choose_one"), "")
    assert "No answer" in page(ask("choose_one"), "north")
    assert "No answer" not in page(ask("choose_one", required="yes"), "north")


def test_yes_or_no_takes_nothing_else() -> None:
    assert answer(ask("yes_no"), "yes") == "yes"
    assert complaint(ask("yes_no"), "maybe")


def test_a_reason_does_not_stand_beside_choices() -> None:
    question = ask("choose_many", decline=True)
    field = types.of(question).form_field(question, FieldContext("en"))
    assert field.clean(["__unknown"]) == "__unknown"
    with pytest.raises(Exception, match="cannot stand beside"):
        field.clean(["north", "__unknown"])


class Clinics:
    """An option source that shows everybody the same two."""

    def options(
        self, user: Any, language: str, settings: Mapping[str, Any], answers: Mapping[str, Any]
    ) -> Sequence[Option]:
        return [Option("c1", "Clinic One"), Option("c2", "Clinic Two")]

    def label(self, value: str, language: str) -> str:
        return {"c1": "Clinic One", "c2": "Clinic Two", "c9": "A secret place"}.get(value, value)


@pytest.fixture
def clinics(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(option_sources._sources, "organisations", Clinics())
    return


@pytest.mark.usefixtures("clinics")
def test_only_what_a_person_is_offered_can_be_sent() -> None:
    context = FieldContext("en", user=object())
    taken = form_with(ask("organisation"), {"q": "c1"}, context=context)
    assert taken.is_valid()
    refused = form_with(ask("organisation"), {"q": "c9"}, context=context)
    assert not refused.is_valid()
    assert "A secret place" not in str(refused["q"])
    assert 'value="c9"' in str(refused["q"])


@pytest.mark.usefixtures("clinics")
def test_what_was_stored_before_may_stay() -> None:
    context = FieldContext("en", user=object(), stored="c9")
    kept = form_with(ask("organisation"), {"q": "c9"}, context=context)
    assert kept.is_valid()
    assert "A secret place" in str(kept["q"])


def test_free_answers_are_sealed_one_step_earlier() -> None:
    free = {
        *("text", "long_text", "phone", "email", "link", "barcode", "file", "image", "signature"),
        *("audio", "video"),
        *("geopoint", "consent", "hidden"),
    }
    for question_type in types:
        sealed = question_type.is_sealed(ask(question_type.name, sensitivity=Sensitivity.CONFIDENTIAL))
        assert sealed is (question_type.name in free), question_type.name
        assert question_type.is_sealed(ask(question_type.name, sensitivity=Sensitivity.RESTRICTED))
        assert not question_type.is_sealed(ask(question_type.name, sensitivity=Sensitivity.INTERNAL))


def test_all_types_are_there() -> None:
    assert {question_type.name for question_type in types} >= {
        *("text", "long_text", "phone", "integer", "decimal", "yes_no", "choose_one", "choose_many", "date"),
        *("datetime", "place", "staff", "record", "organisation", "file", "signature", "note", "calculated"),
        *(
            "money",
            "yes_no_unknown",
            "ranking",
            "rating",
            "likert",
            "matrix",
            "time",
            "month",
            "email",
            "link",
        ),
        *("age_or_birth_date", "geopoint", "person", "image", "barcode", "score", "hidden", "consent"),
    }
