"""A form without what only staff answer, for describing it to visitors' programs."""

from collections.abc import Collection, Iterator, Sequence

from forms_builder.schema import Document, Item, Question


def as_visitors_see_it(document: Document) -> Document:
    """The document without questions that visitors are not asked, and without what is left empty by that."""
    public = document.public
    kept_back = {*public.left_out, *public.answers} if public else set()
    pages = (
        page.model_copy(update={"items": tuple(_items(page.items, kept_back))}) for page in document.pages
    )
    return document.model_copy(update={"pages": tuple(page for page in pages if page.items), "public": None})


def _items(items: Sequence[Item], kept_back: Collection[str]) -> Iterator[Item]:
    for item in items:
        if item.key in kept_back:
            continue
        if isinstance(item, Question):
            if not item.retired:
                yield item
            continue
        inside = tuple(_items(item.items, kept_back))
        if inside:
            yield item.model_copy(update={"items": inside})
