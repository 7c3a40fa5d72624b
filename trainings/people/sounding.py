"""Names as they sound: one key for the spellings of a name in either script. Pure; for finding, never for showing.

রহিম উদ্দিন, Rahim Uddin and Rohim Uddeen have one key. Two different names may share one too: a key proposes, a
person decides.
"""

import re

from forms_builder.designer.transliteration import in_latin
from forms_builder.schema.text import search_text

TITLES = frozenset({"md", "mohd", "mst", "mosammat", "mohammad", "muhammad", "mr", "mrs", "ms", "dr", "mo"})
"""Written or left out as it comes. In Latin letters, as `in_latin` gives them."""
BANGLA_TITLES = {
    "মোঃ": "",
    "মো:": "",
    "মো.": "",
    "মোছাঃ": "",
    "মোসাঃ": "",
    "মোছা:": "",
    "মোসা:": "",
    "ডাঃ": "",
    "ড.": "",
}
SAME = (
    *(
        ("chh", "c"),
        ("ch", "c"),
        ("sh", "s"),
        ("kh", "k"),
        ("gh", "g"),
        ("jh", "j"),
        ("th", "t"),
        ("dh", "d"),
    ),
    *(("ph", "f"), ("bh", "b"), ("rh", "r"), ("ck", "k"), ("z", "j"), ("v", "b"), ("q", "k"), ("x", "ks")),
    *(("ng", "n"), ("p", "f")),
)
VOWELS = re.compile(r"[aeiouyw']+")
TWICE = re.compile(r"(.)\1+")


def key(name: str) -> str:
    """The words of a name, each as its consonants; "" where there is nothing to hear."""
    for title, nothing in BANGLA_TITLES.items():
        name = name.replace(title, nothing)
    words = re.findall(r"[a-z']+", search_text(in_latin(name)))
    return " ".join(filter(None, (_word(word) for word in words if word not in TITLES)))


def keys(*names: str) -> str:
    """The keys of several names of one person, each once, between strokes: `|rhm dn|`."""
    found = dict.fromkeys(filter(None, map(key, names)))
    return f"|{'|'.join(found)}|" if found else ""


def _word(word: str) -> str:
    for written, heard in SAME:
        word = word.replace(written, heard)
    first = "a" if word[:1] and VOWELS.match(word[0]) else ""
    return first + TWICE.sub(r"\1", VOWELS.sub("", word))
