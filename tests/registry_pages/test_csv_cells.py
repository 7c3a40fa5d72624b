"""Cells of a CSV file: any reader of CSV gets back what stood in them, and no value is taken for another."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.exporting.csv_file import cell, cell_text, line
from registry.exporting.said import SHORT, Said
from registry.exporting.table import by_key

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=SHORT * 2)


@given(st.lists(TEXTS, min_size=2, max_size=5))
def test_a_reader_of_csv_gets_every_text_back(texts: list[str]) -> None:
    written = line(map(cell, texts))
    read = list(csv.reader(io.StringIO(written, newline="")))
    assert read == [[cell_text(text) for text in texts]]


@pytest.mark.parametrize("text", ["a,b", 'say "yes"', "two\nlines", "two\rlines", '"', ","])
def test_what_would_end_a_cell_is_quoted(text: str) -> None:
    assert cell(text) == '"' + text.replace('"', '""') + '"'


def test_a_column_of_mixed_kinds_says_each_value_as_its_own_kind() -> None:
    said = Said(cell)
    assert said.column([1, 2, None]) == ["1", "2", ""]
    assert said.column([True, 1, 1.0, Decimal("1.00"), "1"]) == ["True", "1", "1.0", "1.00", "1"]
    assert said.column([None, None]) == ["", ""]
    assert said.column([["a"], None]) == ["['a']", ""]
    assert said.column(["1", 1, True, 1.0, ["1"]]) == ["1", "1", "True", "1.0", "['1']"]
    assert said.column(["1", 1, True, 1.0]) == ["1", "1", "True", "1.0"]
    assert said.column([["a"], [2], []]) == ["['a']", "[2]", ""]


def test_answers_are_the_same_whether_all_answered_the_same_questions_or_not() -> None:
    same = [{"a": 1, "b": "x"}, {"a": None, "b": "y"}]
    mixed = [{"b": "x", "a": 1}, {"b": "y"}]
    for answers in (same, mixed):
        column = by_key(answers)
        assert [list(column(key)) for key in "abc"] == [[1, None], ["x", "y"], [None, None]]
    assert list(by_key([])("a")) == []


def test_only_short_values_are_remembered() -> None:
    said = Said(cell)
    said.column(["short", "long" * SHORT])
    assert list(said.memos[str]) == ["short"]
