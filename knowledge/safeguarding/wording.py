"""Words that name a person by what was done to them, and what to write instead. Pure.

Source: the terminology guidelines adopted in Luxembourg, 2016.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy


@dataclass(frozen=True)
class Avoided:
    pattern: re.Pattern[str]
    instead: object


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})", re.IGNORECASE)


EXPLOITED_CHILD = gettext_lazy("“child exploited in prostitution” or “sexually exploited child”")
SURVIVOR = gettext_lazy("“survivor”")
AVOIDED = (
    Avoided(_words(r"child(?:ren)?[ -]prostitut\w*", r"শিশু\s*(?:পতিতা|যৌনকর্মী)"), EXPLOITED_CHILD),
    Avoided(
        _words(r"(?:child|minor|teen\w*)[ -]sex[ -]workers?", r"sex[ -]worker (?:child\w*|mothers?)"),
        EXPLOITED_CHILD,
    ),
    Avoided(_words(r"prostitutes?\b", r"পতিতা", r"বেশ্যা"), gettext_lazy("“person in prostitution”")),
    Avoided(
        _words(r"sex(?:ual)?[ -]slave\w*", r"যৌন\s*দাস"), gettext_lazy("“sexual exploitation” or “survivor”")
    ),
    Avoided(_words(r"rescued (?:girl|boy|child|victim)\w*", r"উদ্ধারকৃত"), SURVIVOR),
    Avoided(_words(r"child porn\w*", r"শিশু\s*পর্ন\w*"), gettext_lazy("“child sexual abuse material”")),
    Avoided(
        _words(r"child sex tourism"), gettext_lazy("“sexual exploitation of children in travel and tourism”")
    ),
    Avoided(_words(r"(?:fallen|ruined) (?:girl|wom[ae]n)\w*", r"(?:নষ্ট|পতিত)\s*(?:মেয়ে|নারী)"), SURVIVOR),
)


@dataclass(frozen=True)
class Found:
    words: str
    instead: object


def avoided_words(text: str) -> list[Found]:
    """Each avoided expression of a text, once, with what to write instead."""
    found: dict[str, Found] = {}
    for avoided in AVOIDED:
        for match in avoided.pattern.finditer(text):
            if not any(match[0].casefold() in known for known in found):
                found[match[0].casefold()] = Found(match[0], avoided.instead)
    return list(found.values())
