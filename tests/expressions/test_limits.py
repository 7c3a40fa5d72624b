"""Nobody can stop the server with an expression, and long choice lists stay quick."""

from __future__ import annotations

import time
from datetime import datetime

import pytest

from forms_builder.expressions import (
    ExpressionError,
    Node,
    NodeSet,
    Scope,
    evaluate,
    nearest_named,
    parse,
    to_string,
)
from tests.expressions.answers import DHAKA, NOON, scope_at, tree, value_of


def items(count: int) -> Node:
    """A choice list: codes u0, u1 …, each in one of 64 districts."""
    return Node(
        "root",
        children=[
            Node(
                "item",
                children=[Node("name", f"u{n}"), Node("district", f"d{n % 64}"), Node("size", str(n % 9))],
            )
            for n in range(count)
        ],
    )


LISTS = {"unions": items(10_000)}


def scope_with_lists(answers: dict[str, str]) -> Scope:
    root = tree(answers)
    return scope_at(root, root, instances=LISTS)


@pytest.mark.parametrize(
    "source",
    [
        "count(//*[count(//*) > 3])",
        "count(instance('unions')/root/item[../nothing])",
        "count(instance('unions')/root/item[preceding::nothing])",
        "count(instance('unions')/root/item[string(..) = 'x'])",
        "count(instance('unions')/root/item[concat(..) = 'x'])",
        "count(instance('unions')/root/item[.. = 'x'])",
        "count(instance('unions')/root/item[position(.) = 5])",
        "count(instance('unions')/root/item[name/.. | district/..])",
    ],
)
def test_an_expression_that_reads_the_tree_again_and_again_is_stopped(source: str) -> None:
    root = tree({f"q{n}": "1" for n in range(1_000)})
    started = time.perf_counter()
    with pytest.raises(ExpressionError) as caught:
        evaluate(parse(source), scope_at(root, root, instances=LISTS))
    assert caught.value.code == "too-much"
    assert time.perf_counter() - started < 2


def test_a_text_cannot_be_blown_up() -> None:
    long = "x" * 3_900
    with pytest.raises(ExpressionError):
        evaluate(parse(f"join('{long}', instance('unions')/root/item)"), scope_with_lists({}))


def test_the_caller_sets_the_cap() -> None:
    root = tree({f"q{n}": "1" for n in range(100)})
    with pytest.raises(ExpressionError):
        evaluate(parse("count(//*)"), Scope(root, root, NOON, max_steps=50))
    assert evaluate(parse("count(//*)"), Scope(root, root, NOON, max_steps=500)) == 101


def test_every_evaluation_starts_with_a_full_count() -> None:
    root = tree({f"q{n}": "1" for n in range(100)})
    scope = Scope(root, root, NOON, max_steps=500)
    assert [evaluate(parse("count(//*)"), scope) for _ in range(20)] == [101] * 20


def test_a_pattern_made_to_hang_answers_at_once() -> None:
    started = time.perf_counter()
    assert value_of("regex(${t}, '(a+)+$')", {"t": "a" * 5_000 + "!"}) is False
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize("pattern", ["(?=a)", r"(a)\1", "a{2000}", "(", "x" * 1_001])
def test_a_pattern_that_cannot_be_run_safely_is_refused(pattern: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        value_of(f"regex('a', '{pattern}')")
    assert caught.value.code == "bad-pattern"


def test_a_cascade_over_ten_thousand_choices_is_answered_from_a_table() -> None:
    rule = parse("instance('unions')/root/item[district = ${district}]")
    scope = scope_with_lists({"district": "d7"})
    found = evaluate(rule, scope)
    assert isinstance(found, NodeSet)
    assert len(found) == 157
    started = time.perf_counter()
    for _ in range(20):
        evaluate(rule, scope)
    assert (time.perf_counter() - started) / 20 < 0.005


@pytest.mark.parametrize(
    "condition",
    [
        "district = ${d}",
        "${d} = district",
        "district = ${d} and size = 7",
        "size = 7 and contains(name, '1') and district = ${d}",
        "size = ${n}",
        "size = 3",
        "district = ${none}",
        "district = concat('d', ${n})",
        "district = current()/d",
        "district = /data/d",
        "district = //d | //n",
        "name = 'u১২'",
        "district = true()",
        "district = 'd1' or district = 'd2'",
    ],
)
def test_the_table_finds_what_reading_every_item_finds(condition: str) -> None:
    small = items(300)
    root = tree({"d": "d5", "n": "3", "none": ""})
    scope = scope_at(root, root, instances={"list": small})
    by_table = evaluate(parse(f"join(' ', instance('list')/root/item[{condition}]/name)"), scope)
    by_reading = evaluate(
        parse(f"join(' ', instance('list')/root/item[position() > 0][{condition}]/name)"), scope
    )
    assert by_table == by_reading
    assert by_table or "none" in condition


def test_places_in_a_filtered_list_count_what_is_left() -> None:
    scope = scope_with_lists({"d": "d5"})
    assert to_string(evaluate(parse("instance('unions')/root/item[district = ${d}][2]/name"), scope)) == "u69"
    assert (
        to_string(evaluate(parse("instance('unions')/root/item[position() = 2 and size = 1]/name"), scope))
        == "u1"
    )


def test_a_simple_rule_takes_microseconds() -> None:
    root = tree({"age": "17", "services": "health legal"})
    scope = Scope(root, root, datetime(2026, 3, 15, tzinfo=DHAKA), nearest_named(root))
    rule = parse("${age} < 18 and selected(${services}, 'health')")
    evaluate(rule, scope)
    best = min(_seconds(rule, scope) for _ in range(20))
    assert best < 0.000_1


def _seconds(rule: object, scope: Scope) -> float:
    started = time.perf_counter()
    for _ in range(20):
        evaluate(rule, scope)  # type: ignore[arg-type]
    return (time.perf_counter() - started) / 20
