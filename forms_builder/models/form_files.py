"""Files that belong to forms: pictures beside questions, spoken questions, tables that choices come from.

Named by what they are, so that a version, which names them so, always has the same ones. Nobody's answers are in them.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FormFile(models.Model):
    sha256 = models.CharField(max_length=64, primary_key=True)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()
    is_public = models.BooleanField(default=False, help_text="A form for everybody was published with it.")
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("file of a form")
        verbose_name_plural = _("files of forms")

    def __str__(self) -> str:
        return self.sha256[:12]
