"""A form to fill in by hand: every question of the screen in the screen's order, with room for its answer."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from forms_builder.filling.layouts import is_displayed
from forms_builder.printing.conditions import condition
from forms_builder.printing.paper import Asked, Block, Heading, Lines, Paper, Paragraph, Table, Text
from forms_builder.printing.repeats import empty_rows, empty_table, fits_table, lies_down
from forms_builder.printing.rooms import labels, room_of
from forms_builder.printing.wording import Wording, numbered, version_code
from forms_builder.questions import types
from forms_builder.questions.printing import PrintKind
from forms_builder.schema import Document, Item, Question, Repeat, Required, questions, sha256


@dataclass(frozen=True, slots=True)
class Edition:
    """Which form it is: its key, and which version; none for a draft."""

    key: str
    number: int | None = None
    published: date | datetime | None = None

    def code(self, document: Document) -> str:
        return version_code(self.key, self.number, sha256(document))


@dataclass(frozen=True, slots=True)
class BlankPrint:
    """How a form is printed. `without`: keys of questions and repeats that are not the person's to fill in."""

    wording: Wording
    guidance: bool = False
    without: Collection[str] = ()


def blank_form(document: Document, edition: Edition, how: BlankPrint) -> Paper:
    """The whole form as a paper."""
    wording = how.wording
    blocks = tuple(BlankBlocks(document, how).all())
    return Paper(
        title=wording.of(document.title, edition.key),
        language=wording.main,
        blocks=blocks,
        lead=edition_words(edition, wording),
        facts=((wording.say(_("Record number")), Lines()), (wording.say(_("Date of entry")), Lines())),
        secrecy=wording.secrecy(document),
        watermark="" if edition.number else wording.say(_("Draft"))[0].text,
        code=edition.code(document),
        page_words=page_words(wording),
        foot=wording.say(_("* must be answered")) if any(map(has_must, blocks)) else (),
        landscape=lies_down([block for block in blocks if isinstance(block, Table)]),
    )


def edition_words(edition: Edition, wording: Wording) -> Text:
    if edition.number is None:
        return wording.say(_("Draft, not published"))
    number = wording.number(edition.number)
    if edition.published is None:
        return wording.say(_("Version %(number)s"), number=number)
    day = wording.day(edition.published)
    return wording.say(_("Version %(number)s, published %(day)s"), number=number, day=day)


def page_words(wording: Wording) -> str:
    """With {page} and {pages}, which the layout fills in."""
    return wording.say(_("Page {page} of {pages}"))[0].text


def has_must(block: Block) -> bool:
    if isinstance(block, Table):
        return any(column.must for column in block.columns)
    return isinstance(block, Asked) and block.must


class BlankBlocks:
    """Makes the blocks of one form."""

    def __init__(self, document: Document, how: BlankPrint) -> None:
        self.document, self.how, self.wording = document, how, how.wording
        self.questions = {question.key: question for question, _repeat in questions(document)}

    def all(self) -> Iterator[Block]:
        for page in self.document.pages:
            inside = list(self.inside(page.items))
            if inside:
                yield Heading(
                    self.wording.of(page.label, page.key),
                    1,
                    self.wording.of(page.hint),
                    self.condition(page.show_if),
                    page.key,
                )
                yield from inside

    def inside(self, items: Sequence[Item], level: int = 2) -> Iterator[Block]:
        for item in items:
            if item.key in self.how.without:
                continue
            if isinstance(item, Question):
                yield from self.question(item)
                continue
            inner = list(
                self.rows(item, level) if isinstance(item, Repeat) else self.inside(item.items, level + 1)
            )
            if inner:
                text, hint = self.wording.of(item.label, item.key), self.wording.of(item.hint)
                yield Heading(text, level, hint, self.condition(item.show_if), item.key)
                yield from inner

    def question(self, question: Question) -> Iterator[Block]:
        shape = types.of(question).print_shape(question)
        if not is_displayed(question) or shape.kind is PrintKind.NOTHING:
            return
        text, hint = self.wording.of(question.label, question.key), self.wording.of(question.hint)
        asked_if = self.condition(question.show_if)
        if shape.kind is PrintKind.WORDS:
            yield Paragraph(text, hint, asked_if, question.key)
            return
        yield Asked(
            text,
            room_of(shape, self.wording),
            hint,
            self.wording.of(question.guidance) if self.how.guidance else (),
            asked_if,
            labels(shape.declines, self.wording),
            question.required is Required.YES,
            question.key,
        )

    def rows(self, repeat: Repeat, level: int) -> Iterator[Block]:
        shown = [item for item in repeat.items if isinstance(item, Question) and is_displayed(item)]
        shown = [item for item in shown if item.key not in self.how.without]
        as_table = fits_table(repeat, shown)
        count = empty_rows(repeat, self.document.layout, len(shown) if as_table else 0)
        if as_table:
            yield empty_table(shown, count, self.wording)
            return
        inner = list(self.inside(repeat.items, level + 2))
        for number in range(1, count + 1 if inner else 1):
            label = self.wording.of(repeat.label, repeat.key)
            yield Heading(numbered(label, number), level + 1)
            yield from inner

    def condition(self, rule: str) -> Text:
        return condition(rule, self.questions, self.wording)
