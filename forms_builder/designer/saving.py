"""Changing a draft from a page beside the editor: under its lock, as a revision, and without overwriting anybody.

Such a page carries what it showed (`Shown`), so that on coming back three states of each input can be told apart:
what it showed, what was typed, and what the draft says by now.
"""

import hashlib
import json
from collections.abc import Callable
from copy import deepcopy
from enum import Enum, auto
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from forms_builder import schema
from forms_builder.models import FormDefinition

Document = dict[str, Any]


class Locked(Exception):
    """Somebody else may change the form now, this person may not. The text says why."""


class Fate(Enum):
    """What becomes of one input of a page that comes back."""

    SAME = auto()
    """Not touched, or typed as the draft says anyway."""
    TAKE = auto()
    CONFLICT = auto()
    """Somebody else changed it since the page was shown, and so did this person."""


class Shown:
    """What a page showed: input name → short hash, in one hidden field."""

    def __init__(self, hashes: dict[str, str] | None = None) -> None:
        self.hashes = hashes or {}

    @classmethod
    def posted(cls, text: str) -> "Shown":
        try:
            found = json.loads(text or "{}")
        except ValueError:
            found = {}
        return cls({str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {})

    def add(self, name: str, value: Any) -> None:
        self.hashes[name] = _hash(value)

    def fate(self, name: str, typed: Any, now: Any) -> Fate:
        if typed == now or _hash(typed) == self.hashes.get(name):
            return Fate.SAME
        return Fate.TAKE if _hash(now) == self.hashes.get(name) else Fate.CONFLICT

    def __str__(self) -> str:
        return json.dumps(self.hashes, separators=(",", ":"))


def lock_message(definition: FormDefinition, user: Any) -> str:
    """Why this person cannot change the form now; blank when they can."""
    lock = definition.get_lock()
    if lock is None or not lock.for_user(user):
        return ""
    return str(lock.get_message(user) or lock.get_description(user))


def change_draft(
    definition: FormDefinition, user: Any, change: Callable[[Document], None]
) -> FormDefinition | None:
    """Change the newest draft and save it as a revision; None when that changed nothing.

    One transaction, which holds the form's row. `Locked` and ValidationError leave everything as it was.
    """
    with transaction.atomic():
        stored = FormDefinition.objects.select_for_update().get(pk=definition.pk)
        if message := lock_message(stored, user):
            raise Locked(message)
        draft: FormDefinition = stored.get_latest_revision_as_object()
        document = deepcopy(draft.document)
        change(document)
        document = _checked(document)
        if document == draft.document:
            return None
        draft.document = document
        draft.save_revision(user=user, log_action=True)
        return draft


def _checked(document: Document) -> Document:
    try:
        return schema.to_json(schema.from_json(document))
    except schema.DocumentError as error:
        raise ValidationError([f"{where}: {what}" for where, what in error.problems]) from error


def _hash(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:10]
