"""The function set of ODK, one family after another."""

from __future__ import annotations

import math

import pytest

from forms_builder.expressions import FUNCTIONS, ExpressionError, Node, to_number, to_string
from tests.expressions.answers import value_of

ODK = """abs acos area asin atan atan2 base64-decode boolean boolean-from-string checklist coalesce concat contains cos
count count-non-empty count-selected current date decimal-date-time decimal-time digest distance ends-with exp exp10
false format-date format-date-time geofence if indexed-repeat instance int intersects join jr:choice-name jr:itext log
log10 max min normalize-space not now number once pi position pow pulldata random randomize regex round selected
selected-at sin sqrt starts-with string string-length substr substring-after substring-before sum tan today translate
true uuid weighted-checklist""".split()
SQUARE = "0 0;0 10;10 10;10 0;0 0"


def test_every_function_of_the_odk_specification_is_there() -> None:
    assert [name for name in ODK if name not in FUNCTIONS] == []


def test_every_function_of_xpath_is_there() -> None:
    core = "last position count id local-name namespace-uri name string concat starts-with contains substring lang"
    assert [name for name in core.split() if name not in FUNCTIONS] == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("substr('hello', 1, 3)", "el"),
        ("substring('hello', 2, 3)", "ell"),
        ("substring-before('2026-03', '-')", "2026"),
        ("normalize-space('  a \n b ')", "a b"),
        ("translate('bar', 'abc', 'AB')", "BAr"),
        ("join(' - ', 'a', 'b')", "a - b"),
        ("concat('a', 1, true())", "a1true"),
        ("base64-decode('4KaV')", "ক"),
        ("base64-decode('not base64!')", ""),
        ("digest('abc', 'SHA-1', 'hex')", "a9993e364706816aba3e25717850c26c9cd0d89d"),
    ],
)
def test_text_functions(source: str, expected: str) -> None:
    assert to_string(value_of(source)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("round(2.5)", 3),
        ("round(-2.5)", -3),
        ("round(2.345, 2)", 2.35),
        ("round(1234, -2)", 1200),
        ("int(-3.9)", -3),
        ("floor(-3.1)", -4),
        ("ceiling(3.1)", 4),
        ("abs(-3)", 3),
        ("pow(2, 10)", 1024),
        ("pow(10, 400)", math.inf),
        ("sqrt(9)", 3),
        ("log10(1000)", 3),
        ("max(1, 5, 3)", 5),
        ("count-selected('a b  c')", 3),
        ("string-length('কখগ')", 3),
    ],
)
def test_number_functions(source: str, expected: float) -> None:
    assert to_number(value_of(source)) == pytest.approx(expected)


def test_sum_and_extremes_read_all_rows() -> None:
    rows = {"row": [{"n": "2"}, {"n": "৩"}, {"n": "4"}]}
    assert value_of("sum(${n})", rows) == 9
    assert value_of("max(${n})", rows) == 4
    assert value_of("min(${n})", rows) == 2


@pytest.mark.parametrize(
    "source", ["sqrt(-1)", "log(-1)", "acos(2)", "0 div 0", "int('x')", "max(//none)", "sum(//a)"]
)
def test_what_has_no_result_is_not_a_number(source: str) -> None:
    assert math.isnan(to_number(value_of(source, {"a": "x"})))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("selected(${s}, 'health')", True),
        ("selected(${s}, 'heal')", False),
        ("selected-at(${s}, 1) = 'legal'", True),
        ("selected-at(${s}, 9) = ''", True),
        ("not(selected(${s}, 'none') and count-selected(${s}) > 1)", True),
        ("checklist(1, 2, true(), false(), 1 = 1)", True),
        ("weighted-checklist(5, -1, true(), 3, true(), 2)", True),
        ("boolean-from-string('true')", True),
        ("regex('01712345678', '^(\\+?880|0)1[3-9][0-9]{8}$')", True),
        ("regex('01712345678x', '[0-9]+')", False),
        ("contains(${s}, 'leg') and ends-with(${s}, 'gal')", True),
    ],
)
def test_conditions(source: str, expected: bool) -> None:
    assert value_of(source, {"s": "health legal"}) is expected


def test_only_the_branch_taken_is_evaluated() -> None:
    assert value_of("if(true(), 'a', no-such-function())") == "a"
    assert value_of("true() or no-such-function()") is True


def test_once_keeps_what_is_there() -> None:
    assert value_of("once('new')", {"a": "old"}, "a") == "old"
    assert value_of("once('new')", {"a": ""}, "a") == "new"


def test_chance_comes_from_the_scope_and_a_seed_always_shuffles_alike() -> None:
    rows = {"row": [{"n": str(n)} for n in range(8)]}
    assert value_of("random()") == value_of("random()")
    assert value_of("uuid()") == value_of("uuid()")
    shuffled = value_of("join('', randomize(${n}, 42))", rows)
    assert shuffled == value_of("join('', randomize(${n}, 42))", rows)
    assert sorted(str(shuffled)) == list("01234567")
    assert shuffled != "01234567"


def test_the_label_of_a_choice_comes_from_the_form() -> None:
    labels = {("sex", "f", "bn"): "নারী"}
    told = value_of("jr:choice-name(${sex}, '${sex}')", {"sex": "f"}, choices=lambda *key: labels.get(key))
    assert told == "নারী"


def test_a_cell_of_an_attached_table_can_be_read() -> None:
    cells = {("wards", "population", "code", "12"): "5400"}
    told = value_of(
        "pulldata('wards', 'population', 'code', ${w}) * 2", {"w": "12"}, pulldata=lambda *key: cells.get(key)
    )
    assert told == 10800


def test_a_function_whose_source_is_missing_says_so() -> None:
    with pytest.raises(ExpressionError) as caught:
        value_of("1 + pulldata('a', 'b', 'c', 'd')")
    assert (caught.value.code, caught.value.position) == ("unavailable", 4)


def test_a_list_is_read_with_the_answers_still_in_reach() -> None:
    wards = Node(
        "root",
        children=[Node("item", children=[Node("name", n), Node("in", d)]) for n, d in ("ax", "by", "cx")],
    )
    found = value_of(
        "join(' ', instance('wards')/root/item[in = /data/d]/name)", {"d": "x"}, instances={"wards": wards}
    )
    assert found == "a c"


def test_places_are_measured() -> None:
    assert to_number(value_of("distance('0 0 0 0;0 1 0 0')")) == pytest.approx(111_318.85)
    assert to_number(value_of("area('0 0;0 1')")) == 0
    assert math.isnan(to_number(value_of("distance('91 0;0 0')")))
    assert value_of(f"geofence('5 5', '{SQUARE}')") is True
    assert value_of(f"geofence('15 5', '{SQUARE}')") is False
    assert value_of(f"geofence('', '{SQUARE}')") is False
    assert value_of(f"intersects('{SQUARE}')") is False
    assert value_of("intersects('0 0;10 10;10 0;0 10')") is True


@pytest.mark.parametrize(
    ("source", "code", "position"),
    [
        ("1 + count('a')", "needs-questions", 10),
        ("1 + nothing()", "unknown-function", 4),
        ("1 + round()", "arity", 4),
        ("'a' and regex('a', '(')", "bad-pattern", 8),
        ("instance('x')/root", "unknown-instance", 0),
    ],
)
def test_what_cannot_be_evaluated_says_where(source: str, code: str, position: int) -> None:
    with pytest.raises(ExpressionError) as caught:
        value_of(source)
    assert (caught.value.code, caught.value.position) == (code, position)
