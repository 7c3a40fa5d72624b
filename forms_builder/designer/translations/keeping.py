"""Saving the translations page: the draft, and the notes on what was reviewed, in one transaction."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from forms_builder.designer.saving import Shown, change_draft
from forms_builder.designer.translations.table import Taken, marked, take
from forms_builder.models import FormDefinition
from forms_builder.models.notes import notes_of


def save(definition: FormDefinition, user: Any, posted: Mapping[str, str], was: Shown) -> Taken:
    """Take what was typed into the newest draft. `saving.Locked` when this person may not now."""
    taken = Taken()

    def change(document: dict[str, Any]) -> None:
        nonlocal taken
        taken = take(document, notes_of(definition).translations, posted, was)

    with transaction.atomic():
        saved = change_draft(definition, user, change)
        if taken.marks:
            draft = saved or definition.get_latest_revision_as_object()
            notes = notes_of(definition)
            notes.translations = marked(draft.document, notes.translations, taken.marks)
            notes.save()
    return taken
