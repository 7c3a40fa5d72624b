"""What a sheet needs to work without a network: each person's key pair, and the entries that came from their device.

An entry is sealed in the browser for the public key; the private one lies sealed here and is used only while its person
is signed in. So what waits on a telephone opens for nobody else, the browser included.
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trainings.models.sealed_row import SealedRow
from trainings.models.sheet import Sheet


class OfflineKey(SealedRow):
    """The key pair of a person. Sealed: the private key (PKCS 8). `public` is a point of P-256, uncompressed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="offline_key")
    public = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return str(self.pk)


class OfflineEntry(SealedRow):
    """One entry that was made without a network. Its id comes from the device, so what is sent twice counts once.

    Sealed, while somebody has to decide: what was entered, and what stands against it. Nothing once it is settled.
    """

    class Kind(models.TextChoices):
        MARK = "mark", _("mark")
        PERSON = "person", _("somebody new")
        ROW = "row", _("answers of one person")

    class Outcome(models.TextChoices):
        TAKEN = "taken", _("taken over")
        OPEN = "open", _("to be decided")
        DROPPED = "dropped", _("left out")

    id = models.UUIDField(primary_key=True, editable=False)
    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="offline_entries")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    outcome = models.CharField(max_length=7, choices=Outcome.choices)
    at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["sheet", "by", "outcome"], name="trainings_offline_open")]

    def __str__(self) -> str:
        return str(self.pk)
