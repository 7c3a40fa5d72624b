"""What was said at a meeting and stays within the committee: read and written by those who see names, nobody else.

It is no part of the minutes, of no print and of no export.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from forms_builder.schema import Compartment, Sensitivity
from registry import audit
from registry.access import can
from registry.models import Action
from trainings.models import ConfidentialPart, Meeting

LONGEST = 20_000


class Changed(Exception):
    """Somebody else wrote it meanwhile; `text` is theirs. Nothing was saved."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


def may(user: Any, meeting: Meeting, action: Action = Action.VIEW) -> bool:
    needs = {"tier": Sensitivity.CONFIDENTIAL, "compartment": Compartment.IDENTITY}
    return can(user, action, meeting.record, **needs)


def read(user: Any, meeting: Meeting, address: str | None) -> tuple[str, int]:
    """The text and its revision, with an access event. The caller has asked `may`."""
    part = ConfidentialPart.objects.filter(meeting=meeting).first()
    if part is None:
        return "", 0
    with audit.reading(user, audit.AccessKind.VIEW, meeting.record.type.key, address=address) as seen:
        text = str(part.opened().get("text", ""))
        seen.add([meeting.pk], {Sensitivity.CONFIDENTIAL})
    return text, part.revision


def write(user: Any, meeting: Meeting, text: str, base: int) -> None:
    """Replace the text that had the revision `base`; `Changed` when it has another one by now."""
    with transaction.atomic():
        Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        part = ConfidentialPart.objects.filter(meeting=meeting).first() or ConfidentialPart(meeting=meeting)
        if part.revision != base:
            raise Changed(str(part.opened().get("text", "")))
        part.seal({"text": text[:LONGEST]})
        part.revision, part.by, part.at = base + 1, user, timezone.now()
        part.save()
