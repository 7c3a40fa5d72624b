"""Conditions that can never hold, questions nobody will ever see, rules that wait for what comes later."""

import pytest

from forms_builder.logic import Problem, Severity
from forms_builder.schema import Choice, Document, Group, Repeat
from tests.logic.builders import ask, form, problems

FRUITS = tuple(Choice(value=value, label={"en": value}) for value in ("apple", "mango", "none"))


def found(document: Document) -> list[tuple[str, str, str]]:
    """Code, key and rule of each problem."""
    return [(problem.code, problem.key, problem.rule) for problem in problems(document)]


def shown_if(condition: str) -> Document:
    """A question under this condition, after questions of several kinds."""
    return form(
        ask("age", "integer"),
        ask("on", "date"),
        ask("words"),
        ask("fruit", "choose_one", choices=FRUITS),
        ask("fruits", "choose_many", choices=FRUITS),
        ask("asked", show_if=condition),
    )


@pytest.mark.parametrize(
    "condition",
    [
        "false()",
        "1 = 2",
        "'a' = 'b'",
        "not(true())",
        "${age} > 5 and ${age} < 3",
        "${age} > 5 and (${words} = 'x' and ${age} < 3)",
        "5 < ${age} and 5 >= ${age}",
        "${age} = 3 and ${age} = 4",
        "${age} >= 3 and not(${age} > 2)",
        "${age} = '' and ${age} > 0",
        "${age} < -1 and ${age} > 0",
        "${on} > '2026-01-02' and ${on} < '2026-01-01'",
        "${words} = 'a' and ${words} = 'b'",
        "${words} = 'a' and ${words} != 'a'",
        "${fruit} = 'apple' and ${fruit} = 'mango'",
        "selected(${fruit}, 'apple') and selected(${fruit}, 'mango')",
        "selected(${fruits}, 'apple') and not(selected(${fruits}, 'apple'))",
        "(${age} > 9 or ${age} < 3) and ${age} = 5",
        "(${age} > 9 or ${words} = 'b') and ${age} = 5 and ${words} = 'a'",
        "${age} > 5 and ${age} < 3 or false()",
    ],
)
def test_a_condition_that_nothing_can_meet_is_found(condition: str) -> None:
    assert found(shown_if(condition)) == [("never-true", "asked", "relevant")]


@pytest.mark.parametrize(
    "condition",
    [
        "true()",
        "${age} > 5 and ${age} < 6",  # 5.5
        "${age} > 5 or ${age} < 3",
        "not(${age} > 5) and not(${age} <= 5)",  # both when there is no age
        "${age} != 3 and ${age} != 4",
        "${age} = '' or ${age} > 0",
        "${on} > '2026-01-01' and ${on} < '2026-01-03'",
        "${on} <= today() and ${on} > '2026-01-01'",
        "${words} != 'a' and ${words} != 'b'",
        "selected(${fruits}, 'apple') and selected(${fruits}, 'mango')",
        "${fruit} != 'apple' and ${fruit} != 'mango' and ${fruit} != 'none'",
        "${fruit} = '__declined'",
        "string-length(${words}) > 5 and string-length(${words}) < 3",  # not judged
        "${age} > ${age} + 1",  # nor this
    ],
)
def test_a_condition_that_something_can_meet_or_that_cannot_be_judged_is_left_alone(condition: str) -> None:
    assert found(shown_if(condition)) == []


def test_a_value_that_is_no_choice_is_named_with_its_place() -> None:
    document = shown_if("${age} > 3 or selected(${fruits}, 'pear')")
    (problem,) = problems(document)
    assert (problem.code, problem.position, problem.severity) == ("no-such-choice", 34, Severity.WARNING)
    assert problem.params == {"value": "pear", "name": "fruits"}


@pytest.mark.parametrize(
    "condition", ["${fruit} = 'pear'", "'pear' = ${fruit}", "selected(${fruit}, 'pear')"]
)
def test_a_condition_on_no_choice_at_all_is_never_true(condition: str) -> None:
    assert [code for code, _, _ in found(shown_if(condition))] == ["no-such-choice", "never-true"]


def test_a_check_that_no_answer_passes_is_found() -> None:
    assert found(form(ask("n", "integer", check=". > 10 and . < 5"))) == [("never-fits", "n", "constraint")]
    assert found(form(ask("n", "integer", check=". = ''"))) == [("never-fits", "n", "constraint")]
    assert found(form(ask("n", "integer", check=". > 5 and . < 10"))) == []


def test_what_waits_for_a_question_that_is_never_shown_is_never_shown_either() -> None:
    document = form(
        ask("a", show_if="1 = 2"),
        ask("b", show_if="${a} = 'x'"),
        ask("c", show_if="${b} != ''"),
        ask("d", show_if="${b} = ''"),
    )
    assert found(document) == [
        ("never-true", "a", "relevant"),
        ("unreachable", "b", "relevant"),
        ("unreachable", "c", "relevant"),
    ]


def test_what_is_in_a_hidden_group_counts_as_hidden() -> None:
    hidden = Group(id="g", key="g", show_if="false()", items=(ask("a"),))
    assert ("unreachable", "b", "relevant") in found(form(hidden, ask("b", show_if="${a} = 'x'")))


def test_rows_may_differ_so_their_answers_contradict_nothing() -> None:
    rows = Repeat(id="row", key="row", items=(ask("n", "integer"), ask("m", show_if="${n} > 5 and ${n} < 3")))
    everywhere = ask("all", show_if="${n} > 5 and ${n} < 3")
    assert found(form(rows, everywhere)) == [("never-true", "m", "relevant")]


def test_a_rule_that_waits_for_a_later_question_is_told() -> None:
    (problem,) = problems(form(ask("a", show_if="${b} = 'x'"), ask("b")))
    assert (problem.code, problem.key, problem.params, problem.position) == (
        "forward-reference",
        "a",
        {"name": "b"},
        2,
    )
    assert problem.severity is Severity.WARNING


def test_a_calculation_may_wait_for_anything() -> None:
    assert problems(form(ask("sum", "calculated", calculate="${b} + 1"), ask("b", "integer"))) == []


def test_a_condition_with_very_many_branches_is_given_up_on() -> None:
    ways = " and ".join(f"(${{words}} = 'w{n}' or ${{age}} = {n})" for n in range(40))
    assert [p for p in problems(shown_if(ways)) if p.severity is Severity.ERROR] == []


def test_a_list_that_is_not_there_is_told_and_counts_as_empty() -> None:
    document = form(ask("n", "calculated", calculate="count(instance('towns')/root/item)"))
    (problem,) = problems(document)
    assert (problem.code, problem.severity) == ("unknown-instance", Severity.WARNING)


@pytest.mark.parametrize("path", ["/data/nobody", "../nobody", "/other/a", "${a}/nobody"])
def test_a_path_that_leads_nowhere_is_told(path: str) -> None:
    (problem,) = problems(form(ask("a"), ask("b", "calculated", calculate=f"concat({path}, 'x')")))
    assert isinstance(problem, Problem)
    assert (problem.code, problem.position, problem.params) == ("unknown-path", 7, {"path": path})
