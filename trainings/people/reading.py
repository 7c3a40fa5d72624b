"""A person's contact details, opened for somebody and noted like every reading of what is confidential."""

from typing import Any

from forms_builder.schema import Sensitivity
from registry import audit
from trainings.models import Person

DIRECTORY = "person"
"""What access events call the directory."""


def read_phone_of(user: Any, person: Person, address: str | None) -> str:
    """The telephone number, with an access event; "" where there is none."""
    if not person.sealed:
        return ""
    with audit.reading(user, audit.AccessKind.VIEW, DIRECTORY, address=address) as seen:
        phone = person.phone
        seen.add([person.pk], {Sensitivity.CONFIDENTIAL})
    return phone


def note_listing(user: Any, people: list[Person], address: str | None) -> None:
    """Names were shown in a list."""
    with audit.reading(user, audit.AccessKind.LIST, DIRECTORY, address=address) as seen:
        seen.add([one.pk for one in people], {Sensitivity.INTERNAL})
