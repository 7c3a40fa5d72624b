"""What the packaged fonts can print, and how other text is made printable. Pure.

A sign without a glyph would make the whole document unusable for screen readers (PDF/UA), so it is replaced visibly.
"""

import re
import unicodedata
from bisect import bisect_right

COVERED = """
    0020-007E 00A0-024F 0259 02BC 02C6-02DD 0300-0304 0306-030C 0323 0327-0328 0964-0965 0980-0983
    0985-098C 098F-0990 0993-09A8 09AA-09B0 09B2 09B6-09B9 09BC-09C4 09C7-09C8 09CB-09CE 09D7
    09DC-09DD 09DF-09E3 09E6-09FE 1E00-1EFF 200C-200D 2010-2027 2030-203A 2044 2070-2071 2074-208E
    20A0-20BF 2103 2109 2116 2122 2190-2195 21D0-21D4 2212-2213 2217 221A 221E 2229-222A 2248
    2260-2261 2264-2265 25A0-25A1 25B2 25B6 25BC 25C0 25CB-25CC 25CF 2605-2606 2610-2612 2713-2718
    FFFD
"""
"""Code points that the fonts in `fonts/` have glyphs for, hexadecimal. A test prints all of them."""

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
"""They decide how Bangla letters join, so they stay between letters; alone they mean nothing."""
BREAK = "\N{ZERO WIDTH SPACE}"
LONGEST_RUN = 40
"""Signs without a space after which a line may break anywhere between letters."""

MARKS = "\u0981-\u0983\u09bc\u09be-\u09cd\u09d7\u09e2\u09e3\u09fe"
"""Bangla signs that stand on a letter."""
CIRCLE = "\N{DOTTED CIRCLE}"
LOST_JOINER = re.compile(
    rf"(?<![\u0980-\u09fe])[{JOINERS}]+|(?<=[{JOINERS}])[{JOINERS}]+|(?<=[\u0980-\u09fe{JOINERS}])[\u0300-\u036f]+"
)
"""Joiners that follow no Bangla letter, or another joiner; and accents of Latin letters on Bangla ones."""
LOST_MARK = re.compile(rf"(^|[^\u0980-\u09fe{JOINERS}{CIRCLE}])([{MARKS}])")
"""A mark without a letter gets a dotted circle to stand on, as books on spelling show it."""

SPACES = re.compile(r"[^\S\n]")
UNBROKEN = re.compile(rf"\S{{{LONGEST_RUN + 1},}}")


def _bounds(ranges: str) -> list[int]:
    """[first, past the last, first, past the last, …]: a code point is covered where an odd number lies at or below it."""
    found: list[int] = []
    for item in ranges.split():
        first, _, last = item.partition("-")
        found += [int(first, 16), int(last or first, 16) + 1]
    return found


BOUNDS = _bounds(COVERED)


def is_covered(sign: str) -> bool:
    return bisect_right(BOUNDS, ord(sign)) % 2 == 1


def printable(text: str) -> str:
    """NFC text that can be printed: no control or direction signs, tabs as spaces, signs without a glyph as "�".

    Very long words may break between letters, so that they never run over the edge of the paper.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(_printed(sign) for sign in SPACES.sub(" ", text))
    kept = LOST_JOINER.sub("", kept)
    kept = LOST_MARK.sub(rf"\1{CIRCLE}\2", kept)
    return UNBROKEN.sub(lambda match: _breakable(match[0]), kept)


def _printed(sign: str) -> str:
    if sign == "\n" or is_covered(sign):
        return "" if sign == "\N{SOFT HYPHEN}" else sign
    category = unicodedata.category(sign)
    invisible = category in {"Cc", "Cf"} or "VARIATION SELECTOR" in unicodedata.name(sign, "")
    return "" if invisible else REPLACEMENT


def _breakable(word: str) -> str:
    """The word with places to break, never inside a conjunct or before a vowel sign."""
    made, run = [], 0
    for place, sign in enumerate(word):
        if run >= LONGEST_RUN and _begins_letter(word, place):
            made.append(BREAK)
            run = 0
        made.append(sign)
        run += 1
    return "".join(made)


def _begins_letter(word: str, place: int) -> bool:
    before, sign = word[place - 1], word[place]
    joined = before in JOINERS or unicodedata.combining(before) == VIRAMA
    return not joined and sign not in JOINERS and not unicodedata.category(sign).startswith("M")


VIRAMA = 9
"""Canonical combining class of the sign that joins consonants."""
