"""One record for reading: pages, groups and repeats in the order of the version it was filled in with.

Pure: it gets the answers as far as the reader may see them, and the keys of those they may not.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from forms_builder.logic import blank
from forms_builder.questions import types
from forms_builder.questions.texts import PhoneType
from forms_builder.schema import Document, Item, Page, Question, Repeat, walk
from forms_builder.schema.document import text_in
from registry.answers import each


@dataclass(frozen=True, slots=True)
class Said:
    """One question with what was said to it."""

    label: str
    text: str = ""
    withheld: bool = False
    missing: bool = False
    file: str = ""
    """Id of the attached file, if the answer is one."""
    plays: str = ""
    """`audio` or `video`, if the file is a recording."""
    call: str = ""
    """The number behind a telephone number that may be called."""
    safe: str = ""
    """Beside a telephone number: the safe way and time to make contact."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A repeat: its headings, and for each row what was said in each column."""

    label: str
    headings: list[str]
    rows: list[list[Said]]
    """Each row has a `Said` a heading; its label is the heading, for phones."""


@dataclass(slots=True)
class Block:
    """A group of answers under a heading of its own; the first of a page has none."""

    label: str = ""
    answers: list[Said] = field(default_factory=list)
    rows: Rows | None = None

    @property
    def is_empty(self) -> bool:
        return not self.answers and self.rows is None


@dataclass(frozen=True, slots=True)
class Section:
    """A page of the form."""

    key: str
    label: str
    blocks: list[Block]


@dataclass(frozen=True)
class Reading:
    """What the reader sees, and how much of it."""

    answers: Mapping[str, Any]
    withheld: Collection[str]
    missing: Collection[tuple[str, ...]]
    """Paths of questions that wait for an answer, rows by their number."""
    language: str
    everything: bool = False
    """Questions without an answer too."""
    calls: bool = True
    """Whether telephone numbers may be called."""
    safe: str = ""
    """The safe way and time to make contact, where one is known."""


def sections(document: Document, reading: Reading) -> list[Section]:
    """The record by pages; pages on which nothing was said are left out."""
    made = (section(page, reading) for page in document.pages)
    return [one for one in made if one.blocks]


def section(page: Page, reading: Reading) -> Section:
    blocks = [block for block in blocks_of(page.items, reading, "") if not block.is_empty]
    return Section(page.key, text_in(page.label, reading.language, page.key), blocks)


def blocks_of(items: Sequence[Item], reading: Reading, heading: str) -> Iterator[Block]:
    """Blocks in the order of the screen: answers gather until a group or a repeat comes in between."""
    block = Block(heading)
    for item in items:
        if isinstance(item, Question):
            if item.retired:
                continue
            block.answers += said_of(item, reading.answers, reading, (item.key,))
            continue
        yield block
        label = text_in(item.label, reading.language, item.key)
        if isinstance(item, Repeat):
            yield Block(label, rows=rows_of(item, reading, label))
        else:
            yield from blocks_of(item.items, reading, label)
        block = Block()
    yield block


def earlier(known: Mapping[str, Question], document: Document, reading: Reading) -> list[Said]:
    """What was answered to questions that the record's version asks no more, in the order they were published."""
    in_sections = set(_asked(document))
    found = [
        (key, answer)
        for key, _row, answer in each(reading.answers)
        if key in known and key not in in_sections and not blank(answer)
    ]
    order = {key: place for place, key in enumerate(known)}
    found.sort(key=lambda pair: order[pair[0]])
    return [one_said(known[key], {key: answer}, reading, ()) for key, answer in found]


def _asked(document: Document) -> Iterator[str]:
    """Keys that a section shows: what is asked, and the columns of repeats in which anything still is."""
    for place in walk(document):
        part = place.part
        if isinstance(part, Question) and not part.retired:
            yield part.key
        elif isinstance(part, Repeat) and any(not one.retired for one in questions_in(part.items)):
            yield from (one.key for one in questions_in(part.items))


def rows_of(repeat: Repeat, reading: Reading, label: str) -> Rows | None:
    """A repeat as a table; None when it has no rows."""
    rows = [row for row in reading.answers.get(repeat.key) or [] if isinstance(row, Mapping)]
    columns = [question for question in questions_in(repeat.items) if types.of(question).stored]
    if not rows or (columns and all(question.retired for question in columns)):
        return None
    used = [one for one in columns if reading.everything or is_used(one, repeat, rows, reading)]
    said = [
        [one_said(question, row, reading, (repeat.key, str(number), question.key)) for question in used]
        for number, row in enumerate(rows)
    ]
    return Rows(label, [text_in(one.label, reading.language, one.key) for one in used], said)


def is_used(question: Question, repeat: Repeat, rows: Sequence[Mapping[str, Any]], reading: Reading) -> bool:
    """Whether any row says something in this column, or may not be read, or still has to."""
    if question.key in reading.withheld or any(not blank(row.get(question.key)) for row in rows):
        return True
    return any(path[0] == repeat.key and path[-1] == question.key for path in reading.missing)


def questions_in(items: Sequence[Item]) -> Iterator[Question]:
    """Questions of a row, those of groups and of repeats inside it too."""
    for item in items:
        if isinstance(item, Question):
            yield item
        elif not isinstance(item, Repeat):
            yield from questions_in(item.items)


def said_of(
    question: Question, answers: Mapping[str, Any], reading: Reading, path: tuple[str, ...]
) -> list[Said]:
    """The question if there is something to say about it: none or one."""
    if not types.of(question).stored:
        return []
    said = one_said(question, answers, reading, path)
    return [said] if said.text or said.withheld or said.missing or reading.everything else []


def one_said(question: Question, answers: Mapping[str, Any], reading: Reading, path: tuple[str, ...]) -> Said:
    label = text_in(question.label, reading.language, question.key)
    if question.key in reading.withheld:
        return Said(label, withheld=True)
    answer = answers.get(question.key)
    if blank(answer):
        return Said(label, missing=path in reading.missing)
    kind = types.of(question)
    words = kind.display(question, answer, reading.language)
    if isinstance(kind, PhoneType):
        return Said(label, words, call=str(answer) if reading.calls else "", safe=reading.safe)
    return Said(label, words, file=kind.file_of(answer), plays=kind.plays)
