"""What surrounds the work on a case: who does it, guarded records, attempts at contact, merges, handovers, calendars."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.models.places import Office
from registry.models.record import Record


class Assignment(models.Model):
    """Somebody works on a record, from one day to another. Records below it follow. The owner needs none."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="assignments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments")
    lead = models.BooleanField(default=False, help_text="Whether they became the one in charge.")
    since = models.DateField()
    until = models.DateField(null=True, blank=True, help_text="The day it ended; empty while it lasts.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(
                fields=["record", "user"], condition=models.Q(until=None), name="registry_assignment_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["user", "record"], condition=models.Q(until=None), name="registry_assignment_mine"
            )
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.user_id}"


class GuardedRecord(models.Model):
    """A record of a type with a guard that only some may see, or that a stand-in sees too. Derived at each saving."""

    record = models.OneToOneField(Record, models.CASCADE, primary_key=True, related_name="guarded")
    held = models.BooleanField(default=True, help_text="Hidden from whoever sees ordinary records only.")
    stand_in = models.BooleanField(
        default=False, help_text="Nobody who handles such records can decide about it; another one has to."
    )
    handed_up = models.BooleanField(
        default=False, help_text="Nobody dealt with it in time, so whoever stands in sees it too."
    )

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return str(self.record_id)


class GuardedName(models.Model):
    """Somebody whom a record names and who may never see it. A token stands for them: rows name nobody."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="guarded_names")
    token = models.CharField(max_length=64)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "record"], name="registry_guarded_name_once")]

    def __str__(self) -> str:
        return str(self.record_id)


class ContactAttempt(models.Model):
    """Somebody tried to reach the person a record is about, and did or did not."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="attempts")
    day = models.DateField()
    reached = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    taken_back_at = models.DateTimeField(
        null=True, help_text="When whoever noted it took it back: a slip, which counts no more."
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("attempt to make contact")
        verbose_name_plural = _("attempts to make contact")
        constraints = [
            models.UniqueConstraint(
                fields=["record", "day", "reached"],
                condition=models.Q(taken_back_at=None),
                name="registry_attempt_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.day:%Y-%m-%d}"


class Alias(models.Model):
    """A reference that a record had before it was merged into another. Looking for it finds that one."""

    reference = models.CharField(max_length=60, unique=True)
    record = models.ForeignKey(Record, models.CASCADE, related_name="aliases")

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.reference


class Merge(models.Model):
    """Two records about one person became one. It holds what is needed to undo it: keys and states, no words.

    Why stands sealed in the transition of the record that went.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kept = models.ForeignKey(Record, models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Record, models.PROTECT, related_name="merged_into")
    undo = models.JSONField(
        help_text="State of the record that went, and the records and tasks that moved along."
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.kept_id}"


class Handover(models.Model):
    """A case on its way from one office to another: it moves when somebody there accepts it.

    Why it was offered, and why it was refused, are sealed with the record's general key.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(Record, models.CASCADE, related_name="handovers")
    from_office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    sealed_reason = models.BinaryField(default=b"", help_text="Why it was offered.")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(default=False)
    taken_back = models.BooleanField(default=False, help_text="By the office that offered it.")
    sealed_answer = models.BinaryField(default=b"", help_text="Why it was refused.")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("handover to another office")
        verbose_name_plural = _("handovers to other offices")
        constraints = [
            models.UniqueConstraint(
                fields=["record"], condition=models.Q(answered_at=None), name="registry_handover_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.record_id} → {self.office_id}"


class CalendarFeed(models.Model):
    """A secret address under which somebody's calendar finds their tasks. Only a hash of it is kept."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return str(self.user_id)
