"""Choices that are typed or pasted into the box of a question: what is understood, and what is told about the rest."""

import json

import pytest
from django.test import Client

from forms_builder.designer import choice_lines
from forms_builder.designer.choice_lines import What, read
from forms_builder.schema import Choice, Question
from tests.designer.conftest import a_form
from tests.designer.test_editor import FIRST, address, draft, save, text_of

SCORED = [
    {"value": "low", "label": {"en": "Low", "bn": "কম"}, "filters": {"score": "1"}},
    {"value": "very_good", "label": {"en": "Very good", "bn": "খুব ভালো"}, "filters": {"score": "3"}},
]
WRITTEN = {
    "typed with bars": "low | Low | কম | score 1\nvery_good | Very good | খুব ভালো | score 3",
    "the points as a number alone": "low | Low | কম | 1\nvery_good | Very good | খুব ভালো | ৩",
    "cells of a spreadsheet": "low\tLow\tকম\t1\nvery_good\tVery good\tখুব ভালো\t3",
    "lines of Windows, and empty ones": "low\tLow\tকম\t1\r\n\r\nvery_good\tVery good\tখুব ভালো\t3\r\n",
    "without values": "Low\tকম\t1\nVery good\tখুব ভালো\t3",
    "with an empty column of values": "\tLow\tকম\t1\n\tVery good\tখুব ভালো\t3",
    "under headings": "value\tEnglish\tBangla\tscore\nlow\tLow\tকম\t1\nvery_good\tVery good\tখুব ভালো\t3",
    "under headings in another order": "Bangla\tEnglish\tScore\nকম\tLow\t1\nখুব ভালো\tVery good\t3",
}


@pytest.mark.parametrize("text", WRITTEN.values(), ids=list(WRITTEN))
def test_the_same_choices_can_be_written_in_many_ways(text: str) -> None:
    assert read(text, []) == SCORED
    assert choice_lines.faults(text) == []


def test_two_languages_are_told_by_their_script() -> None:
    assert [choice["label"] for choice in read("Yes | হ্যাঁ\nno | No\nজানি না", [])] == [
        {"en": "Yes", "bn": "হ্যাঁ"},
        {"en": "No"},
        {"bn": "জানি না"},
    ]


def test_a_choice_called_like_a_heading_is_a_choice() -> None:
    text = "english | English | ইংরেজি\nbangla | Bangla | বাংলা"
    assert [choice["value"] for choice in read(text, [])] == ["english", "bangla"]


def test_several_marks_stand_behind_one_another_or_in_cells_of_their_own() -> None:
    wanted = {
        "value": "none",
        "label": {"en": "None", "bn": "নেই"},
        "exclusive": True,
        "retired": True,
        "filters": {"score": "-1"},
    }
    for marks in ("alone, retired, score -1", "Alone retired score-1", "alone | retired | -1"):
        assert read(f"none | None | নেই | {marks}", []) == [wanted]


@pytest.mark.parametrize(
    ("text", "line", "what", "told"),
    [
        ("low | Low\n\nvery good | Very good | খুব ভালো", 3, What.BAD_VALUE, "very good"),
        ("low | Low\nlow | Lower", 2, What.TWICE, "low"),
        ("low | Low | কম | scoer 1", 1, What.BAD_MARK, "scoer"),
        ("low | Low | কম | score 1 | high", 1, What.BAD_MARK, "high"),
        ("low | " + "x" * 301, 1, What.LONG_LABEL, "x" * 40),
        ("value\tEnglish\tDistrict\nlow\tLow\tdhaka", 1, What.BAD_COLUMN, "district"),
    ],
)
def test_what_cannot_be_kept_is_told_with_its_line(text: str, line: int, what: What, told: str) -> None:
    assert choice_lines.faults(text) == [choice_lines.LineFault(line, what, told)]


@pytest.mark.django_db
class TestTheBox:
    def test_a_bad_line_is_told_at_its_question_and_all_that_was_typed_stays(
        self, form_admin: Client
    ) -> None:
        form = a_form("mood", Question(id="q", key="mood", type="choose_one", label={"en": "Mood"}))
        typed = "low | Low | কম | scoer 1\nvery good | Very good | খুব ভালো\nlow | Lower"
        page = text_of(save(form_admin, form, **{f"{FIRST}-choices": typed}))
        assert '"choices": {"messages": ["Line 1: ' in page
        for told in (
            "Line 1: “scoer” is not understood.",
            "Line 2: “very good” cannot be stored.",
            "Line 3: “low” is there twice.",
            "scoer 1\nvery good | Very good",
        ):
            assert json.dumps(told)[1:-1] in page
        assert not draft(form).get("choices")

    def test_what_came_from_elsewhere_can_be_saved_as_it_is(self, form_admin: Client) -> None:
        twice = tuple(Choice(value=value, label={"en": "Low"}) for value in ("low", "low", "very low"))
        form = a_form("mood", Question(id="q", key="mood", type="choose_one", choices=twice))
        save(form_admin, form, **{f"{FIRST}-label_en": "Mood"})
        assert draft(form)["label"] == {"en": "Mood"}
        assert [choice["value"] for choice in draft(form)["choices"]] == ["low", "low", "very low"]

    def test_the_box_says_how_it_is_written(self, form_admin: Client) -> None:
        form = a_form("mood", Question(id="q", key="mood", type="choose_one"))
        page = text_of(form_admin.get(address("edit", form.pk)))
        assert "value | English | Bangla | score 3" in page
        assert "very_good | Very good | " in page
        assert "Cells copied from a spreadsheet can be pasted here." in page
