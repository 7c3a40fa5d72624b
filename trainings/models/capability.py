"""What records of a type can do beside being records: carry an attendance sheet, be a committee's meeting."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.models import RecordType


class Capability(models.Model):
    """One such ability of a record type. `document`: which question of its form means what (`trainings.setup`)."""

    class Kind(models.TextChoices):
        SHEET = "sheet", _("attendance sheet")
        MEETING = "meeting", _("meeting of a committee or group")

    record_type = models.ForeignKey(
        RecordType, models.CASCADE, related_name="capabilities", verbose_name=_("record type")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    document = models.JSONField(_("what means what"), default=dict)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("use of a record type")
        verbose_name_plural = _("uses of record types")
        ordering = ["record_type", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["record_type", "kind"], name="trainings_capability_once")
        ]

    def __str__(self) -> str:
        return f"{self.record_type.key} {self.kind}"
