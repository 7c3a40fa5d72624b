"""What somebody sent to try a form that is still a draft. No evidence, never counted: gone when the draft goes live."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class TrialSubmission(models.Model):
    """A test submission, sealed under a key of its own. It is in no list of records and reaches no handler."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    definition = models.ForeignKey("FormDefinition", models.CASCADE, related_name="trials")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    language = models.CharField(max_length=5)
    sealed = models.BinaryField()
    wrapped_key = models.BinaryField()
    sent_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("test submission")
        verbose_name_plural = _("test submissions")
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return str(self.id)
