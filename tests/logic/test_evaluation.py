"""What is shown, what is calculated, what is wrong: a form seen through answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_builder.logic import FaultKind, Path
from forms_builder.schema import Choice, Group, Prefill, Repeat, Required
from tests.logic.builders import ask, form, run

YES_NO = (Choice(value="y", label={"en": "Yes"}), Choice(value="n", label={"en": "No"}))


def faults(evaluation: object) -> list[tuple[FaultKind, Path]]:
    return [(fault.kind, fault.path) for fault in evaluation.faults]  # type: ignore[attr-defined]


def test_a_hidden_question_is_not_required_and_its_answer_is_left_out() -> None:
    document = form(ask("age", "integer"), ask("school", show_if="${age} < 18", required=Required.YES))
    seen = run(document, age=30, school="Demo school")
    assert seen.answers == {"age": 30}
    assert seen.hidden == (("school",),)
    assert faults(seen) == []


def test_what_is_hidden_reads_as_blank_for_others() -> None:
    document = form(
        ask("a"),
        ask("b", show_if="${a} = 'y'"),
        ask("c", show_if="${b} = 'secret'"),
        ask("d", show_if="${b} = ''"),
    )
    seen = run(document, a="n", b="secret", c="x", d="y")
    assert seen.answers == {"a": "n", "d": "y"}


def test_a_hidden_group_hides_all_that_is_in_it() -> None:
    document = form(ask("a"), Group(id="g", key="g", show_if="${a} = 'y'", items=(ask("b"), ask("c"))))
    assert run(document, a="n", b="1", c="2").answers == {"a": "n"}


def test_a_hidden_page_hides_all_that_is_on_it() -> None:
    document = form(ask("b", required=Required.YES), show_if="false()")
    seen = run(document, b="1")
    assert seen.answers == {}
    assert faults(seen) == []
    assert not seen.shows_page(document.pages[0])


def test_a_missing_answer_is_a_fault_or_only_noted() -> None:
    seen = run(form(ask("a", required=Required.YES), ask("b", required=Required.SOFT), ask("c")))
    assert faults(seen) == [(FaultKind.REQUIRED, ("a",))]
    assert seen.missing == (("b",),)


def test_a_rule_says_when_an_answer_is_required() -> None:
    document = form(ask("dead"), ask("why", required_if="${dead} = 'yes'"))
    assert faults(run(document, dead="no")) == []
    assert faults(run(document, dead="yes")) == [(FaultKind.REQUIRED, ("why",))]
    answered = run(document, dead="yes", why="Unknown")
    assert faults(answered) == []
    assert answered.required == {("why",)}


def test_a_check_looks_only_at_what_was_answered() -> None:
    document = form(ask("age", "integer", check=". >= 0 and . <= 25", check_message={"en": "Too old"}))
    assert faults(run(document)) == []
    (fault,) = run(document, age=30).faults
    assert (fault.kind, fault.message) == (FaultKind.CONSTRAINT, {"en": "Too old"})


def test_zero_is_an_answer() -> None:
    assert faults(run(form(ask("n", "integer", required=Required.YES)), n=0)) == []


def test_a_calculation_wins_over_what_was_sent() -> None:
    document = form(ask("a", "integer"), ask("twice", "calculated", calculate="${a} * 2"))
    assert run(document, a=4, twice=99).answers["twice"] == 8


def test_a_calculation_from_nothing_is_blank_not_an_error() -> None:
    document = form(ask("a", "integer"), ask("twice", "calculated", calculate="${a} * 2"))
    assert "twice" not in run(document).answers


def test_rows_see_their_own_answers_and_the_form_sees_them_all() -> None:
    rows = Repeat(
        id="row",
        key="row",
        items=(ask("level"), ask("why", show_if="${level} = 'high'", required=Required.YES)),
    )
    document = form(rows, ask("high", "calculated", calculate="count(${row}[level='high'])"))
    seen = run(document, row=[{"_id": "1", "level": "high"}, {"_id": "2", "level": "low", "why": "x"}])
    assert seen.answers == {"row": [{"_id": "1", "level": "high"}, {"_id": "2", "level": "low"}], "high": 1}
    assert faults(seen) == [(FaultKind.REQUIRED, ("row", 0, "why"))]
    assert seen.hidden == (("row", 1, "why"),)


def test_too_few_and_too_many_rows_are_faults() -> None:
    document = form(Repeat(id="row", key="row", minimum=1, maximum=2, items=(ask("a"),)))
    assert faults(run(document)) == [(FaultKind.ROWS, ("row",))]
    assert faults(run(document, row=[{"a": "1"}])) == []
    assert faults(run(document, row=[{"a": "1"}] * 3)) == [(FaultKind.ROWS, ("row",))]


def test_a_hidden_repeat_asks_for_no_rows() -> None:
    document = form(ask("a"), Repeat(id="row", key="row", show_if="${a} = 'y'", minimum=1, items=(ask("b"),)))
    assert faults(run(document, a="n")) == []
    assert faults(run(document, a="y")) == [(FaultKind.ROWS, ("row",))]


def test_a_stranger_among_the_choices_is_a_fault() -> None:
    document = form(ask("a", "choose_one", choices=YES_NO))
    assert faults(run(document, a="maybe")) == [(FaultKind.CHOICE, ("a",))]
    assert faults(run(document, a="y")) == []


def test_declining_to_answer_is_always_a_choice() -> None:
    assert (
        faults(run(form(ask("a", "choose_one", choices=YES_NO, required=Required.YES)), a="__declined")) == []
    )


def test_a_choice_that_stands_alone_refuses_company() -> None:
    choices = (*YES_NO, Choice(value="none", label={"en": "None"}, exclusive=True))
    document = form(ask("a", "choose_many", choices=choices))
    assert faults(run(document, a=["y", "none"])) == [(FaultKind.EXCLUSIVE, ("a",))]
    assert faults(run(document, a=["none"])) == []


def test_a_retired_choice_stays_where_it_was_chosen_and_is_offered_to_nobody_else() -> None:
    document = form(ask("a", "choose_one", choices=(*YES_NO, Choice(value="old", label={}, retired=True))))
    assert faults(run(document, a="old")) == []
    assert [choice.value for choice in run(document).choices[("a",)]] == ["y", "n"]


def test_a_choice_filter_leaves_what_fits_the_other_answer() -> None:
    upazilas = (
        Choice(value="sadar", label={}, filters={"district": "jashore"}),
        Choice(value="savar", label={}, filters={"district": "dhaka"}),
    )
    document = form(ask("d"), ask("u", "choose_one", choices=upazilas, choice_filter="district = ${d}"))
    assert [choice.value for choice in run(document, d="dhaka").choices[("u",)]] == ["savar"]
    assert faults(run(document, d="dhaka", u="sadar")) == [(FaultKind.CHOICE, ("u",))]


def test_today_is_today_in_dhaka() -> None:
    document = form(ask("on", "date", check=". <= today()"))
    assert faults(run(document, on="2026-03-01")) == []
    assert faults(run(document, on="2026-03-02")) == [(FaultKind.CONSTRAINT, ("on",))]


def test_digits_of_both_scripts_compare_equal() -> None:
    document = form(ask("a"), ask("b", show_if="${a} = 12"))
    assert run(document, a="১২", b="x").answers["b"] == "x"


def test_the_reference_is_never_asked_for() -> None:
    assert faults(run(form(ask("no", prefill=Prefill.REFERENCE, required=Required.YES)))) == []


def test_a_rule_that_fails_while_running_hides_nothing_and_says_so() -> None:
    document = form(ask("a"), ask("b", show_if="regex(${a}, ${a})"))
    seen = run(document, a="(", b="x")
    assert seen.answers["b"] == "x"
    assert faults(seen) == [(FaultKind.RULE, ("b",))]


anything = st.recursive(
    st.none() | st.text(max_size=5) | st.integers() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)


@given(
    a=anything,
    b=anything,
    rows=st.lists(st.dictionaries(st.sampled_from(["c", "_id"]), anything), max_size=3),
)
def test_no_answer_whatever_it_is_breaks_the_evaluation(a: object, b: object, rows: list[object]) -> None:
    document = form(
        ask("a", "integer", check=". > 3"),
        ask("b", "choose_many", choices=YES_NO, show_if="${a} != 1"),
        Repeat(id="row", key="row", items=(ask("c", "date", check=". <= today()"),)),
        ask("n", "calculated", calculate="count(${row}[c != '']) + ${a}"),
    )
    run(document, a=a, b=b, row=rows)


@pytest.mark.parametrize("depth", [1, 30])
def test_groups_may_nest(depth: int) -> None:
    item: object = ask("deep", show_if="${a} = 'y'")
    for level in range(depth):
        item = Group(id=f"g{level}", key=f"g{level}", items=(item,))  # type: ignore[arg-type]
    assert run(form(ask("a"), item), a="y", deep="x").answers["deep"] == "x"  # type: ignore[arg-type]
