"""Names of an XLSForm and our keys. A name that is no key gets one beside it, and rules go on using the name.

Rules are kept byte for byte: `forms_builder.logic.names` knows parts by the name they came with.
"""

import re
from collections import Counter
from collections.abc import Iterable

from forms_builder.schema.document import KEY_PATTERN
from forms_builder.xlsform.columns import Line
from forms_builder.xlsform.survey import Branch

RULES = (
    "relevant",
    "constraint",
    "calculation",
    "trigger",
    "choice_filter",
    "repeat_count",
    "default",
    "required",
    "read_only",
)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|[‘’][^‘’']*[‘’']|[“”][^“”\"]*[“”\"]")
_REFERENCE = re.compile(r"\$\{\s*(?:last-saved#)?([^}]*?)\s*\}")
_STEP = re.compile(r"/\s*([^\W\d][\w.-]*)")
_PATH = re.compile(r"/|\.\.")


class Names:
    """Gives out keys. `referred` are the names that rules use; `has_paths` that a rule walks the tree of groups."""

    def __init__(self, top: list[Branch]) -> None:
        rows = list(every(top))
        rules = [text for branch in rows for text in rule_texts(branch.line)]
        bare = [_QUOTED.sub("", text) for text in rules]
        self.referred = {name for text in rules for name in _REFERENCE.findall(text)}
        self.referred |= {name for text in bare for name in _STEP.findall(text)}
        self.has_paths = any(_PATH.search(_REFERENCE.sub("", text)) for text in bare)
        self.reserved = {branch.name for branch in rows if KEY_PATTERN.match(branch.name)}
        self.times = Counter(branch.name for branch in rows)
        self.given: set[str] = set()

    def key(self, name: str, row: int) -> str:
        """The name itself where it can be the key, else the nearest key that is free."""
        if KEY_PATTERN.match(name) and name not in self.given:
            self.given.add(name)
            return name
        plain = re.sub(r"[^a-z0-9_]+", "_", name.lower())[:55].strip("_") or f"row_{row}"
        plain = plain if plain[0].isalpha() else f"q_{plain}"
        key, number = plain, 1
        while key in self.given or key in self.reserved:
            number += 1
            key = f"{plain}_{number}"
        self.given.add(key)
        return key


def rule_texts(line: Line) -> list[str]:
    """The rules of a row."""
    return [line.raw(name) for name in RULES if line.raw(name)]


def every(branches: Iterable[Branch]) -> Iterable[Branch]:
    for branch in branches:
        yield branch
        yield from every(branch.inside)
