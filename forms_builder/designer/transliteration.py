"""Bangla in Latin letters, plainly: good enough to recognise a word in a key. Pure; for keys only, never for reading."""

import unicodedata

VIRAMA = "\u09cd"
CONSONANTS = dict(
    zip(
        "কখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহ\u09dc\u09dd\u09df\u09ce",
        "k kh g gh ng ch chh j jh n t th d dh n t th d dh n p ph b bh m j r l sh sh s h r rh y t".split(),
        strict=True,
    )
)
VOWELS = dict(zip("অআইঈউঊঋএঐওঔ", "o a i i u u ri e oi o ou".split(), strict=True))
SIGNS = dict(zip("ািীুূৃেৈোৌ", "a i i u u ri e oi o ou".split(), strict=True))
MARKS = {"ং": "ng", "ঃ": "h", "ঁ": ""}
DIGITS = {chr(0x09E6 + digit): str(digit) for digit in range(10)}
NUKTA = {"\u09a1\u09bc": "\u09dc", "\u09a2\u09bc": "\u09dd", "\u09af\u09bc": "\u09df"}


def in_latin(text: str) -> str:
    """`জন্ম তারিখ` → `jonmo tarikh`. The vowel that is not written is an o, but not at the end of a word."""
    text = unicodedata.normalize("NFC", text).replace("\u200c", "").replace("\u200d", "")
    for pair, letter in NUKTA.items():
        text = text.replace(pair, letter)
    return "".join(_sign(text, place) for place in range(len(text)))


def _sign(text: str, place: int) -> str:
    sign = text[place]
    following = text[place + 1 : place + 2]
    if sign in CONSONANTS:
        before = text[place - 1] if place else ""
        ends_word = not following or not (
            following in CONSONANTS or following in MARKS or following in VOWELS
        )
        silent = (
            following == VIRAMA or following in SIGNS or sign == "\u09ce" or (ends_word and before != VIRAMA)
        )
        letters = "y" if sign == "য" and before == VIRAMA else CONSONANTS[sign]
        return letters + ("" if silent else "o")
    for table in (VOWELS, SIGNS, MARKS, DIGITS):
        if sign in table:
            return table[sign]
    return "" if sign == VIRAMA else sign
