"""How a name sounds, written so that both scripts and their many spellings meet: রহিমা, Rahima and Raheema are one.

Pure. A key is for comparing in memory while a search runs; it is never stored, because it tells about the name.
"""

import re
import unicodedata

from forms_builder.designer.transliteration import in_latin
from forms_builder.schema.text import clean_text

DIGRAPHS = tuple(
    pair.split(">")
    for pair in (
        "chh>c ch>c kh>k gh>g jh>j th>t dh>d ph>f bh>b sh>s rh>r ng>n ck>k qu>k q>k x>ks z>j v>b w> y>"
    ).split(" ")
)
"""Letters that are heard alike, longer ones first."""
LETTERS = re.compile(r"[^a-z]")
VOWELS = re.compile(r"[aeiou]+")
TWICE = re.compile(r"(.)\1+")
SHORT = 3
"""A key of fewer signs has to fit whole: as a beginning it would fit half of all names."""


def words_of(name: str) -> list[str]:
    """The words of a name in small letters, in whatever script."""
    return [word for word in re.split(r"[\s,.\-–/()]+", clean_text(name).casefold()) if word]


def key_of(word: str) -> str:
    """The consonants of a word as they sound; a vowel counts where the word begins with one."""
    latin = unicodedata.normalize("NFKD", in_latin(word)).casefold()
    letters = LETTERS.sub("", latin)
    starts = "a" if letters[:1] in tuple("aeiou") else ""
    for written, heard in DIGRAPHS:
        letters = letters.replace(written, heard)
    return starts + TWICE.sub(r"\1", VOWELS.sub("", letters))


def fits(asked: str, name: str) -> int:
    """How well a name fits what was asked: 2 written so, 1 sounding so, 0 not at all. Every word asked has to fit."""
    wanted, held = words_of(asked), words_of(name)
    if not wanted or not held:
        return 0
    if all(any(word in one for one in held) for word in wanted):
        return 2
    keys = [key_of(one) for one in held]
    return int(all(_sounds(key_of(word), keys) for word in wanted))


def _sounds(key: str, keys: list[str]) -> bool:
    if not key:
        return False
    return key in keys or (len(key) >= SHORT and any(one.startswith(key) for one in keys))
