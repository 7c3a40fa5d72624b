"""What a page says and shows, read from its fields: its words, its pictures, its files, and a fingerprint of it all."""

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.html import strip_tags
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Revision
from wagtail.rich_text import RichText

from knowledge.models.media import HubDocument, HubImage

if TYPE_CHECKING:
    from knowledge.models.page import HubPage

KEYS = {"pk", "page"}
SAID = {"title", "seo_title", "search_description"}


@cache
def volatile() -> frozenset[str]:
    """What changes without the page saying anything else: its place in the tree, times, states."""
    return frozenset(field.name for field in Page._meta.get_fields() if field.name not in SAID)


def fingerprint(page: "HubPage") -> str:
    """SHA-256 of everything a reader could see of the page."""
    block_types(
        page
    )  # reads every block, so that numbers are written the same way whether shown before or not
    return _mark(page.serializable_data())


def says_the_same(one: Revision, other: Revision) -> bool:
    """Whether two versions of a page differ in nothing a reader could see, such as after saving it untouched."""
    if _mark(one.content) == _mark(other.content):
        return True
    return fingerprint(one.as_object()) == fingerprint(other.as_object())


def _mark(data: dict[str, Any]) -> str:
    said = {name: value for name, value in data.items() if name not in volatile()}
    text = json.dumps(_without_keys(said), sort_keys=True, cls=DjangoJSONEncoder, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _without_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: _without_keys(inner)
            for name, inner in value.items()
            if name not in KEYS and not name.endswith("_ptr")
        }
    return [_without_keys(inner) for inner in value] if isinstance(value, list) else value


def words(page: "HubPage") -> str:
    """All text of the page, without its markup."""
    return "\n".join(part for part in _texts(page) if part.strip())


def _texts(page: "HubPage") -> Iterator[str]:
    for field in page._meta.get_fields():
        if field.name in volatile():
            continue
        if isinstance(field, RichTextField):
            yield strip_tags(getattr(page, field.name))
        elif isinstance(field, StreamField):
            yield from (leaf for leaf in leaves(getattr(page, field.name)) if isinstance(leaf, str))
        elif isinstance(field, models.CharField | models.TextField) and not field.choices:
            yield str(getattr(page, field.name) or "")
    for row in page.child_rows():
        yield from row.texts()


def leaves(value: Any) -> Iterator[Any]:
    """The single values inside a StreamField: texts, pictures, files, pages."""
    if isinstance(value, StreamValue):
        for block in value:
            yield from leaves(block.value)
    elif isinstance(value, StructValue):
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, ListValue | list):
        for inner in value:
            yield from leaves(inner)
    elif isinstance(value, RichText):
        yield strip_tags(value.source.replace("</", " </"))
    elif value is not None:
        yield value


def block_types(page: "HubPage") -> set[str]:
    """The kinds of blocks that stand on the page."""
    blocks = [block for field in _streams(page) for block in getattr(page, field.name)]
    return {block.block_type for block in blocks}


def images(page: "HubPage") -> list[HubImage]:
    return _things(page, HubImage)


def documents(page: "HubPage") -> list[HubDocument]:
    return _things(page, HubDocument)


def _things(page: "HubPage", kind: type[Any]) -> list[Any]:
    found = [
        leaf
        for field in _streams(page)
        for leaf in leaves(getattr(page, field.name))
        if isinstance(leaf, kind)
    ]
    for holder in (page, *page.child_rows()):
        for field in holder._meta.get_fields():
            if isinstance(field, models.ForeignKey) and issubclass(field.related_model, kind):
                found.append(getattr(holder, field.name))
    return list({thing.pk: thing for thing in found if thing is not None}.values())


def _streams(page: "HubPage") -> list[StreamField]:
    return [field for field in page._meta.get_fields() if isinstance(field, StreamField)]
