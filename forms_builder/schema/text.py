"""The one normaliser of what people type: NFC, no control characters, digits of either script equal."""

import re
import unicodedata

BANGLA_DIGITS = "০১২৩৪৫৬৭৮৯"
_TO_LATIN = {ord(bangla): str(value) for value, bangla in enumerate(BANGLA_DIGITS)}
_TO_BANGLA = {ord(str(value)): bangla for value, bangla in enumerate(BANGLA_DIGITS)}
_NAMED = re.compile(r"\$\{[^}]*\}")
_KEPT_CONTROLS = {"\n", "\t"}


def clean_text(text: str) -> str:
    """NFC text without NUL, lone surrogates and other controls; line ends are LF; ends are trimmed.

    Zero-width joiners stay: they are meaningful in Bangla spelling.
    """
    if text.isprintable():  # nearly every line: neither a control nor a mark is in it
        return unicodedata.normalize("NFC", text).strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (sign for sign in text if sign in _KEPT_CONTROLS or unicodedata.category(sign) not in {"Cc", "Cs"})
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def latin_digits(text: str) -> str:
    """০১৭ → 017. Other signs stay."""
    return text.translate(_TO_LATIN)


def bangla_digits(text: str) -> str:
    """017 → ০১৭. Other signs stay."""
    return text.translate(_TO_BANGLA)


def unfilled(words: str) -> str:
    """Words that name answers, where there are none to put in: “How old is ${name}?” → “How old is …?”."""
    return _NAMED.sub("…", words) if "${" in words else words


def search_text(text: str) -> str:
    """What two spellings of one thing share: NFC, casefolded, Latin digits, no joiners or marks of direction."""
    text = clean_text(text)
    if not text.isprintable():
        text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return latin_digits(text).casefold()
