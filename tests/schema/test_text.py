"""The one normaliser of typed text."""

from hypothesis import given
from hypothesis import strategies as st

from forms_builder.schema.text import bangla_digits, clean_text, latin_digits, search_text, unfilled


def test_words_that_name_answers_are_read_without_them() -> None:
    assert unfilled("How old is ${ name }? ${n}") == "How old is …? …"
    assert unfilled("5 $ {each}") == "5 $ {each}"


def test_digits_of_both_scripts_are_one() -> None:
    assert latin_digits("০১৭১২-৩৪৫") == "01712-345"
    assert bangla_digits("2025") == "২০২৫"


def test_two_spellings_of_one_letter_become_the_same() -> None:
    assert clean_text("\u09df") == clean_text("\u09af\u09bc")


def test_controls_and_lone_surrogates_go_but_lines_and_joiners_stay() -> None:
    assert clean_text("a\x00b\ud800\r\nc\u200d") == "ab\nc\u200d"


def test_search_ignores_joiners_capitals_and_script_of_digits() -> None:
    assert search_text("আহ্\u200cছানিয়া ১২ Road") == search_text("আহ্ছানিয়া 12 ROAD")


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


@given(st.text(alphabet="0123456789"))
def test_digits_go_there_and_back(text: str) -> None:
    assert latin_digits(bangla_digits(text)) == text
