"""Names are found in either script, however they are spelt; citations carry what reference managers read."""

import json

import pytest

from knowledge.citing import Source, bibtex, clean_doi, csl_json, plain, ris
from knowledge.searching.spellings import folded, query_words, sound, spellings

SOURCE = Source(
    "k1", "A & B: 50%", ("Example Author",), "Example Press", 2025, "https://example.org/a/", doi="10.1234/ab"
)


@pytest.mark.parametrize("spelling", ["Jashore", "Jessore", "যশোর", "Josor", "JASHOR"])
def test_jashore_sounds_the_same_however_it_is_spelt(spelling: str) -> None:
    assert sound(folded(spelling)) == "jsr"


def test_an_old_name_of_a_district_leads_to_the_new_one() -> None:
    assert {"chattogram", "চট্টগ্রাম"} <= set(spellings("chittagong"))


def test_bangla_words_are_not_cut_at_their_vowel_signs() -> None:
    assert folded("শিশু, পাচার!") == "শিশু পাচার"


@pytest.mark.parametrize("typed", ["", "\0", "   ", "!!!", "\ud800"])
def test_nothing_worth_searching_for_is_no_word(typed: str) -> None:
    assert query_words(typed) == []


def test_a_search_of_ten_thousand_signs_is_cut_short() -> None:
    assert len(query_words("word " * 2000 + "x" * 10_000)) <= 8


def test_citations_escape_what_would_break_them() -> None:
    assert "A \\& B: 50\\%" in bibtex(SOURCE)
    assert "TI  - A & B: 50%" in ris(SOURCE)
    assert json.loads(csl_json(SOURCE))[0]["DOI"] == "10.1234/ab"
    assert plain(SOURCE) == "Example Author (2025). A & B: 50%. Example Press. https://doi.org/10.1234/ab"


@pytest.mark.parametrize("typed", ["https://doi.org/10.1234/AB", "doi: 10.1234/ab", " 10.1234/ab "])
def test_a_doi_is_taken_in_every_usual_form(typed: str) -> None:
    assert clean_doi(typed) == "10.1234/ab"
