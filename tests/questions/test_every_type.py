"""What holds for every type of question: answers survive, are shown, exported and described, whatever they are."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms_builder.questions import DECLINE_CODES, Answer, FieldContext, types
from forms_builder.questions.exchange import SETTINGS_COLUMN, TYPE_COLUMN
from forms_builder.questions.printing import PrintKind, PrintShape
from forms_builder.schema import Question
from tests.filling.browser import Browser
from tests.questions.samples import ANSWERS, ODD, sample
from tests.support.json_schema import complaints

EVERY = sorted(question_type.name for question_type in types)
LANGUAGES = ("bn", "en")


def page_with(question: Question, stored: Answer, language: str) -> str:
    """The page as it looks with an answer that was stored before."""
    kind = types.of(question)
    field = kind.form_field(question, FieldContext(language, stored=stored))
    form = type("OnePage", (forms.Form,), {"q": field})(initial={"q": kind.initial(question, stored)})
    return str(form["q"])


def sent_again(question: Question, stored: Answer, language: str) -> Answer:
    """What is stored when the page is sent as it came."""
    tab = Browser.__new__(Browser)
    tab.page = BeautifulSoup(f"<form>{page_with(question, stored, language)}</form>", "html.parser")
    data = QueryDict(mutable=True)
    for name, value in tab.values(tab.page).items():
        data.setlist(name, value if isinstance(value, list) else [value])
    kind = types.of(question)
    field = kind.form_field(question, FieldContext(language, stored=stored))
    form = type("OnePage", (forms.Form,), {"q": field})(data)
    assert form.is_valid(), (form.errors, stored)
    return kind.clean(question, form.cleaned_data["q"])


@pytest.mark.parametrize("name", sorted(ANSWERS))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_answer_survives_being_stored_shown_and_sent_again(name: str, data: Any) -> None:
    question, stored = sample(name), data.draw(ANSWERS[name])
    kind = types.of(question)
    assert json.loads(json.dumps(stored)) == stored
    assert kind.clean(question, kind.initial(question, stored)) == stored
    for language in LANGUAGES:
        assert sent_again(question, stored, language) == stored
        assert not complaints(kind.json_schema(question, language), stored)
        assert kind.display(question, stored, language)


@pytest.mark.parametrize("name", sorted(set(ANSWERS) - {"consent"}))
@pytest.mark.parametrize("code", DECLINE_CODES)
def test_a_reason_for_giving_no_answer_survives_too(name: str, code: str) -> None:
    question = sample(name, decline=True)
    if name == "matrix":
        assert sent_again(question, {"food": code}, "bn") == {"food": code}
        return
    assert sent_again(question, code, "bn") == code
    assert not complaints(types.of(question).json_schema(question, "en"), code)
    assert types.of(question).display(question, code, "en") in (
        "Not known",
        "Not asked",
        "Did not want to say",
    )


@pytest.mark.django_db
@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("answer", ODD, ids=repr)
def test_whatever_is_stored_can_be_shown_exported_and_indexed(name: str, answer: Answer) -> None:
    question, kind = sample(name), types[name]
    for language in LANGUAGES:
        assert isinstance(kind.display(question, answer, language), str)
        assert len(kind.columns(question, language)) == len(kind.export(question, answer))
    kind.slot_value(answer)
    assert isinstance(kind.file_of(answer), str)
    assert isinstance(kind.tone(question, answer), str)


@pytest.mark.parametrize("name", EVERY)
def test_columns_of_one_question_have_names_of_their_own(name: str) -> None:
    columns = types[name].columns(sample(name), "en")
    assert len({(column.key, column.part) for column in columns}) == len(columns)


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("decline", [False, True])
def test_every_type_has_a_shape_on_paper(name: str, decline: bool) -> None:
    shape = types[name].print_shape(sample(name, decline=decline))
    assert isinstance(shape, PrintShape)
    if shape.kind in (PrintKind.ONE, PrintKind.MANY, PrintKind.SCALE, PrintKind.RANKS, PrintKind.GRID):
        assert shape.choices
        assert all(choice.label.get("bn") and choice.label.get("en") for choice in shape.choices)
    if shape.kind is PrintKind.GRID:
        assert [row.key for row in shape.rows] == ["food", "sleep"]
    assert len(shape.declines) == (3 if decline and types[name].decline_choices() else 0)


@pytest.mark.parametrize("name", EVERY)
def test_a_workbook_brings_every_type_back(name: str) -> None:
    question = sample(name)
    cells = types[name].xlsform(question)
    if cells.exact:
        assert not question.settings
        return
    assert cells.columns[TYPE_COLUMN] == name
    assert json.loads(cells.columns.get(SETTINGS_COLUMN, "{}")) == question.settings


@pytest.mark.parametrize("name", EVERY)
def test_every_type_has_words_and_a_sign_in_the_designer(name: str) -> None:
    kind = types[name]
    assert str(kind.label)
    assert str(kind.description)
    assert str(kind.group)


@pytest.mark.parametrize("name", EVERY)
def test_the_samples_fit_their_settings(name: str) -> None:
    types[name].settings_model.model_validate(sample(name).settings)
