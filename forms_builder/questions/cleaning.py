"""What people type into one box, made plain before it is read: signs that cannot be seen, digits, spaces.

Pure functions over text. Bangla spelling keeps its zero-width joiners; numbers, dates and phones have none.
"""

import unicodedata
from typing import Any

from forms_builder.schema.text import clean_text, latin_digits

JOINERS = {"\u200c", "\u200d"}
MINUS_SIGNS = {ord(sign): "-" for sign in "−–‐‑"}
"""What keyboards put for a minus."""


def free_text(value: Any) -> str:
    """Text over several lines: NFC, no controls, no invisible marks but joiners; blank if nothing can be seen."""
    text = clean_text("" if value is None else str(value))
    if text.isprintable():  # no mark is in it
        return text
    kept = "".join(sign for sign in text if sign in JOINERS or unicodedata.category(sign) != "Cf").strip()
    return kept if visible(kept) else ""


def one_line(value: Any) -> str:
    """`free_text` with each run of spaces and line ends made one space."""
    return " ".join(free_text(value).split())


def typed_sign(value: Any) -> str:
    """For numbers, dates and phones: Latin digits, plain minus, nothing invisible, single spaces."""
    return latin_digits(visible(one_line(value)).translate(MINUS_SIGNS)).strip()


def visible(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
