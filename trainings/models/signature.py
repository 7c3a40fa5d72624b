"""Somebody signed on the screen: for a session they came to, or for the allowance they received."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forms_builder.models import Attachment
from trainings.models.sealed_row import SealedRow
from trainings.models.sheet import Participant


class Signature(SealedRow):
    """One signature. Sealed: the name as typed. The drawing, where there is one, lies sealed with other files."""

    class For(models.TextChoices):
        DAY = "day", _("attendance of a day")
        ALLOWANCE = "allowance", _("allowance received")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="signatures")
    reason = models.CharField(max_length=9, choices=For.choices)
    day = models.DateField(null=True, help_text="The day that was signed for; none for the allowance.")
    amount = models.DecimalField(
        max_digits=10, decimal_places=2, null=True, help_text="BDT that were signed for."
    )
    drawing = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "reason", "day"], name="trainings_signature_once"),
            models.UniqueConstraint(
                fields=["participant", "reason"],
                condition=models.Q(day__isnull=True),
                name="trainings_signature_once_in_all",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.reason}"
