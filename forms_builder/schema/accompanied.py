"""The media of a whole document: every picture, sound and film beside its texts."""

from collections.abc import Callable
from typing import Any, TypeVar

from forms_builder.schema.document import Choice, Document, Group, Media, Page, Question, Repeat

Part = TypeVar("Part", Page, Group, Repeat, Question, Choice)


def with_media(document: Document, change: Callable[[Media], Media]) -> Document:
    """The document with each of its media changed; the parts without any are the same objects as before."""

    def put(part: Any) -> Any:
        changed: dict[str, Any] = {"media": tuple(map(change, part.media))} if part.media else {}
        if isinstance(part, Question):
            if any(choice.media for choice in part.choices):
                changed["choices"] = tuple(map(put, part.choices))
        elif not isinstance(part, Choice):
            items = tuple(map(put, part.items))
            if any(one is not other for one, other in zip(items, part.items, strict=True)):
                changed["items"] = items
        return part.model_copy(update=changed) if changed else part

    return document.model_copy(update={"pages": tuple(map(put, document.pages))})
