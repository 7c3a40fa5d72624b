"""How words are folded so that a reader finds them in either script and however a name is spelt. No database here.

`folded` is the text itself without what nobody types the same way. `sound` is a word's consonants in Latin letters:
Jashore, Jessore and যশোর all sound "jsr".
"""

import re
import unicodedata

from forms_builder.schema.text import latin_digits as latin_digits  # for the hub, which gets it here
from forms_builder.schema.text import search_text
from knowledge.places import DISTRICTS

LONGEST_QUERY = 200
MOST_WORDS = 8
SHORTEST_SOUND = 3
_WORD = re.compile(r"[\w়-্ৗ]+")
_HASANTA = "্"
_CONSONANTS = {
    sign: latin
    for signs, latin in (
        ("কখ", "k"), ("গঘ", "g"), ("ঙঁংঃ", ""), ("চছ", "c"), ("জঝয", "j"), ("ঞণন", "n"), ("টঠতথৎ", "t"), ("ডঢদধ", "d"),
        ("প", "p"), ("ফ", "f"), ("বভ", "b"), ("ম", "m"), ("র", "r"), ("ল", "l"), ("শষস", "s"), ("হ", "h"),
    )
    for sign in signs
}  # fmt: skip
_LATIN = (
    ("chh", "c"), ("ch", "c"), ("sh", "s"), ("kh", "k"), ("gh", "g"), ("jh", "j"), ("th", "t"), ("dh", "d"),
    ("bh", "b"), ("ph", "f"), ("ng", "n"), ("x", "ks"), ("q", "k"), ("z", "j"), ("v", "b"), ("ck", "k"),
)  # fmt: skip


def folded(text: str) -> str:
    """Text as it is stored and searched: casefolded, Latin digits, one space between words."""
    # A nukta may come as a sign of its own or inside its letter: NFC takes both apart in Bangla.
    return " ".join(_WORD.findall(unicodedata.normalize("NFC", search_text(text))))


def query_words(query: str) -> list[str]:
    """The words of what somebody typed, whatever its length; never more than a few."""
    return list(dict.fromkeys(folded(query[:LONGEST_QUERY]).split()))[:MOST_WORDS]


def sound(word: str) -> str:
    """The consonants of one folded word, or "" where too few are left to tell it from others."""
    letters = _from_bangla(word) if any("ঀ" <= sign <= "৿" for sign in word) else _from_latin(word)
    without_doubles = re.sub(r"(.)\1+", r"\1", letters)
    return without_doubles if len(without_doubles) >= SHORTEST_SOUND else ""


def sounds(text: str) -> str:
    """The sounds of all words of a folded text, each once, with a space before and after."""
    found = dict.fromkeys(filter(None, map(sound, text.split())))
    return f" {' '.join(found)} " if found else ""


def _from_bangla(word: str) -> str:
    letters = unicodedata.normalize("NFC", word)
    latin = []
    for place, sign in enumerate(letters):
        before = letters[place - 1] if place else ""
        if sign == "য" and (before == _HASANTA or letters[place + 1 : place + 2] == "়"):
            continue  # a vowel to the ear
        if sign in "ডঢ" and letters[place + 1 : place + 2] == "়":
            latin.append("r")
        else:
            latin.append(_CONSONANTS.get(sign, ""))
    return _softened("".join(latin))


def _from_latin(word: str) -> str:
    for spelt, heard in _LATIN:
        word = word.replace(spelt, heard)
    return _softened(re.sub(r"[aeiouyw]", "", re.sub(r"c(?=[ei])", "s", word)))


def _softened(letters: str) -> str:
    """An h inside a word is written or left out as one likes."""
    return letters[:1] + letters[1:].replace("h", "")


_SAME_PLACE = {
    folded(spelling): " ".join(dict.fromkeys(map(folded, district.spellings)))
    for district in DISTRICTS
    for spelling in district.spellings
}


def spellings(word: str) -> list[str]:
    """The word and, for a district, every other way to write it."""
    return list(dict.fromkeys([word, *_SAME_PLACE.get(word, "").split()]))
