"""Text that no spreadsheet takes for a formula. For CSV, which cannot say "this is text"; XLSX can.

A dangerous text gets an apostrophe in front, and `unguarded` takes exactly that one away again, so a file that was
exported can be imported without loss. A text that only looks guarded gets one more.
"""

import re
import unicodedata

STARTS = frozenset("=+-@|\t\r\n＝＋－＠｜")
"""What makes Excel, LibreOffice or Google Sheets calculate, full-width forms and the DDE bar included."""
PLAIN_NUMBER = re.compile(r"^[+-]?(\d+(\.\d*)?|\.\d+)$", re.ASCII)
PLAIN_PHONE = re.compile(r"^\+\d[\d ]{5,19}$", re.ASCII)
APOSTROPHE = "'"


def guarded(text: str) -> str:
    """The text, with an apostrophe in front if a spreadsheet would take it for a formula."""
    if text[:1].isalnum():  # most texts: a letter or digit in front hides nothing
        return text
    return APOSTROPHE + text if is_dangerous(text.lstrip(APOSTROPHE)) else text


def unguarded(text: str) -> str:
    """The inverse of `guarded`: `unguarded(guarded(text)) == text` for every text."""
    if text.startswith(APOSTROPHE) and is_dangerous(text.lstrip(APOSTROPHE)):
        return text[1:]
    return text


def is_dangerous(text: str) -> bool:
    if PLAIN_NUMBER.match(text) or PLAIN_PHONE.match(text):
        return False
    return first_visible(text) in STARTS


def first_visible(text: str) -> str:
    """The first sign that is neither a space nor invisible; tabs and line ends count, as they hide formulas."""
    for sign in text:
        if sign in STARTS or not (sign.isspace() or unicodedata.category(sign) in {"Cf", "Cc", "Mn"}):
            return sign
    return ""
