"""A mark that changes with everything public. What was worked out under an older mark is worked out anew.

The mark is kept in the database, so it commits together with the change and holds for all processes. See remembering.py.
"""

import uuid
from typing import Any

from django.db import models

ONLY = 1


class PublicState(models.Model):
    mark = models.UUIDField(default=uuid.uuid4)

    class Meta:
        verbose_name = "state of the public pages"
        verbose_name_plural = "state of the public pages"

    def __str__(self) -> str:
        return str(self.mark)

    @classmethod
    def changed(cls) -> None:
        cls.objects.update_or_create(pk=ONLY, defaults={"mark": uuid.uuid4()})


class Shown(models.Model):
    """A row that public pages show."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        PublicState.changed()

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        deleted = super().delete(*args, **kwargs)
        PublicState.changed()
        return deleted
