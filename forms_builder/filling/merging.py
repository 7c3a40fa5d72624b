"""Two people changed one record: what each of them changed, and one set of answers out of both. Pure functions.

Compared is what the record said when this person began (`original`), what it says now (`theirs`), and what they are
about to send (`mine`); question by question, a repeat as a whole.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms_builder.logic import blank
from forms_builder.questions import types
from forms_builder.schema import Document, Item, Question, Repeat
from forms_builder.schema.document import text_in

MINE, THEIRS = "mine", "theirs"
Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Clash:
    """One question that both changed, or that only they changed; in words for the reader, blank is ""."""

    key: str
    label: str
    before: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class Comparison:
    clashes: list[Clash]
    """Changed by both, differently: the person has to choose."""
    taken: list[Clash]
    """Changed by others only: taken over."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The three sets of answers."""

    original: Answers
    theirs: Answers
    mine: Answers

    def differ(self, key: str) -> bool:
        return not _same(self.theirs.get(key), self.mine.get(key))

    def is_theirs_alone(self, key: str) -> bool:
        return self.differ(key) and _same(self.mine.get(key), self.original.get(key))

    def is_clash(self, key: str) -> bool:
        both = not _same(self.theirs.get(key), self.original.get(key))
        return self.differ(key) and both and not self.is_theirs_alone(key)


def compare(document: Document, sides: Sides, withheld: Collection[str], language: str) -> Comparison:
    """What the person has to know and to decide, in the order of the form."""
    parts = [part for part in _parts(document) if part.key not in withheld]
    return Comparison(
        clashes=[_in_words(part, sides, language) for part in parts if sides.is_clash(part.key)],
        taken=[_in_words(part, sides, language) for part in parts if sides.is_theirs_alone(part.key)],
    )


def merged(sides: Sides, chosen: Mapping[str, str]) -> dict[str, Any]:
    """Theirs, with what only this person changed, and for each clash the side that was chosen."""
    answers = dict(sides.theirs)
    for key in {**sides.mine, **sides.theirs, **sides.original}:
        clash = sides.is_clash(key)
        if sides.is_theirs_alone(key) or (clash and chosen.get(key) == THEIRS):
            continue
        if blank(sides.mine.get(key)):
            answers.pop(key, None)
        else:
            answers[key] = sides.mine[key]
    return answers


def _same(one: Any, other: Any) -> bool:
    return one == other or (blank(one) and blank(other))


def _parts(document: Document) -> Iterator[Question | Repeat]:
    """What has an answer of its own: stored questions and repeats, through groups; not what is worked out."""
    for page in document.pages:
        yield from _inside(page.items)


def _inside(items: Sequence[Item]) -> Iterator[Question | Repeat]:
    for item in items:
        if isinstance(item, Repeat):
            yield item
        elif isinstance(item, Question):
            if types.of(item).stored and not item.is_calculated:
                yield item
        else:
            yield from _inside(item.items)


def _in_words(part: Question | Repeat, sides: Sides, language: str) -> Clash:
    def said(answers: Answers) -> str:
        return _said(part, answers.get(part.key), language)

    label = text_in(part.label, language)
    return Clash(part.key, label, said(sides.original), said(sides.theirs), said(sides.mine))


def _said(part: Item, answer: Any, language: str) -> str:
    if isinstance(part, Question):
        return types.of(part).display(part, answer, language)
    rows = answer if isinstance(answer, list) else []
    return "\n".join(_row_said(part, row, language) for row in rows)


def _row_said(repeat: Item, row: Answers, language: str) -> str:
    inside = _inside(getattr(repeat, "items", ()))
    said = (_said(part, row.get(part.key), language) for part in inside)
    return ", ".join(text for text in said if text)
