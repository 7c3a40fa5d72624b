"""What becomes of a filled-in form. An app registers a handler under a name; drafts and submissions carry it.

The wizard asks the handler who may fill in what, and hands it the answers when somebody sends them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.http import HttpRequest

from forms_builder.logic import Evaluation
from forms_builder.models import FormVersion, Submission
from forms_builder.schema.document import Text


@dataclass(frozen=True, slots=True)
class Heed:
    """What somebody has to keep in mind before they begin, in their language."""

    title: str
    lines: tuple[str, ...]
    warns: bool = False


def nothing_to_heed(request: HttpRequest) -> Heed | None:
    return None


@dataclass(frozen=True, slots=True)
class Assignment:
    """What somebody is about to fill in."""

    version: FormVersion
    title: str
    """Shown above the pages, in the reader's language."""
    answers: Mapping[str, Any] = field(default_factory=dict)
    """What is known already: the record's present answers, or prefilled ones."""
    back_url: str = ""
    is_test: bool = False
    base_revision: int = 0
    """Number of the record's revision that the person started from; 0 for something new."""
    before: FormVersion | None = None
    """The version that the answers were given to, where it is not `version`: they are carried over, see `carried`."""
    last_change: str = ""
    """Who changed the record last and when, in the reader's language; "" for something new."""
    withheld: frozenset[str] = frozenset()
    """Keys of questions and repeats that are not this person's to see: not asked, not faulted, kept as they are."""
    settled: Mapping[str, Text] = field(default_factory=dict)
    """Keys of questions whose answers can no longer be changed, each with why, for the person who tries."""
    heed: Callable[[HttpRequest], Heed | None] = nothing_to_heed
    """Asked for where the form is begun, and nowhere else: what it tells may be read only when it is shown."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A sent form, for the handler."""

    submission: Submission
    evaluation: Evaluation
    user: Any
    target: str
    base_revision: int
    why: str = ""
    """Why a record is changed; blank where nobody said so."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the person is told: the reference of what came of it, and where to see it."""

    reference: str
    url: str


class Refused(Exception):
    """The handler cannot take it now. The message is for the person; the draft stays open."""


class Handler(Protocol):
    def assignment(self, user: Any, target: str) -> Assignment | None:
        """What `user` may fill in for `target`; None when there is no such thing for this person (a 404)."""
        ...

    def withheld(self, user: Any, target: str, version: FormVersion) -> frozenset[str] | None:
        """What of a draft for `target` is not this person's to see as things are now, as in `Assignment`; None when all
        of it is. Asked whenever a page of it is shown: opens nothing and notes nothing.
        """
        ...

    def deliver(self, delivery: Delivery) -> Receipt:
        """Take the answers. Runs inside the transaction that stores the submission; `Refused` rolls back."""
        ...

    def receipt(self, user: Any, submission: Submission) -> Receipt:
        """The receipt again, for somebody who sent twice or comes back."""
        ...


class UnknownHandler(LookupError):
    """No app registered this handler."""


_handlers: dict[str, Handler] = {}


def register(name: str, handler: Handler) -> None:
    if name in _handlers:
        raise ValueError(f"There is a handler {name!r} already.")
    _handlers[name] = handler


def get(name: str) -> Handler:
    try:
        return _handlers[name]
    except KeyError as error:
        raise UnknownHandler(name) from error
