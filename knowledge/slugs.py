"""Addresses from Bangla titles, in Latin letters: vowel signs would be lost, and nobody could type what is left. Pure."""

import unicodedata

from django.utils.text import slugify

_SIGNS = "অআইঈউঊঋএঐওঔকখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহৎংঃঁািীুূৃেৈোৌ০১২৩৪৫৬৭৮৯"
_LATIN = (
    "o a i i u u ri e oi o ou k kh g gh ng ch chh j jh n t th d dh n t th d dh n p ph b bh m j r l sh sh s h t ng h n "
    "a i i u u ri e oi o ou 0 1 2 3 4 5 6 7 8 9"
)
_LETTERS = dict(zip(_SIGNS, _LATIN.split(), strict=True)) | {"়": "", "্": ""}
_WHOLE = {"ড়": "r", "ঢ়": "rh", "য়": "y"}
LONGEST = 80
NAMELESS = "page"


def slug_of(title: str) -> str:
    """Never empty; at most `LONGEST` signs, cut between words where it can be."""
    text = unicodedata.normalize("NFC", title)
    for letter, latin in _WHOLE.items():
        text = text.replace(letter, latin)
    slug = slugify("".join(_LETTERS.get(sign, sign) for sign in text))
    if len(slug) > LONGEST:
        slug = slug[: LONGEST + 1].rpartition("-")[0] or slug[:LONGEST]
    return slug or NAMELESS
