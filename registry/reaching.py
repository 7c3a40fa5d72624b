"""How the person that a record is about may be reached safely: read from the record, or from the case it belongs to.

What somebody may not see makes nobody callable for them. Reading it is noted like any other reading.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from forms_builder.filling.handlers import Heed
from forms_builder.logic import blank
from forms_builder.questions import types
from registry.audit import AccessKind
from registry.casework import casework_of
from registry.models import Record
from registry.opening import NotVisible, Opened, get_record, opened
from registry.workflow.facts import Facts

SAFE = _("Safe way and time to make contact")
NOT_KNOWN = _("Not known, or not for your role. Ask before you make contact.")
CONTROLLED = _("The child may be with a person who controls them. Do not call.")


@dataclass(frozen=True, slots=True)
class Contact:
    """How the person may be reached. `calls`: nobody who controls them is with them, as far as is known."""

    concerns: bool = False
    """Whether the record is about somebody who can be reached at all."""
    safe: str = ""
    calls: bool = True


UNKNOWN = Contact(concerns=True, calls=False)
"""For somebody who may not see the record that says it."""


def contact_of(user: Any, found: Record, seen: Opened, *, language: str, address: str | None) -> Contact:
    """From the record itself, or from the one it belongs to."""
    root = _root(user, found, seen, AccessKind.VIEW, address)
    return _contact(*root, language) if root else UNKNOWN


def on_paper(
    user: Any, found: Record, seen: Opened, *, languages: Sequence[str], address: str | None
) -> dict[str, Contact]:
    """What stands on paper beside a telephone number, by language. `seen`: all of the record, printed or not."""
    root = _root(user, found, seen, AccessKind.PRINT, address)
    return {language: _contact(*root, language) if root else UNKNOWN for language in languages}


def before_adding(user: Any, parent: Record, *, language: str, address: str | None) -> Heed | None:
    """What to keep in mind before something is filled in about the person of a case; None where there is nobody."""
    if not casework_of(parent.type).safe_contact:
        return None
    contact = _contact(parent, opened(user, parent, address=address), language)
    lines = [contact.safe or str(NOT_KNOWN)]
    if not contact.calls:
        lines.append(str(CONTROLLED))
    return Heed(str(SAFE), tuple(lines), warns=not contact.calls)


def _root(
    user: Any, found: Record, seen: Opened, kind: AccessKind, address: str | None
) -> tuple[Record, Opened] | None:
    """The record that says how to reach the person; None where it is not this one's to see."""
    if not found.parent_id or casework_of(found.type).safe_contact:
        return found, seen
    try:
        root = get_record(user, found.parent_id)
    except NotVisible:
        return None
    return root, opened(user, root, kind=kind, address=address) if casework_of(
        root.type
    ).safe_contact else seen


def _contact(root: Record, seen: Opened, language: str) -> Contact:
    casework = casework_of(root.type)
    if not casework.safe_contact:
        return Contact()
    question = seen.questions.get(casework.safe_contact)
    said = seen.answers.get(casework.safe_contact)
    words = "" if question is None or blank(said) else types.of(question).display(question, said, language)
    free = not casework.free_when or Facts(root, seen.answers).holds(casework.free_when)
    return Contact(True, words, free)
