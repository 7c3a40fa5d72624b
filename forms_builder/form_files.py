"""The files of forms: kept under what they are, found again by name, given to whoever is shown the form.

A form's document names each file by its sha256, so a published version never changes what it shows.
"""

from collections.abc import Callable, Mapping
from typing import Protocol

from forms_builder.models.form_files import FormFile
from forms_builder.schema import Document
from forms_builder.schema.accompanied import with_media


class Content(Protocol):
    """A file on its way in."""

    @property
    def content_type(self) -> str: ...

    @property
    def content(self) -> bytes: ...


def keep(brought: Mapping[str, Content]) -> None:
    """Store what is not there yet, by its sha256."""
    rows = [
        FormFile(sha256=digest, content_type=file.content_type, content=file.content)
        for digest, file in brought.items()
    ]
    FormFile.objects.bulk_create(rows, ignore_conflicts=True)


def finder(document: Document) -> Callable[[str], bytes | None]:
    """Finds the files that the document has, by the names it has for them."""

    def find(name: str) -> bytes | None:
        digest = document.files.get(name)
        found = FormFile.objects.filter(pk=digest).first() if digest else None
        return bytes(found.content) if found else None

    return find


def contents(document: Document) -> dict[str, bytes]:
    """All files of a form by name."""
    if not document.files:
        return {}
    stored = FormFile.objects.in_bulk(set(document.files.values()))
    return {name: bytes(stored[one].content) for name, one in document.files.items() if one in stored}


def open_to_all(document: Document) -> None:
    """A form for everybody shows its files to everybody."""
    FormFile.objects.filter(pk__in=set(document.files.values()), is_public=False).update(is_public=True)


def with_hashes(document: Document) -> Document:
    """The document with each picture, sound and film named by what it is: what is published."""
    if not document.files:
        return document

    return with_media(
        document, lambda one: one.model_copy(update={"sha256": document.files.get(one.name.strip(), "")})
    )
