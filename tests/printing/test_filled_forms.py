"""Filled forms: what was said in words, what is withheld without a trace of it, and nothing else."""

from typing import Any

import pytest
from django.utils import timezone

from forms_builder.logic import Moment, evaluate
from forms_builder.printing.blank_form import Edition
from forms_builder.printing.filled_form import Filled, Occasion, filled_form
from forms_builder.printing.paper import Paper, Table
from forms_builder.printing.renderer import render
from forms_builder.printing.wording import Wording
from forms_builder.questions import types
from forms_builder.schema import Document, Question, walk
from tests.factories.forms import ask, choices, document, group, page, publish, repeat
from tests.printing.conftest import answers_to, printed_keys
from tests.support.pdf_text import Pdf, without_spaces


def printed(form: Document, answers: dict[str, Any], *languages: str, **more: Any) -> Paper:
    filled = Filled(answers, **more)
    return filled_form(form, Edition("sample", 1), filled, Occasion(), Wording(languages or ("en",)))


def read(paper: Paper) -> str:
    return Pdf(render(paper)).text


def test_answers_are_told_in_words_and_the_script_of_the_print() -> None:
    form = document(
        page(
            "about",
            ask("sex", "choose_one", choices=choices("girl", "boy")),
            ask("needs", "choose_many", choices=choices("food", "shelter")),
            ask("met_on", "date"),
            ask("name", decline=True),
        )
    )
    answers = {"sex": "girl", "needs": ["food", "shelter"], "met_on": "2026-03-05", "name": "__declined"}
    text = read(printed(form, answers, "bn"))
    for words in ("Girl (bn)", "Food (bn), Shelter (bn)", "০৫/০৩/২০২৬", "বলতে চাননি"):
        assert words in text
    assert "__declined" not in text
    assert "girl" not in text


def test_both_languages_tell_words_twice_and_numbers_once() -> None:
    form = document(page("about", ask("sex", "choose_one", choices=choices("girl")), ask("age", "integer")))
    text = read(printed(form, {"sex": "girl", "age": 12}, "bn", "en"))
    assert "Girl (bn)" in text
    assert "Girl" in text.replace("Girl (bn)", "")
    assert "১২" in text
    assert "12" not in text.partition("sample-v1")[0]


def test_what_is_withheld_is_said_and_not_told() -> None:
    form = document(page("about", ask("name"), ask("diagnosis"), repeat("visits", ask("town"), ask("why"))))
    answers = {"name": "Example", "visits": [{"_id": "1", "town": "Example town"}]}
    text = read(printed(form, answers, withheld={"diagnosis", "why"}))
    assert text.count("(Withheld)") == 2
    assert "Diagnosis" in text


def test_what_was_not_answered_is_left_out_and_what_is_missing_is_named() -> None:
    form = document(page("about", ask("name"), ask("town")), page("more", ask("other")))
    paper = printed(form, {}, missing={("town",)})
    assert printed_keys(paper) == ["about", "town"]
    assert "Still to be answered" in read(paper)


def test_a_record_without_answers_says_so() -> None:
    assert "Nothing was answered" in read(printed(document(page("about", ask("name"))), {}))


def test_rows_are_a_table_and_blocks_where_there_is_more_in_them() -> None:
    plain = repeat("people", ask("name"), ask("never"))
    nested = repeat("visits", group("where", ask("town")))
    answers = {
        "people": [{"_id": "1", "name": "Example One"}, {"_id": "2", "name": "Example Two"}],
        "visits": [{"_id": "1", "town": "Example town"}],
    }
    paper = printed(document(page("about", plain, nested)), answers)
    table = next(block for block in paper.blocks if isinstance(block, Table))
    assert [column.key for column in table.columns] == ["name"]
    text = read(paper)
    for words in ("Example One", "Example Two", "Visits 1", "Example town"):
        assert words in text


def test_notes_that_may_not_apply_are_left_out() -> None:
    form = document(
        page("about", ask("said", "note"), ask("maybe", "note", show_if="${name} = 'x'"), ask("name"))
    )
    assert printed_keys(printed(form, {"name": "Example"})) == ["about", "said", "name"]


def test_line_breaks_and_hostile_words_are_kept() -> None:
    form = document(page("about", ask("story", "long_text")))
    text = read(printed(form, {"story": "#panic() *a*\n@b $c$ \\ ]"}))
    assert "#panic() *a*" in text
    assert "@b $c$ \\ ]" in text


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["f10", "f23"])
@pytest.mark.parametrize("languages", [("bn",), ("bn", "en")])
def test_a_filled_form_of_the_pack_prints_every_answer_in_order(
    pack_forms: dict[str, Document], key: str, languages: tuple[str, ...]
) -> None:
    version = publish(pack_forms[key], key)
    form = version.parsed
    given = answers_to(tuple(item for part in form.pages for item in part.items))
    answers = evaluate(version.program, given, Moment(timezone.localtime())).answers
    paper = printed(form, answers, *languages)
    told = set(answers) | {
        name
        for rows in answers.values()
        if isinstance(rows, list)
        for row in rows
        if isinstance(row, dict)
        for name in row
    }
    asked = [place.part for place in walk(form) if isinstance(place.part, Question)]
    stored = [question.key for question in asked if types.of(question).stored and question.key in told]
    assert [name for name in printed_keys(paper) if name in stored] == stored
    text = without_spaces(read(paper))
    for question in asked:
        answer = answers.get(question.key)
        if answer not in (None, "", []) and not isinstance(answer, dict):
            shown = types.of(question).display(question, answer, languages[0])
            assert without_spaces(shown) in text, question.key
