"""Keys for parts that have none yet, proposed from the English text, or from the Bangla one in Latin letters."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from forms_builder.designer.transliteration import in_latin

LONGEST = 40
"""Shorter than a key may be, so that it reads well in a column heading."""


def snake_case(text: str) -> str:
    """`Date of first contact` → `date_of_first_contact`; "" when there is nothing to make a key of."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", plain.replace("'", "")).strip("_")
    cut = words[:LONGEST].rsplit("_", 1)[0] if len(words) > LONGEST else words
    return cut if re.match("[a-z]", cut) else ""


def proposed(english: str, bangla: str) -> str:
    """A key from the texts of a part; "" when neither has anything to make one of."""
    return snake_case(english) or snake_case(in_latin(bangla))


def fill_in(document: dict[str, Any]) -> None:
    """Give each part without a key one of its own. Changes `document`."""
    parts = list(_parts(document.get("pages", [])))
    taken = {part["key"] for part in parts if part.get("key")}
    for number, part in enumerate(parts, start=1):
        if not part.get("key"):
            label = part.get("label", {})
            wish = proposed(label.get("en", ""), label.get("bn", "")) or f"{part['kind']}_{number}"
            part["key"] = free(wish, taken)
            taken.add(part["key"])


def free(wish: str, taken: Iterable[str]) -> str:
    """`wish`, or with the lowest number behind it that nobody has."""
    taken = set(taken)
    number, key = 1, wish
    while key in taken:
        number += 1
        key = f"{wish}_{number}"
    return key


def _parts(items: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for part in items:
        yield part
        yield from _parts(part.get("items", []))
