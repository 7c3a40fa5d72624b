"""What is found before anybody fills in the form."""

from __future__ import annotations

import pytest

from forms_builder.expressions import Problem, ValueType, check, parse

KINDS = {
    "age": ValueType.NUMBER,
    "born": ValueType.DATE,
    "sex": ValueType.CHOICE,
    "services": ValueType.CHOICES,
    "name": ValueType.TEXT,
    "place": ValueType.GEO,
    "need": ValueType.NODES,
}


def problems(source: str, here: ValueType = ValueType.ANY) -> list[Problem]:
    return check(parse(source), names=KINDS, here=here, lists={"wards"})


@pytest.mark.parametrize(
    "source",
    [
        "${age} < 18 and selected(${services}, 'health')",
        "${born} <= today() and . != ''",
        "${born} > '2020-01-01'",
        "${age} = '18' or ${age} = ''",
        "${sex} >= 1",
        "today() - ${born} > 18 * 365.25",
        "${born} <= date(decimal-date-time(today()) + 92)",
        "count(${need}[level = 'urgent']) > 0",
        "instance('wards')/root/item[code = ${age}]",
        "regex(${name}, '^[A-Z]+$')",
        "if(${age} > 3, ${name}, ${age}) = 'x'",
        "${services} = 'health'",
    ],
)
def test_a_sensible_expression_is_clean(source: str) -> None:
    assert problems(source) == []


def test_an_unknown_question_is_named_with_the_nearest_one() -> None:
    [found] = problems("1 + ${agee}")
    assert (found.code, found.position, found.length) == ("unknown-name", 4, 7)
    assert found.params == {"name": "agee", "suggestion": "age"}
    assert found.message == "There is no question called “agee”."


def test_an_unknown_function_is_named_with_the_nearest_one() -> None:
    [found] = problems("slected(${services}, 'a')")
    assert (found.code, found.position, found.length) == ("unknown-function", 0, 7)
    assert found.params["suggestion"] == "selected"


def test_a_wrong_number_of_values_says_how_many_are_right() -> None:
    [found] = problems("true() and substr('a', 1, 2, 3)")
    assert found.position == 11
    assert found.message == "The function “substr” takes 2-3 values, not 4."


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("count('a')", "needs-questions"),
        ("sum(1 + 2)", "needs-questions"),
        ("${age} > 'many'", "type-clash"),
        ("${age} = 'many'", "type-clash"),
        ("${born} > 18", "type-clash"),
        ("${born} = ${age}", "type-clash"),
        ("${born} < ${services}", "type-clash"),
        ("${place} * 2", "type-clash"),
        ("${services} + 1", "type-clash"),
        ("'a' + 1", "type-clash"),
        ("selected(${age}, '1')", "type-clash"),
        ("count-selected(${born})", "type-clash"),
        ("1 | ${age}", "type-clash"),
        ("regex(., '(?<=a)b')", "bad-pattern"),
        ("jr:choice-name(${sex}, '${seks}')", "unknown-name"),
        ("instance('towns')/root/item", "unknown-instance"),
    ],
)
def test_a_mistake_is_found(source: str, code: str) -> None:
    assert [found.code for found in problems(source)] == [code]


def test_the_question_itself_has_a_kind() -> None:
    assert [found.code for found in problems(". > 18", ValueType.DATE)] == ["type-clash"]
    assert problems(". > 18", ValueType.NUMBER) == []


def test_problems_come_in_the_order_of_the_text() -> None:
    found = problems("${x1} and nothing() and ${x2} and count(1)")
    assert [problem.position for problem in found] == [0, 10, 24, 40]


def test_without_names_only_the_expression_itself_is_checked() -> None:
    assert check(parse("${whatever} > 3")) == []
