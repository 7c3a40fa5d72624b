"""Judging many sets of answers: the shortcut says what the evaluation says, or leaves it to it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_builder.logic import Many, Moment, evaluate
from forms_builder.schema import Choice, Document, Repeat, Required
from tests.logic.builders import ask, form, program

MOMENT = Moment(datetime(2026, 3, 5, 9, tzinfo=UTC), "en")
YES_NO = (Choice(value="y", label={"en": "Yes"}), Choice(value="n", label={"en": "No"}))
SEPARATE = form(
    ask("age", "integer", check=". > 0 and . < 120"),
    ask("agreed", "choose_one", choices=YES_NO, required=Required.YES),
    ask("note", required=Required.SOFT),
)


def many(document: Document) -> Many:
    return Many(program(document), MOMENT)


def test_nothing_is_settled_before_it_was_evaluated_once() -> None:
    judge = many(SEPARATE)
    assert judge.settled({"age": 9, "agreed": "y"}) is None
    judge.evaluate({"age": 9, "agreed": "y"})
    found = judge.settled({"age": 9, "agreed": "y", "gone": "x"})
    assert found is not None
    assert (found.answers, found.missing) == ({"age": 9, "agreed": "y"}, (("note",),))


@pytest.mark.parametrize("answers", [{"age": 9}, {"age": 130, "agreed": "y"}, {"age": 9, "agreed": "maybe"}])
def test_what_is_wrong_is_never_settled(answers: dict[str, Any]) -> None:
    judge = many(SEPARATE)
    judge.evaluate({"age": 9, "agreed": "y"})
    for _turn in range(2):
        assert judge.settled(answers) is None
        assert judge.evaluate(answers).faults


@pytest.mark.parametrize(
    "document",
    [
        form(ask("a"), ask("b", show_if="${a} = 'y'")),
        form(ask("a", "integer"), ask("b", "integer", check=". > ${a}")),
        form(ask("a", "integer"), ask("b", "integer", calculate="${a} + 1")),
        form(ask("a"), ask("b", required_if="${a} = 'y'")),
        form(ask("a", "integer", check=". < random() * 10")),
        form(Repeat(id="r", key="r", items=(ask("a"),))),
    ],
    ids=["show_if", "check", "calculate", "required_if", "chance", "rows"],
)
def test_a_form_whose_questions_depend_on_something_is_evaluated_every_time(document: Document) -> None:
    judge = many(document)
    judge.evaluate({"a": "1"})
    assert judge.settled({"a": "1"}) is None


@given(
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "age": st.integers(-2, 125),
                "agreed": st.sampled_from(["y", "n", "maybe", ""]),
                "note": st.sampled_from(["", "a note"]),
            },
        ),
        max_size=30,
    )
)
def test_what_is_settled_is_what_the_evaluation_gives(rows: list[dict[str, Any]]) -> None:
    judge = many(SEPARATE)
    for answers in rows:
        plain = evaluate(judge.program, answers, MOMENT)
        settled = judge.settled(answers)
        if settled is None:
            judge.evaluate(answers)
        else:
            assert plain.faults == ()
            assert (settled.answers, settled.missing) == (plain.answers, plain.missing)
