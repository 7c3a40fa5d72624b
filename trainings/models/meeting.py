"""What is worked out from the minutes of a meeting: quorum by the rule of that day, action points, and the part that
stays within the committee. And what was committed to at other events."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from registry.models import Record
from trainings.models.committee import Body, BodyRule
from trainings.models.counting import OfRecordQuerySet
from trainings.models.sealed_row import SealedRow


class Meeting(models.Model):
    """A body met. Derived from the record of the minutes, except for the rule: that is the one found when it was held."""

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="meeting")
    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings")
    number = models.PositiveIntegerField(null=True)
    held_on = models.DateField()
    next_on = models.DateField(null=True)
    rule = models.ForeignKey(BodyRule, models.PROTECT, null=True, related_name="+")
    members = models.PositiveIntegerField(default=0, help_text="Members in office that day.")
    came = models.PositiveIntegerField(default=0, help_text="Members who came.")
    needed = models.PositiveIntegerField(default=0, help_text="Members the quorum asks for; 0: not set.")

    objects = OfRecordQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-held_on"]
        indexes = [models.Index(fields=["body", "held_on"], name="trainings_meeting_held")]

    def __str__(self) -> str:
        return str(self.record_id)

    @property
    def quorate(self) -> bool | None:
        """None where no quorum is set."""
        return self.came >= self.needed if self.needed else None


class ActionPoint(models.Model):
    """An action point of a meeting, and the record that it is followed up in."""

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="action_point")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="points")
    row = models.CharField(max_length=40, help_text="Id of its row in the minutes.")
    due = models.DateField(null=True)

    objects = OfRecordQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["due"]
        constraints = [models.UniqueConstraint(fields=["meeting", "row"], name="trainings_point_once")]

    def __str__(self) -> str:
        return str(self.record_id)


class Commitment(models.Model):
    """A commitment made at a dialogue, or an onward action of a workshop, and the record it is followed up in."""

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="commitment")
    event = models.ForeignKey(Record, models.PROTECT, related_name="commitments")
    row = models.CharField(max_length=40, help_text="Id of its row in the event.")
    due = models.DateField(null=True)

    objects = OfRecordQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["due"]
        constraints = [models.UniqueConstraint(fields=["event", "row"], name="trainings_commitment_once")]

    def __str__(self) -> str:
        return str(self.record_id)


class ConfidentialPart(SealedRow):
    """What was said at a meeting and does not leave the committee. Sealed as a whole; on no paper but its own page."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="confidential")
    revision = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return str(self.meeting_id)
