"""Somebody told their own telephone that they are there. Nothing counts before the trainer confirms it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from trainings.models.sealed_row import SealedRow
from trainings.models.sheet import Participant, Session


class CheckIn(SealedRow):
    """One self check-in. Sealed: what was typed (names, designation, agency, phone). Inserted without an account."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, models.PROTECT, related_name="check_ins")
    phone_index = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    participant = models.ForeignKey(Participant, models.PROTECT, null=True, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "phone_index"], name="trainings_check_in_once")
        ]
        indexes = [models.Index(fields=["session", "at"], name="trainings_check_in_at")]

    def __str__(self) -> str:
        return str(self.pk)
