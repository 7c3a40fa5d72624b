"""A spreadsheet and its files on their way into the library: checked, and waiting for the word to make drafts of them."""

import uuid

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection

from knowledge.models.library import LibraryPage


class BulkUpload(models.Model):
    """Seen by the person who sent it only. `rows`: (number in the spreadsheet, texts by column); `archive`: a zip."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    library = models.ForeignKey(
        LibraryPage, on_delete=models.CASCADE, related_name="+", verbose_name=_("library")
    )
    collection = models.ForeignKey(
        Collection, on_delete=models.CASCADE, related_name="+", verbose_name=_("collection")
    )
    rows = models.JSONField(default=list)
    archive = models.CharField(max_length=200, help_text="Name in the protected store.")
    at = models.DateTimeField(auto_now_add=True)
    made = models.JSONField(null=True, help_text="Numbers of the drafts, once they are made.")

    class Meta:
        verbose_name = _("bulk upload")
        verbose_name_plural = _("bulk uploads")
        ordering = ("-at",)

    def __str__(self) -> str:
        return str(self.pk)

    def drop_archive(self) -> None:
        """The files are in the library now, or not wanted any more."""
        if self.archive:
            storages["protected"].delete(self.archive)
            self.archive = ""
