"""What a person typed, stored, shown in the box again and sent again is the same answer: for every type."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from forms_builder.questions import DECLINE_CODES, Answer, FieldContext, types
from forms_builder.schema import Choice, Question
from forms_builder.schema.text import bangla_digits

CHOICES = tuple(Choice(value=value, label={"en": value.title()}) for value in ("north", "south", "none"))


def question_of(type_name: str, **more: Any) -> Question:
    choices = CHOICES if type_name.startswith("choose") else ()
    return Question(id="q", key="q", type=type_name, choices=choices, **more)


def send(question: Question, typed: Any, language: str = "bn") -> Answer:
    """What is stored when `typed` is posted."""
    question_type = types.of(question)
    field = question_type.form_field(question, FieldContext(language))
    return question_type.clean(question, field.clean(typed))


def box(question: Question, answer: Answer, language: str = "bn") -> Any:
    """What stands in the box for a stored answer."""
    question_type = types.of(question)
    field = question_type.form_field(question, FieldContext(language))
    return field.prepare_value(question_type.initial(question, answer))


def survives(question: Question, answer: Answer) -> None:
    question_type = types.of(question)
    assert question_type.clean(question, question_type.initial(question, answer)) == answer
    for language in ("bn", "en"):
        assert send(question, box(question, answer, language), language) == answer


@pytest.mark.parametrize("name", ["text", "long_text", "signature"])
@given(typed=st.text(max_size=200))
def test_any_text_comes_back_as_it_was_stored(name: str, typed: str) -> None:
    question = question_of(name)
    if typed.strip() not in DECLINE_CODES:
        survives(question, send(question, typed))


@given(number=st.integers(-(10**14) + 1, 10**14 - 1))
def test_whole_numbers_come_back_in_either_script(number: int) -> None:
    question = question_of("integer")
    assert send(question, str(number)) == send(question, bangla_digits(str(number))) == number
    survives(question, number)


@given(number=st.decimals(Decimal(-(10**13)), Decimal(10**13), places=4))
def test_decimals_keep_every_digit(number: Decimal) -> None:
    question = question_of("decimal")
    answer = send(question, format(number, "f"))
    assert isinstance(answer, str)
    assert Decimal(answer) == number
    survives(question, answer)


@given(day=st.dates(date(1000, 1, 1)))
def test_dates_come_back_however_they_were_typed(day: date) -> None:
    question = question_of("date")
    stored = {
        send(question, day.strftime(shape)) for shape in ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")
    }
    assert stored == {day.isoformat()}
    survives(question, day.isoformat())


@given(moment=st.datetimes(datetime(1950, 1, 1), datetime(2200, 1, 1)))
def test_moments_come_back_to_the_second(moment: datetime) -> None:
    question = question_of("datetime")
    aware = timezone.make_aware(moment.replace(microsecond=0, fold=0))
    answer = aware.isoformat(timespec="seconds")
    assert send(question, f"{moment:%d/%m/%Y %H:%M:%S}") == answer
    survives(question, answer)


@given(subscriber=st.integers(0, 99_999_999), operator=st.integers(3, 9))
def test_mobile_numbers_come_back_with_their_country_code(subscriber: int, operator: int) -> None:
    question = question_of("phone")
    typed = f"01{operator}{subscriber:08}"
    assert send(question, typed) == send(question, bangla_digits(typed)) == f"+880{typed[1:]}"
    survives(question, f"+880{typed[1:]}")


@pytest.mark.parametrize("name", ["yes_no", "choose_one"])
@pytest.mark.parametrize("code", DECLINE_CODES)
def test_a_reason_for_not_choosing_comes_back(name: str, code: str) -> None:
    survives(question_of(name, decline=True), code)


@pytest.mark.parametrize("name", ["text", "long_text", "phone", "integer", "decimal", "date", "datetime"])
@pytest.mark.parametrize("code", DECLINE_CODES)
def test_a_reason_for_not_typing_comes_back(name: str, code: str) -> None:
    survives(question_of(name, decline=True), code)


@given(chosen=st.lists(st.sampled_from([choice.value for choice in CHOICES]), unique=True, min_size=1))
def test_ticked_choices_come_back(chosen: list[str]) -> None:
    survives(question_of("choose_many"), list(chosen))


@given(value=st.from_regex(r"\A[!-~]{1,100}\Z"))
def test_a_choice_that_is_no_longer_offered_is_not_lost(value: str) -> None:
    for name in ("choose_one", "choose_many"):
        stored: Answer = value if name == "choose_one" else [value]
        if value not in DECLINE_CODES:
            survives(question_of(name), stored)
