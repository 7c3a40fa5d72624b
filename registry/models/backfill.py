"""How far the job is that indexes the records of a type anew, after a question became a filter."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.models.record_type import RecordType


class Backfill(models.Model):
    """The latest run for a type. `finished_at` is empty while it runs."""

    record_type = models.OneToOneField(RecordType, models.CASCADE, related_name="backfill")
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("back-fill")
        verbose_name_plural = _("back-fills")

    def __str__(self) -> str:
        return f"{self.record_type_id}: {self.done}/{self.total}"
