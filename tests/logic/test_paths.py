"""Rules that walk the form by paths, and names that are no keys."""

import pytest

from forms_builder.logic import RuleKind
from forms_builder.schema import Group, Repeat
from tests.logic.builders import ask, form, problems, program, run


def named(key: str, name: str, kind: str = "text", **more: object) -> object:
    return ask(key, kind, extra={"name": name}, **more)


@pytest.mark.parametrize("rule", ["${Q1.a} = 'y'", "/data/Group.A/Q1.a = 'y'", "../Group.A/Q1.a = 'y'"])
def test_a_name_that_is_no_key_means_its_question(rule: str) -> None:
    group = Group(id="g", key="group_a", extra={"name": "Group.A"}, items=(named("q1_a", "Q1.a"),))  # type: ignore[arg-type]
    document = form(group, ask("b", show_if=rule))
    assert problems(document) == []
    assert run(document, q1_a="y", b="x").answers == {"q1_a": "y", "b": "x"}
    assert run(document, q1_a="n", b="x").answers == {"q1_a": "n"}


def test_the_answers_are_filed_under_the_key() -> None:
    document = form(
        named("age", "Age", "integer"), named("next", "Next", "calculated", calculate="${Age} + 1")
    )  # type: ignore[arg-type]
    assert run(document, age=4).answers == {"age": 4, "next": 5}


def test_a_name_that_a_loop_repeats_means_the_one_nearby() -> None:
    def turn(key: str) -> Group:
        inside = (
            named(f"{key}_n", "n", "integer"),
            named(f"{key}_why", "why", show_if="${n} > 3"),
        )
        return Group(id=key, key=key, items=inside)  # type: ignore[arg-type]

    seen = run(form(turn("a"), turn("b")), a_n=1, a_why="x", b_n=5, b_why="y")
    assert seen.answers == {"a_n": 1, "b_n": 5, "b_why": "y"}


@pytest.mark.parametrize("rule", ["/data/g/late * 2", "../g/late * 2", "//late * 2", "/data/*/late * 2"])
def test_what_a_path_reads_is_worked_out_before(rule: str) -> None:
    late = ask("late", "calculated", calculate="${n} + 1")
    document = form(
        ask("n", "integer"), ask("twice", "calculated", calculate=rule), Group(id="g", key="g", items=(late,))
    )
    assert program(document).order == (("late", RuleKind.CALCULATE), ("twice", RuleKind.CALCULATE))
    assert run(document, n=4).answers["twice"] == 10


def test_what_a_predicate_reads_is_worked_out_before() -> None:
    rows = Repeat(
        id="row",
        key="row",
        items=(ask("n", "integer"), ask("high", "calculated", calculate="if(${n} > 5, 'y', 'n')")),
    )
    document = form(ask("many", "calculated", calculate="count(${row}[high = 'y'])"), rows)
    assert run(document, row=[{"n": 9}, {"n": 1}, {"n": 7}]).answers["many"] == 2


def test_a_circle_through_paths_is_found() -> None:
    document = form(
        ask("a", "calculated", calculate="/data/b + 1"), ask("b", "calculated", calculate="../a + 1")
    )
    assert [problem.code for problem in problems(document)] == ["circle"]


def test_a_path_to_oneself_is_a_circle() -> None:
    assert [p.code for p in problems(form(ask("a", "calculated", calculate="/data/a + 1")))] == ["circle"]


def test_asking_for_ones_place_is_no_circle() -> None:
    rows = Repeat(
        id="row",
        key="row",
        items=(
            ask("no", "calculated", calculate="position(..)"),
            ask("next", "calculated", calculate="${no} + 1"),
            ask("of", "calculated", calculate="count(${row})"),
        ),
    )
    seen = run(form(rows), row=[{}, {}])
    assert seen.answers["row"] == [{"no": 1, "next": 2, "of": 2}, {"no": 2, "next": 3, "of": 2}]


def test_the_top_may_have_a_name_of_its_own() -> None:
    document = form(ask("a"), ask("b", show_if="/survey/a = 'y'")).model_copy(
        update={"extra": {"xlsform": {"settings": {"name": "survey"}}}}
    )
    assert problems(document) == []
    assert "b" in run(document, a="y", b="x").answers
