"""What is kept beside a form's draft: which translations are behind, and its words for searching.

No part of the document: it changes nothing for the people who fill the form in, and makes no new version.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db import models

from forms_builder import schema
from forms_builder.designer.translations.notes import Notes, followed
from forms_builder.designer.translations.texts import texts
from forms_builder.schema.text import search_text

if TYPE_CHECKING:
    from forms_builder.models.definition import FormDefinition


class FormNotes(models.Model):
    """One row a form, brought up to date whenever its draft is saved."""

    definition = models.OneToOneField(
        "FormDefinition", models.CASCADE, primary_key=True, related_name="notes"
    )
    words = models.TextField(help_text="Key, titles and question texts, folded for searching.")
    choice_lists = models.JSONField(
        default=list, help_text="Keys of the shared lists that the draft takes choices from."
    )
    translated_from = models.JSONField(
        default=dict, help_text="Text id → hash of the English it was made from."
    )
    reviewed = models.JSONField(
        default=dict, help_text="Text id → hash of the pair of texts that was reviewed."
    )

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.definition_id}"

    @property
    def translations(self) -> Notes:
        return Notes(self.translated_from, self.reviewed)

    @translations.setter
    def translations(self, notes: Notes) -> None:
        self.translated_from, self.reviewed = notes.translated_from, notes.reviewed


def notes_of(definition: "FormDefinition") -> FormNotes:
    """The form's row, or a fresh one that is not saved yet."""
    found = FormNotes.objects.filter(definition=definition.pk).first()
    return found or FormNotes(
        definition_id=definition.pk, words=words_of(definition.key, definition.document)
    )


def follow(definition: "FormDefinition", before: dict[str, Any]) -> None:
    """Bring the row up to date with the draft that was just saved; `before` is the draft as it was.

    A draft that is no form document leaves the row as it is.
    """
    if not _is_document(definition.document):
        return
    notes = notes_of(definition)
    before = before if _is_document(before) else {}
    notes.translations = followed(notes.translations, before, definition.document)
    _describe(notes, definition)
    notes.save()


def _is_document(draft: dict[str, Any]) -> bool:
    try:
        schema.from_json(draft)
    except schema.DocumentError:
        return False
    return True


def _describe(notes: FormNotes, definition: "FormDefinition") -> None:
    notes.words = words_of(definition.key, definition.document)
    notes.choice_lists = lists_of(definition.document)


def lists_of(document: dict[str, Any]) -> list[str]:
    """Keys of the shared choice lists that a document names, each once."""
    return sorted(set(_lists(document.get("pages", []))))


def _lists(parts: list[dict[str, Any]]) -> Iterator[str]:
    for part in parts:
        if part.get("choice_list"):
            yield part["choice_list"]
        yield from _lists(part.get("items", []))


def words_of(key: str, document: dict[str, Any]) -> str:
    """One line a word group, so that a search does not run across two texts."""
    said = [key]
    for text in texts(document):
        said += text.wording.values()
        if text.what == "label":
            said.append(text.part["key"])
    return "\n".join(search_text(words) for words in said if words)
