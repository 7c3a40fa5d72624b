"""What is found wrong with a form before anybody fills it in."""

from forms_builder.logic import RuleKind
from forms_builder.schema import Group, Repeat
from tests.logic.builders import ask, form, problems, program


def test_a_sound_form_has_no_problems() -> None:
    assert problems(form(ask("age", "integer"), ask("school", show_if="${age} < 18"))) == []


def test_two_questions_with_one_key_are_named() -> None:
    found = problems(form(ask("age"), ask("age").model_copy(update={"id": "other"})))
    assert [(p.code, p.key) for p in found] == [("duplicate-key", "age")]


def test_a_misspelt_question_is_found_with_its_place_in_the_rule() -> None:
    (found,) = problems(form(ask("age", "integer"), ask("b", show_if="1 = ${agee}")))
    assert (found.code, found.key, found.rule, found.position) == ("unknown-name", "b", "relevant", 4)
    assert found.params["suggestion"] == "age"


def test_a_rule_that_cannot_be_read_says_where() -> None:
    (found,) = problems(form(ask("a", show_if="1 + ")))
    assert (found.code, found.key) == ("unexpected-end", "a")


def test_questions_that_depend_on_each_other_in_a_circle_are_named() -> None:
    found = problems(
        form(ask("a", show_if="${b} = 'x'"), ask("b", show_if="${c} = 'x'"), ask("c", show_if="${a} = 'x'"))
    )
    assert [p.code for p in found] == ["circle"]
    assert set(found[0].params["keys"].split(", ")) == {"a", "b", "c"}


def test_a_calculation_that_reads_itself_is_a_circle() -> None:
    assert [p.code for p in problems(form(ask("n", "calculated", calculate="${n} + 1")))] == ["circle"]


def test_a_check_may_read_its_own_question() -> None:
    assert problems(form(ask("age", "integer", check="${age} > 3 and . < 99"))) == []


def test_a_question_shown_by_a_calculation_is_settled_after_it() -> None:
    order = program(
        form(
            ask("shown", show_if="${sum} > 3"),
            ask("sum", "calculated", calculate="${a} + 1"),
            ask("a", "integer"),
        )
    ).order
    assert order == (("sum", RuleKind.CALCULATE), ("shown", RuleKind.RELEVANT))


def test_counting_rows_waits_for_all_that_is_in_them() -> None:
    rows = Repeat(
        id="row", key="row", items=(ask("n", "integer"), ask("twice", "calculated", calculate="${n} * 2"))
    )
    order = program(form(ask("all", "calculated", calculate="sum(${twice})"), rows)).order
    assert order[-1] == ("all", RuleKind.CALCULATE)


def test_a_group_is_settled_before_what_is_in_it() -> None:
    group = Group(id="g", key="g", show_if="${a} = 'y'", items=(ask("b", show_if="${c} = 'y'"),))
    order = program(form(ask("a"), ask("c"), group)).order
    assert order.index(("g", RuleKind.RELEVANT)) < order.index(("b", RuleKind.RELEVANT))
