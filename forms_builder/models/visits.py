"""How many visitors of public forms did something: one counter an address, act and hour, without the address."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VisitCount(models.Model):
    """A counter. Its name is a keyed hash; see `forms_builder.public.limits`, which alone counts."""

    name = models.CharField(max_length=60, primary_key=True)
    number = models.PositiveIntegerField()
    began_at = models.DateTimeField(auto_now_add=True, db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("count of visits")
        verbose_name_plural = _("counts of visits")

    def __str__(self) -> str:
        return self.name
