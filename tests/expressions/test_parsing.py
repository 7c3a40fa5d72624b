"""What a form admin may write, and where the finger points when it is wrong."""

from __future__ import annotations

import copy

import pytest

from forms_builder.expressions import Expression, ExpressionError, parse
from tests.expressions.answers import value_of


def fault_of(source: str) -> tuple[str, int]:
    with pytest.raises(ExpressionError) as caught:
        parse(source)
    return caught.value.code, caught.value.position


@pytest.mark.parametrize(
    ("source", "code", "position"),
    [
        ("", "empty", 0),
        ("   ", "empty", 3),
        ("${age} >", "unexpected-end", 8),
        ("${age} > > 3", "unexpected", 9),
        ("${age > 3", "unclosed-reference", 0),
        ("1 + 'abc", "unclosed-text", 4),
        ("selected(${a}, 'x'", "unexpected-end", 18),
        ("${a} = 1)", "unexpected", 8),
        ("$age > 3", "variable", 0),
        ("${a} # 3", "bad-character", 5),
        ("${a} && ${b}", "bad-character", 5),
        ("${a} AND ${b}", "unexpected", 5),
        ("sideways::a", "unknown-axis", 0),
        ("1 + \0", "bad-character", 4),
        ("1 + '\ud800'", "bad-character", 5),
    ],
)
def test_a_mistake_is_refused_at_its_place(source: str, code: str, position: int) -> None:
    assert fault_of(source) == (code, position)


def test_an_expression_over_four_thousand_characters_is_refused() -> None:
    assert fault_of("1" + " + 1" * 1000)[0] == "too-long"


def test_a_sum_of_hundreds_of_questions_is_not_deep() -> None:
    assert len(parse(" + ".join(f"${{q{n}}}" for n in range(300))).references) == 300


@pytest.mark.parametrize("opening", ["(", "not(", "a[", "-("])
def test_more_than_forty_levels_of_brackets_are_refused(opening: str) -> None:
    closing = "]" if opening.endswith("[") else ")"
    parse(opening * 39 + "1" + closing * 39)
    assert fault_of(opening * 41 + "1" + closing * 41)[0] == "too-deep"


def test_curled_quotation_marks_from_a_word_processor_are_understood() -> None:
    assert value_of("${a} = ‘yes’ and ${a} != “no”", {"a": "yes"}) is True
    assert value_of("string-length('it’s')") == 4
    assert fault_of("${a} = ‘yes") == ("unclosed-text", 7)


def test_the_source_is_kept_byte_for_byte() -> None:
    source = "  ${age}\n >=  18   and selected( ${s} ,'a')\t"
    assert parse(source).source == source


def test_an_expression_knows_the_questions_and_functions_it_uses() -> None:
    made = parse("if(${a} = 1, count(${row}[x = ${b}]), jr:choice-name(${c}, '${d}'))")
    assert made.references == {"a", "row", "b", "c", "d"}
    assert made.functions == {"if", "count", "jr:choice-name"}


def test_the_same_source_is_parsed_once() -> None:
    assert parse("${only} = 'once'") is parse("${only} = 'once'")


def test_a_question_may_have_a_bangla_name() -> None:
    assert parse("${বয়স} > 3").references == {"বয়স"}


def test_an_operator_word_is_still_a_name_where_a_name_belongs() -> None:
    assert isinstance(parse("div div mod"), Expression)
    assert isinstance(parse("/data/and or or"), Expression)


def test_an_expression_survives_a_cache() -> None:
    assert copy.deepcopy(parse("${a} = 2")) is parse("${a} = 2")


def test_an_error_reads_as_a_sentence() -> None:
    with pytest.raises(ExpressionError, match="There is no axis called “sideways”"):
        parse("sideways::a")
