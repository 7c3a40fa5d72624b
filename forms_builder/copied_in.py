"""Reusable blocks: a group that names another form gets the questions of its live version when the form is published.

A draft holds the group alone; a version holds the questions too, so nothing at run time looks at the other form.
"""

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from forms_builder.models.definition import FormDefinition
from forms_builder.schema import Document, Group, Item, Page, Question, Repeat, walk

Blocks = Mapping[str, Document]
"""Key of a form → its live version's document."""


def named_in(document: Document) -> set[str]:
    """Keys of the forms whose questions are copied in."""
    return {
        place.part.block for place in walk(document) if isinstance(place.part, Group) and place.part.block
    }


def live(keys: set[str]) -> Blocks:
    """The live documents of these forms; one that is not live is left out."""
    if not keys:
        return {}
    found = FormDefinition.objects.filter(key__in=keys, live=True, live_version__isnull=False)
    versions = {one.key: one.live_version for one in found.select_related("live_version")}
    return {key: version.as_document for key, version in versions.items() if version is not None}


def with_live_blocks(document: Document) -> Document:
    """A draft as it would be asked now."""
    return copied_in(document, live(named_in(document)))


def copied_in(document: Document, blocks: Blocks) -> Document:
    """The document with the questions of `blocks` in its groups, and the files that came with them."""
    if not named_in(document):
        return document
    files: dict[str, str] = {}
    for key in named_in(document) & blocks.keys():
        files |= blocks[key].files
    pages = tuple(
        page.model_copy(update={"items": tuple(_filled(item, blocks) for item in page.items)})
        for page in document.pages
    )
    return document.model_copy(update={"pages": pages, "files": files | document.files})


def left_out(document: Document) -> Document:
    """A version as its draft has it: groups that name another form without what was copied into them."""
    pages = tuple(
        page.model_copy(update={"items": tuple(map(_emptied, page.items))}) for page in document.pages
    )
    return document.model_copy(update={"pages": pages})


def _filled(item: Item, blocks: Blocks) -> Item:
    if isinstance(item, Question):
        return item
    if isinstance(item, Group) and item.block in blocks:
        return item.model_copy(update={"items": tuple(_copies(blocks[item.block], item.id))})
    return item.model_copy(update={"items": tuple(_filled(inner, blocks) for inner in item.items)})


def _emptied(item: Item) -> Item:
    if isinstance(item, Question):
        return item
    if isinstance(item, Group) and item.block:
        return item.model_copy(update={"items": ()})
    return item.model_copy(update={"items": tuple(map(_emptied, item.items))})


def _copies(block: Document, group: str) -> Iterator[Item]:
    """What the form asks. A page becomes a group where there are several, or where it has a condition."""
    for page in block.pages:
        items = [copy for item in page.items if (copy := _copy(item, group)) is not None]
        if len(block.pages) > 1 or page.show_if:
            yield _as_group(page, tuple(items), group)
        else:
            yield from items


def _as_group(page: Page, items: tuple[Item, ...], group: str) -> Group:
    return Group(
        id=_id(group, page.id),
        key=page.key,
        label=page.label,
        hint=page.hint,
        show_if=page.show_if,
        media=page.media,
        items=items,
    )


def _copy(item: Item, group: str) -> Item | None:
    """The part under an id of its own; nothing of what is retired: where it was asked before, the gate keeps it."""
    own: dict[str, Any] = {"id": _id(group, item.id)}
    if isinstance(item, Question):
        return None if item.retired else item.model_copy(update=own)
    items = tuple(copy for inner in item.items if (copy := _copy(inner, group)) is not None)
    if isinstance(item, Repeat):
        return item.model_copy(update={**own, "items": items}) if items else None
    return item.model_copy(update={**own, "items": items, "block": ""})


def _id(group: str, part: str) -> str:
    """The same at every publishing, and unlike the id in another form or group."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{group} {part}"))
