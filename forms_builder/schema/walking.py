"""Finding one's way in a document: every part in the order of the screen, with where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass

from forms_builder.schema.document import Document, Group, Page, Question, Repeat

Part = Page | Group | Repeat | Question


@dataclass(frozen=True, slots=True)
class Place:
    """A part and where it stands. `parents` goes from the page inwards."""

    part: Part
    page: Page
    parents: tuple[Page | Group | Repeat, ...]

    @property
    def repeat(self) -> Repeat | None:
        """The innermost repeat around the part."""
        return next((parent for parent in reversed(self.parents) if isinstance(parent, Repeat)), None)


def walk(document: Document) -> Iterator[Place]:
    """All pages, groups, repeats and questions, parents before children, in the order of the screen."""
    for page in document.pages:
        yield Place(page, page, ())
        yield from _inside(page, page, (page,))


def _inside(
    part: Page | Group | Repeat, page: Page, parents: tuple[Page | Group | Repeat, ...]
) -> Iterator[Place]:
    for item in part.items:
        yield Place(item, page, parents)
        if not isinstance(item, Question):
            yield from _inside(item, page, (*parents, item))


def questions(document: Document) -> Iterator[tuple[Question, Repeat | None]]:
    """All questions with the innermost repeat around each."""
    for place in walk(document):
        if isinstance(place.part, Question):
            yield place.part, place.repeat


def find_question(document: Document, key: str) -> Question | None:
    return next((question for question, _ in questions(document) if question.key == key), None)
