"""What can stand on paper: a small typed model, the same for forms, records, sheets and certificates. Pure data.

Texts are plain words with their language, never markup. `renderer.render` makes the PDF.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class Words:
    """Some words in one language."""

    language: str
    text: str


Text = tuple[Words, ...]
"""One text in the languages of the print; the first stands out."""


class Mark(StrEnum):
    """What one puts beside a choice."""

    ROUND = "round"
    """One of them is ticked."""
    SQUARE = "square"
    """Any number of them is ticked."""
    BLANK = "blank"
    """Room for a number: the place in an order."""


# -- Room for an answer ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines to write on; `unit` stands behind the last."""

    count: int = 1
    unit: Text = ()


@dataclass(frozen=True, slots=True)
class Cells:
    """A row of small boxes, one a sign; each text of `groups` is a word or a divider after so many boxes.

    (2, "/"), (2, "/"), (4, "") is a date.
    """

    groups: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """A mark and a label a choice. `across`: all in one row, as a scale."""

    labels: tuple[Text, ...]
    mark: Mark
    across: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows down, columns across, something to tick where they meet."""

    rows: tuple[Text, ...]
    columns: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """An empty frame with a height in millimetres: a signature, a result."""

    height: int
    note: Text = ()


@dataclass(frozen=True, slots=True)
class Told:
    """An answer as it was given, line breaks kept. `faint`: words about the answer, such as "withheld"."""

    text: Text
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Labelled:
    """Room with a word before it."""

    label: Text
    room: "Room"


@dataclass(frozen=True, slots=True)
class Stack:
    """Several below each other."""

    parts: tuple["Room", ...]


Room = Lines | Cells | Choices | Grid | Frame | Told | Labelled | Stack


# -- What stands below each other --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1 for a part of the document, 2 for a group in it, 3 for one row of several. `key` names it, unprinted."""

    text: Text
    level: int = 1
    hint: Text = ()
    condition: Text = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: Text
    hint: Text = ()
    condition: Text = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and room for its answer."""

    text: Text
    room: Room
    hint: Text = ()
    guidance: Text = ()
    condition: Text = ()
    reasons: tuple[Text, ...] = ()
    """Ways to say why there is no answer."""
    must: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """`weight` is its share of the width."""

    text: Text
    weight: int = 1
    must: bool = False
    note: Text = ()
    """Small words below the table: what may be written here."""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of rooms under headings that come again on every page. `numbered`: a first column counts the rows."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Room, ...], ...]
    numbered: str = ""
    """Heading of the counting column; blank for none."""
    row_height: int = 8
    """Least height of a row in millimetres."""


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a new page. With a `code`: as a document of its own, under the title, with these facts."""

    code: str = ""
    facts: "Facts" = ()


Facts = tuple[tuple[Text, Room], ...]
"""Small labelled rooms: reference, office, day."""

Block = Heading | Paragraph | Asked | Table | NewPage


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole document. Two equal papers give the same bytes."""

    title: Text
    language: str
    """Language of the document as a whole, and script of its page numbers."""
    blocks: tuple[Block, ...]
    lead: Text = ()
    """Below the title."""
    facts: Facts = ()
    """A line of them on top."""
    secrecy: Text = ()
    """On top of every page."""
    watermark: str = ""
    code: str = ""
    """At the foot of every page, and in a QR code on the first; a new page may begin with a code of its own."""
    page_words: str = "{page} / {pages}"
    note: Text = ()
    """What the form says at the foot of every page, above our own line."""
    foot: Text = ()
    landscape: bool = False
    formal: bool = False
    """To hang on a wall: each page framed, its words large in the middle, code, facts and signature below."""


def as_data(part: Any, clean: Callable[[str], str]) -> Any:
    """A paper as JSON values, its texts cleaned; each part of it carries its class's name as `kind`."""
    if is_dataclass(part) and not isinstance(part, type):
        values = {field.name: as_data(getattr(part, field.name), clean) for field in fields(part)}
        return {"kind": type(part).__name__.lower(), **values}
    if isinstance(part, tuple):
        return [as_data(one, clean) for one in part]
    return clean(part) if isinstance(part, str) else part
