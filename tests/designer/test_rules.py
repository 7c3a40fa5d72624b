"""Rules as rows: writing and reading are each other's inverse, and what rows cannot show is left alone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given

from forms_builder.designer.rules import (
    HERE,
    Cascade,
    Group,
    Operator,
    Row,
    Unwritable,
    Value,
    ValueKind,
    read,
    read_cascade,
    write,
    write_cascade,
)
from forms_builder.designer.rules.model import tidy
from forms_builder.expressions import parse
from tests.designer.rows import expressions, rows

PACK = Path(__file__).resolve().parents[2] / "registry/packs/cst_bangladesh/forms"
AGE_BELOW_18 = Row("age", Operator.LESS, Value(ValueKind.NUMBER, "18"))
A_SURVIVOR = Row("category", Operator.IS, Value(ValueKind.TEXT, "survivor"))
NEEDS_HEALTH = Row("needs", Operator.INCLUDES, Value(ValueKind.TEXT, "health"))


@given(rows)
def test_rows_written_and_read_again_are_the_same_rows(some: Group) -> None:
    assert read(write(some)) == some


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("${age} < 18", Group(True, (AGE_BELOW_18,))),
        ("${age}<18 and ${category}='survivor'", Group(True, (AGE_BELOW_18, A_SURVIVOR))),
        (
            "${age} < 18 or (${category} = \"survivor\" and selected(${needs}, 'health'))",
            Group(False, (AGE_BELOW_18, Group(True, (A_SURVIVOR, NEEDS_HEALTH)))),
        ),
        (
            "not(selected(${needs}, 'health'))",
            Group(True, (Row("needs", Operator.EXCLUDES, Value(ValueKind.TEXT, "health")),)),
        ),
        (". >= ${start}", Group(True, (Row(HERE, Operator.AT_LEAST, Value(ValueKind.QUESTION, "start")),))),
        (". <= today()", Group(True, (Row(HERE, Operator.AT_MOST, Value(ValueKind.TODAY)),))),
        ("${name} != ''", Group(True, (Row("name", Operator.ANSWERED),))),
        (
            "${born} > date('2010-01-31')",
            Group(True, (Row("born", Operator.MORE, Value(ValueKind.DATE, "2010-01-31")),)),
        ),
        ("${t} = -5", Group(True, (Row("t", Operator.IS, Value(ValueKind.NUMBER, "-5")),))),
    ],
)
def test_common_rules_are_shown_as_rows(source: str, expected: Group) -> None:
    assert read(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "18 > ${age}",
        "${a} + 1 = 2",
        "not(${a} = 1)",
        "count-selected(.) <= 3",
        "if(${a} = 1, 'x', 'y') = 'x'",
        "${a} = 'it' or string-length(${b}) > 2",
        "../a = 1",
        "${a} = 1 = 2",
        "${a} < ''",
        "selected(., '')[1] = 1",
        "${last-saved#a} = 1",
        "${Uebung-1} = 1",
        "${a} = 1e400",
        "${a} = ",
        "${a",
        "date('soon') < ${a}",
        "${a} > date('soon')",
    ],
)
def test_what_rows_cannot_show_has_none(source: str) -> None:
    assert read(source) is None


def test_a_blank_rule_has_no_rows_and_is_not_text() -> None:
    assert read("  \n") == Group(True, ())
    assert write(Group(False, ())) == ""


def test_groups_of_one_are_taken_apart() -> None:
    wrapped = Group(False, (Group(True, (Group(False, (AGE_BELOW_18,)), Group(True, ()))),))
    assert tidy(wrapped) == Group(True, (AGE_BELOW_18,))
    assert write(wrapped) == "${age} < 18"


@pytest.mark.parametrize(
    "row",
    [
        Row("age", Operator.IS, Value(ValueKind.TEXT, "both ' and \"")),
        Row("age", Operator.IS, Value(ValueKind.NUMBER, "eighteen")),
        Row("age", Operator.IS, Value(ValueKind.DATE, "31/01/2010")),
        Row("Not a key", Operator.ANSWERED),
        Row("age", Operator.IS),
        Row("age", Operator.IS, Value(ValueKind.TEXT, "\0")),
    ],
)
def test_a_row_that_no_rule_can_say_is_refused(row: Row) -> None:
    with pytest.raises(Unwritable):
        write(Group(True, (row,)))


def test_rows_nested_without_end_are_refused() -> None:
    rule = Group(True, (AGE_BELOW_18, A_SURVIVOR))
    for _level in range(30):
        rule = Group(True, (AGE_BELOW_18, rule))
    with pytest.raises(Unwritable):
        write(rule)


def test_a_cascade_is_a_column_and_a_question() -> None:
    cascade = Cascade("district", "home_district")
    assert write_cascade(cascade) == "district = ${home_district}"
    assert read_cascade("district=${home_district}") == cascade


@pytest.mark.parametrize(
    "source", ["", "district", "${a} = district", "d != ${a}", "d = 'x'", "a/d = ${a}", "d ="]
)
def test_other_filters_are_no_cascade(source: str) -> None:
    assert read_cascade(source) is None


def rules_of(part: object) -> Iterator[str]:
    """All conditions and checks anywhere in a file of the pack."""
    if isinstance(part, dict):
        yield from (str(part[name]) for name in ("show_if", "check") if name in part)
        yield from (rule for inner in part.values() for rule in rules_of(inner))
    elif isinstance(part, list):
        yield from (rule for inner in part for rule in rules_of(inner))


def test_most_rules_of_the_pack_are_shown_as_rows() -> None:
    """People should rarely meet a rule as text."""
    rules = {
        rule for path in PACK.glob("*.yaml") for rule in rules_of(yaml.safe_load(path.read_text("utf-8")))
    }
    shown = {rule: found for rule in rules if (found := read(rule)) is not None}
    assert len(rules) > 80
    assert len(shown) / len(rules) > 0.85
    for rule, found in shown.items():
        assert parse(write(found)).references == parse(rule).references


@given(expressions)
def test_rows_are_only_offered_where_they_say_exactly_the_same(source: str) -> None:
    found = read(source)
    if found is not None:
        assert meaning(write(found)) == meaning(source)


def meaning(source: str) -> str:
    """The tree without places in the source; written apart from the code under test."""
    return re.sub(r"\b(at|end)=\d+(, )?", "", repr(parse(source).tree)) if source.strip() else ""
