"""The media of a whole document: every picture, sound and film beside its texts."""

from collections.abc import Callable
from typing import Any, TypeVar

from forms_builder.schema.document import (
    Choice,
    Document,
    Frozen,
    Group,
    Keyed,
    Media,
    Page,
    Question,
    Repeat,
)

Part = TypeVar("Part", bound=Frozen)


def with_media(document: Document, change: Callable[[Media], Media]) -> Document:
    """The document with each of its media changed; the parts without any are the same objects as before."""

    def changes_of(part: Frozen) -> dict[str, Any]:
        changed: dict[str, Any] = {}
        if isinstance(part, Keyed | Choice) and part.media:
            changed["media"] = tuple(map(change, part.media))
        if isinstance(part, Question):
            if any(choice.media for choice in part.choices):
                changed["choices"] = tuple(map(put, part.choices))
        elif isinstance(part, Page | Group | Repeat):
            items = tuple(map(put, part.items))
            if any(one is not other for one, other in zip(items, part.items, strict=True)):
                changed["items"] = items
        return changed

    def put(part: Part) -> Part:
        changed = changes_of(part)
        return part.model_copy(update=changed) if changed else part

    return document.model_copy(update={"pages": tuple(map(put, document.pages))})
