"""A form with its answers, for reading on paper: what was said, what is withheld, what is missing; in the form's order.

Pure: it gets the answers as far as the reader may see them. Hidden questions have no answer, so they do not appear.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from forms_builder.logic import blank
from forms_builder.printing.blank_form import Edition, edition_words, page_words
from forms_builder.printing.paper import (
    Asked,
    Block,
    Column,
    Heading,
    Paper,
    Paragraph,
    Room,
    Table,
    Text,
    Told,
    Words,
)
from forms_builder.printing.repeats import MOST_COLUMNS, lies_down, weight
from forms_builder.printing.wording import Wording, numbered
from forms_builder.questions import types
from forms_builder.questions.printing import PrintKind
from forms_builder.schema import Document, Item, Question, Repeat
from forms_builder.schema.text import latin_digits

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Filled:
    """Answers as far as a reader may see them."""

    answers: Row
    withheld: Collection[str] = ()
    """Keys of the questions whose answers the reader may not see, answered or not."""
    missing: Collection[tuple[str, ...]] = ()
    """Paths of questions that wait for an answer, rows by their number from 0."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What surrounds the answers: what they are about, and why they are on paper."""

    facts: tuple[tuple[Text, Text], ...] = ()
    foot: Text = ()


def filled_form(
    document: Document, edition: Edition, filled: Filled, occasion: Occasion, wording: Wording
) -> Paper:
    """The answers as a paper."""
    blocks = tuple(FilledBlocks(document, filled, wording).all())
    return Paper(
        title=wording.of(document.title, edition.key),
        language=wording.main,
        blocks=blocks or (Paragraph(wording.say(_("Nothing was answered"))),),
        lead=edition_words(edition, wording),
        facts=tuple((label, Told(value)) for label, value in occasion.facts),
        secrecy=wording.secrecy(document),
        code=edition.code(document),
        page_words=page_words(wording),
        foot=occasion.foot,
        landscape=lies_down([block for block in blocks if isinstance(block, Table)]),
    )


class FilledBlocks:
    """Makes the blocks of one filled form."""

    def __init__(self, document: Document, filled: Filled, wording: Wording) -> None:
        self.document, self.filled, self.wording = document, filled, wording

    def all(self) -> Iterator[Block]:
        for page in self.document.pages:
            inside = list(self.inside(page.items, self.filled.answers, (), bool(page.show_if)))
            if any(not isinstance(block, Paragraph | Heading) for block in inside):
                yield Heading(self.wording.of(page.label, page.key), 1, key=page.key)
                yield from inside

    def inside(
        self, items: Sequence[Item], answers: Row, at: tuple[str, ...], conditional: bool, level: int = 2
    ) -> Iterator[Block]:
        """`conditional`: something around decides whether these are shown, so words between them may not apply."""
        for item in items:
            depends = conditional or bool(item.show_if)
            if isinstance(item, Question):
                yield from self.question(item, answers, at, depends)
                continue
            if isinstance(item, Repeat):
                inner = list(self.rows(item, answers, at, level))
            else:
                inner = list(self.inside(item.items, answers, at, depends, level + 1))
            if inner:
                yield Heading(self.wording.of(item.label, item.key), level, key=item.key)
                yield from inner

    def question(
        self, question: Question, answers: Row, at: tuple[str, ...], conditional: bool
    ) -> Iterator[Block]:
        if types.of(question).stored:
            room = self.told(question, answers, at)
            if room is not None:
                yield Asked(self.wording.of(question.label, question.key), room, key=question.key)
        elif (
            types.of(question).print_shape(question).kind is PrintKind.WORDS
            and not conditional
            and not question.retired
        ):
            yield Paragraph(self.wording.of(question.label), key=question.key)

    def told(self, question: Question, answers: Row, at: tuple[str, ...]) -> Told | None:
        """The answer, or why there is none to read; None where nothing was said."""
        if question.key in self.filled.withheld:
            return Told(self.wording.say(_("Withheld")), faint=True)
        answer = answers.get(question.key)
        if not blank(answer):
            return Told(self.shown(question, answer))
        if (*at, question.key) in self.filled.missing:
            return Told(self.wording.say(_("Still to be answered")), faint=True)
        return None

    def shown(self, question: Question, answer: Any) -> Text:
        """The answer in each language, once where only the digits differ."""
        kind, said = types.of(question), dict[str, Words]()
        for language in self.wording.languages:
            text = kind.display(question, answer, language)
            said.setdefault(latin_digits(text), Words(language, text))
        return tuple(said.values())

    # -- Repeats -----------------------------------------------------------------------------------

    def rows(self, repeat: Repeat, answers: Row, at: tuple[str, ...], level: int) -> Iterator[Block]:
        rows = [row for row in answers.get(repeat.key) or [] if isinstance(row, Mapping)]
        if not rows:
            return
        table = self.table(repeat, rows, (*at, repeat.key))
        if table is not None:
            yield table
            return
        for number, row in enumerate(rows):
            yield Heading(numbered(self.wording.of(repeat.label, repeat.key), number + 1), level + 1)
            inside_at = (*at, repeat.key, str(number))
            yield from self.inside(repeat.items, row, inside_at, bool(repeat.show_if), level + 2)

    def table(self, repeat: Repeat, rows: Sequence[Row], at: tuple[str, ...]) -> Table | None:
        """The rows as a table of the questions with something to tell; None where they do not fit into one."""
        asked = [item for item in repeat.items if isinstance(item, Question)]
        if len(asked) < len(repeat.items):
            return None
        stored = [question for question in asked if types.of(question).stored]
        cells = {
            question.key: [self.told(question, row, (*at, str(number))) for number, row in enumerate(rows)]
            for question in stored
        }
        used = [question for question in stored if any(cells[question.key])]
        if not used or len(used) > MOST_COLUMNS:
            return None
        return Table(
            tuple(self.column(question) for question in used),
            tuple(
                tuple(cells[question.key][number] or Told(()) for question in used)
                for number in range(len(rows))
            ),
            numbered=self.wording.say(_("No."))[0].text,
        )

    def column(self, question: Question) -> Column:
        room: Room = Told(())
        share = weight(types.of(question).print_shape(question), room)
        return Column(self.wording.of(question.label, question.key), share, key=question.key)
