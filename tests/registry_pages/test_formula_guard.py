"""No cell of a CSV file is ever calculated, and nothing is lost by that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.exporting.guard import guarded, is_dangerous, unguarded


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "|calc",
        "＝1+1",
        "＠x",
        "  =1",
        "\u200b=1",
        "\ufeff-1-1",
        "+1-2",
    ],
)
def test_what_a_spreadsheet_would_calculate_gets_an_apostrophe(text: str) -> None:
    assert guarded(text) == "'" + text


@pytest.mark.parametrize(
    "text", ["-5", "+8801700000000", "+880 1700 000000", "12.50", "-0.5", "নাম", "a=b", "", "a-b"]
)
def test_numbers_telephone_numbers_and_words_stay_as_they_are(text: str) -> None:
    assert guarded(text) == text


@given(st.text() | st.text(alphabet="'=+-@| \t1a"))
def test_every_text_comes_back_as_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(st.text(alphabet="'=+-@| \t\r\n1a＝\u200b"))
def test_nothing_that_is_written_is_dangerous(text: str) -> None:
    assert not is_dangerous(guarded(text))
