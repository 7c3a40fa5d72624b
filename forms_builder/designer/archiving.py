"""Archiving a form: out of the lists, and not filled in any more. Nothing is deleted, and it can be taken back."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from forms_builder import usage
from forms_builder.models import Draft, FormDefinition

ARCHIVE, UNARCHIVE = "forms_builder.archive", "forms_builder.unarchive"
"""As the history of a form has it."""


@dataclass(frozen=True, slots=True)
class Affected:
    """What archiving touches, for the page that asks."""

    version: int | None
    """The live version, which people could fill in until now."""
    drafts: int
    """Drafts of answers that people have begun: they can be finished."""
    kinds: list[str]
    """What is made of the form, like record types."""


def affected(definition: FormDefinition) -> Affected:
    drafts = Draft.objects.filter(version__definition=definition.pk, state=Draft.State.OPEN)
    live = definition.live_version
    return Affected(live.number if live else None, drafts.count(), usage.kinds(definition.pk))


def archive(definition: FormDefinition, user: Any) -> None:
    _set(definition, user, ARCHIVE, timezone.now())


def unarchive(definition: FormDefinition, user: Any) -> None:
    _set(definition, user, UNARCHIVE, None)


def _set(definition: FormDefinition, user: Any, action: str, at: Any) -> None:
    """The row and the line in its history, together. Saying it twice changes nothing."""
    with transaction.atomic():
        changed = FormDefinition.objects.filter(pk=definition.pk, archived_at__isnull=at is not None)
        if changed.update(archived_at=at):
            log(instance=definition, action=action, user=user)
