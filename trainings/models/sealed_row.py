"""A row that keeps some of its values sealed, under a data key of its own. Which values: the model's business.

Deleting `wrapped` makes them unreadable for ever, in every backup of the table too.
"""

import json
from typing import Any

from django.db import models

from forms_builder import sealing
from forms_builder.sealing import Binding

COMPARTMENT = "identity"


class SealedRow(models.Model):
    """Base of models with sealed values. The primary key must be known before anything is sealed: a UUID."""

    wrapped = models.BinaryField(default=b"", editable=False)
    sealed = models.BinaryField(default=b"", editable=False, help_text="JSON of the sealed values.")

    class Meta:
        abstract = True

    def seal(self, values: dict[str, Any]) -> None:
        """Keep these values and no others; nothing at all where there are none. The caller saves."""
        kept = {name: value for name, value in values.items() if value not in (None, "", [])}
        if not kept:
            self.sealed = b""
            return
        key = sealing.unwrap(bytes(self.wrapped)) if self.wrapped else sealing.new_data_key(COMPARTMENT)
        self.wrapped = key.wrapped
        self.sealed = key.seal(json.dumps(kept, ensure_ascii=False).encode(), self._binding())

    def opened(self) -> dict[str, Any]:
        """The sealed values; `SealingError` when they cannot be opened."""
        if not self.sealed:
            return {}
        values: dict[str, Any] = json.loads(
            sealing.unwrap(bytes(self.wrapped)).open(bytes(self.sealed), self._binding())
        )
        return values

    def _binding(self) -> Binding:
        return Binding(self._meta.db_table, str(self.pk), COMPARTMENT)
