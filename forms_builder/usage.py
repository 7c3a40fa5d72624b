"""Who makes something of filled-in forms: the app that does says here what for, who may read it, what is answered.

The forms app asks for its pages around a form. It gets names and numbers, never an answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from forms_builder.schema import Document, Sensitivity


@dataclass(frozen=True, slots=True)
class Reader:
    """A role that may read what was filled in, in words of the reader's language."""

    role: str
    what: str
    """Which kind of records."""
    whose: str
    """Whose: one's own, of one's office, all."""
    tier: Sensitivity
    compartments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """How often questions were answered since a day. `looked_at` counts the times anything was filled in or changed."""

    looked_at: int
    times: Mapping[str, int]
    """Question key → times; a key that is not here: never."""


class FormUser(Protocol):
    """One app's use of forms. Methods take the id of the definition."""

    def kinds(self, definition_id: int) -> Sequence[str]:
        """What is made of the form, for example the names of record types."""
        ...

    def readers(self, definition_id: int) -> Sequence[Reader]: ...

    def answered(self, definition_id: int, since: datetime) -> Answered: ...

    def public_objections(self, definition_id: int, document: Document) -> Sequence[str]:
        """Why nothing could be made of what people without an account send: sentences in the reader's language."""
        ...


_users: list[FormUser] = []


def register(user: FormUser) -> None:
    """Called once by each app, when it starts."""
    _users.append(user)


def kinds(definition_id: int) -> list[str]:
    return [kind for user in _users for kind in user.kinds(definition_id)]


def readers(definition_id: int) -> list[Reader]:
    return [reader for user in _users for reader in user.readers(definition_id)]


def public_objections(definition_id: int, document: Document) -> list[str]:
    return [one for user in _users for one in user.public_objections(definition_id, document)]


def answered(definition_id: int, since: datetime) -> Answered:
    found = [user.answered(definition_id, since) for user in _users]
    keys = {key for one in found for key in one.times}
    return Answered(
        sum(one.looked_at for one in found),
        {key: sum(one.times.get(key, 0) for one in found) for key in keys},
    )
