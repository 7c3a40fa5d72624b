"""Plain text: the short way for lines without marks gives what looking at every sign gives."""

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from forms_builder.questions.cleaning import free_text, visible
from forms_builder.schema.text import clean_text


@given(st.text())
@example("  রহিমা  ")
@example("ক্\u200dষ")
@example("e\u0301")
@example("a\u0000b\r\nc")
def test_the_short_way_is_the_long_one(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(one for one in lines if one in "\n\t" or unicodedata.category(one) not in {"Cc", "Cs"})
    plain = unicodedata.normalize("NFC", kept).strip()
    assert clean_text(text) == plain
    assert visible(text) == "".join(one for one in text if unicodedata.category(one) != "Cf")
    marks_gone = "".join(
        one for one in plain if one in "\u200c\u200d" or unicodedata.category(one) != "Cf"
    ).strip()
    assert free_text(text) == (marks_gone if visible(marks_gone) else "")
