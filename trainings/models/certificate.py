"""A certificate that was issued: for whom, for what, under which number."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from trainings.models.counting import counted_records
from trainings.models.sheet import Participant


class Certificate(models.Model):
    """One person's certificate of one event. `token` is what its QR says; it tells no name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    serial = models.CharField(max_length=60, unique=True)
    token = models.CharField(max_length=43, unique=True)
    participant = models.OneToOneField(Participant, models.PROTECT, related_name="certificate")
    attended = models.PositiveSmallIntegerField(help_text="Per cent of the sessions.")
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["serial"]

    def __str__(self) -> str:
        return self.serial

    @property
    def stands(self) -> bool:
        """Whether it is valid: neither it nor its event was withdrawn, and neither was a try."""
        events = Participant.objects.filter(pk=self.participant_id, **counted_records("sheet__record"))
        return self.withdrawn_at is None and events.exists()
