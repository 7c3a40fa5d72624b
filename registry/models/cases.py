"""Who works on a record, and which records are guarded: seen by few, and never by the people they name."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

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
    """A record that only some may see, by the guard of its type. Derived whenever the record is saved."""

    record = models.OneToOneField(Record, models.CASCADE, primary_key=True, related_name="guarded")
    stand_in = models.BooleanField(
        default=False, help_text="It names somebody who handles such records; another one has to."
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
        constraints = [
            models.UniqueConstraint(fields=["token", "record"], name="registry_guarded_name_once")
        ]

    def __str__(self) -> str:
        return str(self.record_id)
