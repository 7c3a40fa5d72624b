"""Lists that people keep under a name: which filters, which columns, which order, and who else may open them."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.models.record_type import RecordType

LONGEST_QUERY = 4_000


class SavedView(models.Model):
    """A list as somebody keeps it. It opens nothing: who follows it sees what their own rights let them see."""

    class Shared(models.TextChoices):
        NOBODY = "nobody", _("only me")
        OFFICE = "office", _("people of my offices")
        ALL = "all", _("everybody who sees these records")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record_type = models.ForeignKey(RecordType, models.CASCADE, related_name="saved_views")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(
        max_length=LONGEST_QUERY, blank=True, help_text="The list's address behind its question mark."
    )
    shared = models.CharField(_("who sees it"), max_length=10, choices=Shared.choices, default=Shared.NOBODY)
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["name", "created_at"]
        constraints = [
            models.UniqueConstraint(fields=["record_type", "owner", "name"], name="registry_view_name_once")
        ]

    def __str__(self) -> str:
        return self.name
