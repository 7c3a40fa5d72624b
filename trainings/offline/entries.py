"""What an entry made without a network may say: typed, and read strictly. Nothing of it has been judged yet."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import QueryDict
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from trainings.offline.keys import Unreadable

NEW = "new:"
"""Begins the reference to somebody who was added in the same time without a network: the id of that entry follows."""
Text = Annotated[str, Field(max_length=4_000)]
State = Literal["", "p", "l", "e", "a"]
Fields = Annotated[list[tuple[Annotated[str, Field(max_length=100)], Text]], Field(max_length=200)]
"""Names and values of a form, as the browser would post them."""


class Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MarkEntry(Entry):
    """A tap: the state wanted, and what stood there for whoever tapped."""

    kind: Literal["mark"]
    session: int
    participant: UUID
    state: State
    seen: State


class PersonEntry(Entry):
    """Somebody who came: what is known of them, and their mark in a session."""

    kind: Literal["person"]
    session: int
    state: State
    fields: Fields


class RowEntry(Entry):
    """What the sheet asks of one person. Written without seeing what stands there."""

    kind: Literal["row"]
    participant: Annotated[str, Field(max_length=60)]
    fields: Fields


AnyEntry = MarkEntry | PersonEntry | RowEntry
_reader: TypeAdapter[AnyEntry] = TypeAdapter(Annotated[AnyEntry, Field(discriminator="kind")])


def read(content: bytes) -> AnyEntry:
    """An entry from its JSON; `Unreadable` when it is none."""
    try:
        return _reader.validate_json(content)
    except ValidationError as error:
        raise Unreadable from error


def posted(fields: Fields) -> QueryDict:
    """The fields as a form takes them; blank ones are left out, for nobody meant them."""
    found = QueryDict(mutable=True)
    for name, value in fields:
        if value.strip():
            found.appendlist(name, value)
    return found
