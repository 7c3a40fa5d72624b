"""From a document to the pages a person walks through: one step a page of the document, or one a question.

A step is what has an address of its own. Which of them are shown is up to the evaluation of the answers.
"""

from dataclasses import dataclass

from forms_builder.logic import Evaluation, Path
from forms_builder.questions import types
from forms_builder.schema import Document, Item, Layout, Page, Prefill, Question, Repeat, Text

RESERVED = frozenset({"check", "sent", "delete", "file", "version", "merge"})
"""Addresses beside the pages."""


@dataclass(frozen=True, slots=True)
class Step:
    key: str
    """As in the address. Never holds a hyphen unless the page's own key is reserved, so two never collide."""
    title: Text
    hint: Text
    page: Page
    items: tuple[Item, ...]


def steps_of(document: Document) -> tuple[Step, ...]:
    """All steps in order. A sheet has a step a page as well; its rows stand below each other."""
    if document.layout is Layout.QUESTION:
        return tuple(
            Step(_address(item.key), item.label, {}, page, (item,))
            for page in document.pages
            for item in page.items
        )
    return tuple(Step(_address(page.key), page.label, page.hint, page, page.items) for page in document.pages)


def is_shown(step: Step, evaluation: Evaluation) -> bool:
    """Whether there is anything on the step to see."""
    return evaluation.shows_page(step.page) and any(_anything(item, evaluation, ()) for item in step.items)


def is_displayed(question: Question) -> bool:
    """Whether a question is ever on a page: calculations without a text and given numbers are not."""
    if question.prefill is Prefill.REFERENCE or question.retired or not types.of(question).shown:
        return False
    return (types.of(question).asked and not question.is_calculated) or any(question.label.values())


def is_writable(question: Question) -> bool:
    """Whether a person's own typing counts as the answer."""
    fixed = question.read_only or question.is_calculated or question.retired
    return types.of(question).asked and not fixed and question.prefill is not Prefill.REFERENCE


def asks_anything(item: Item) -> bool:
    """Whether a part holds anything to see: a repeat whose questions are all retired is kept for old answers only."""
    if isinstance(item, Question):
        return is_displayed(item)
    return any(map(asks_anything, item.items))


def _anything(item: Item, evaluation: Evaluation, at: Path) -> bool:
    if not evaluation.shows((*at, item.key)):
        return False
    if isinstance(item, Question):
        return is_displayed(item)
    if isinstance(item, Repeat):
        return asks_anything(item)
    return any(_anything(inner, evaluation, at) for inner in item.items)


def _address(key: str) -> str:
    return f"{key}-page" if key in RESERVED else key
