"""References, repeats, blanks and relevance: which answers an expression sees from where it stands."""

from __future__ import annotations

import math

import pytest

from forms_builder.expressions import Node, NodeSet, evaluate, parse, to_number, to_string
from tests.expressions.answers import child, scope_at, tree, value_of

NEEDS = {
    "office": "dhaka",
    "need": [
        {"level": "urgent", "days": "3"},
        {"level": "high", "days": ""},
        {"level": "urgent", "days": "5"},
    ],
}


def test_rows_of_a_repeat_are_counted_by_a_condition() -> None:
    assert value_of("count(${need}[level = 'urgent']) * 3 + count(${need}[level='high']) * 2", NEEDS) == 8


def test_a_question_inside_a_repeat_sees_its_own_row() -> None:
    root = tree(NEEDS)
    second = root.children[2]
    assert to_string(evaluate(parse("${level}"), scope_at(child(second, "days"), root))) == "high"
    assert to_string(evaluate(parse("../level"), scope_at(child(second, "days"), root))) == "high"


def test_a_question_outside_a_repeat_sees_all_rows() -> None:
    assert value_of("count(${level})", NEEDS) == 3
    assert value_of("join(', ', ${level})", NEEDS) == "urgent, high, urgent"


def test_a_question_inside_a_repeat_sees_what_is_outside() -> None:
    root = tree(NEEDS)
    inside = child(root.children[1], "days")
    assert evaluate(parse("${office} = 'dhaka'"), scope_at(inside, root)) is True


def test_a_row_knows_its_number() -> None:
    root = tree(NEEDS)
    assert evaluate(parse("position(..)"), scope_at(child(root.children[3], "days"), root)) == 3


def test_a_question_can_ask_for_another_row() -> None:
    root = tree(NEEDS)
    inside = child(root.children[1], "days")
    value = evaluate(parse("indexed-repeat(${days}, ${need}, 3)"), scope_at(inside, root))
    assert to_string(value) == "5"
    before = evaluate(
        parse("/data/need[position() = position(current()/..) + 2]/days"), scope_at(inside, root)
    )
    assert to_string(before) == "5"


def test_a_blank_number_makes_every_comparison_false() -> None:
    assert value_of("${age} > 3", {"age": ""}) is False
    assert value_of("${age} <= 3", {"age": ""}) is False


def test_a_blank_number_is_not_zero() -> None:
    assert value_of("${age} = 0", {"age": ""}) is False
    assert math.isnan(to_number(value_of("${a} + 1", {"a": ""})))
    assert value_of("coalesce(${a}, 0) + 1", {"a": ""}) == 1


def test_blank_equals_the_empty_text() -> None:
    assert value_of("${a} = ''", {"a": ""}) is True
    assert value_of("${a} != 'x'", {"a": ""}) is True


def test_what_is_not_relevant_reads_as_blank() -> None:
    root = tree({"reason": "lost", "other": "1", "group": {"inner": "2"}})
    child(root, "reason").relevant = False
    child(root, "group").relevant = False
    scope = scope_at(child(root, "other"), root)

    def says(source: str) -> object:
        return evaluate(parse(source), scope)

    assert says("${reason} = 'lost'") is False
    assert says("${reason} = ''") is True
    assert says("${reason} != 'lost'") is True
    assert says("/data/reason != 'lost'") is True
    assert says("string(${reason})") == ""
    assert says("string-length(${inner})") == 0
    assert math.isnan(to_number(says("${inner} + 1")))  # type: ignore[arg-type]
    assert says("count(${reason})") == 0
    assert says("string(/data)") == "1"
    assert says("concat(${reason}, ${other}, ${inner})") == "1"


def test_rows_that_are_not_relevant_are_not_counted_but_keep_their_place() -> None:
    root = tree(NEEDS)
    root.children[1].relevant = False
    scope = scope_at(child(root, "office"), root)
    assert evaluate(parse("count(${need})"), scope) == 2
    assert evaluate(parse("count(${need}[level = 'urgent'])"), scope) == 1
    assert to_string(evaluate(parse("${need}[3]/days"), scope)) == "5"


def test_a_repeat_without_rows_reads_as_blank() -> None:
    root = tree({"a": "1"})
    scope = scope_at(root, root)
    assert evaluate(parse("${need} = ''"), scope) is True
    assert evaluate(parse("count(${need})"), scope) == 0


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/data/need[2]/level", "high"),
        ("//level[. = 'high']/../days/preceding-sibling::level", "high"),
        ("need[last()]/days", "5"),
        ("child::need[days > 3]/level", "urgent"),
        ("descendant::days[. != ''][2]", "5"),
        ("need[1]/following-sibling::need[1]/level", "high"),
        ("need[3]/preceding-sibling::need[1]/level", "high"),
        ("self::data/office/text()", "dhaka"),
        ("(//level)[2]", "high"),
        ("(need[1] | office)[1]", "dhaka"),
    ],
)
def test_paths_walk_the_answers(path: str, expected: str) -> None:
    assert to_string(value_of(path, NEEDS)) == expected


def test_a_union_has_each_node_once_and_in_order() -> None:
    found = value_of("need[2] | need[1] | need[position() < 3] | office", NEEDS)
    assert isinstance(found, NodeSet)
    assert [node.name for node in found] == ["office", "need", "need"]


def test_attributes_can_be_read() -> None:
    root = Node("data", children=[Node("a", "1", attributes={"unit": "kg"})])
    assert evaluate(parse("a/@unit = 'kg'"), scope_at(root, root)) is True
