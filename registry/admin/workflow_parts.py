"""Parts of a workflow as its editor hands them on: each with its key, and with what no table of the editor shows."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.text import slugify

from forms_builder.designer.transliteration import in_latin

TICKED = ("sources", "roles", "four_eyes", "needs", "open_for")
"""What is ticked of a transition or a state."""


def key_from(label: str, taken: Iterable[str]) -> str:
    """A key made from English or Bangla words that is not taken yet."""
    plain = slugify(in_latin(label)).replace("-", "_").strip("_")[:36] or "step"
    plain = plain if plain[0].isalpha() else f"s_{plain}"[:36]
    used, key, number = set(taken), plain, 1
    while key in used:
        number += 1
        key = f"{plain}_{number}"
    return key


def kept(stored: Iterable[Mapping[str, Any]], part: dict[str, Any], name: str = "key") -> dict[str, Any]:
    """A part of the workflow as the tables have it, with what they do not show of the stored one of this key.

    Ticks have no order, so the stored one stays where the same are ticked.
    """
    before = next((one for one in stored if one[name] == part[name]), {})
    same = {key: before[key] for key in TICKED if key in before and set(before[key]) == set(part[key])}
    return {**before, **part, **same}


def assignment(line: str) -> tuple[str, str]:
    """ "sent_on = today()" → the question and the expression. Whether both make sense is told by the check."""
    key, _sign, source = line.partition("=")
    return key.strip(), source.strip()
