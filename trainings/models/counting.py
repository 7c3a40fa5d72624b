"""What counts: rows of records that were neither made to try something out nor withdrawn.

Whoever works out a number, a date or a standing from such rows begins at `counted()`.
"""

from typing import Any, Self

from django.db import models


def counted_records(path: str = "") -> dict[str, Any]:
    """The condition on a record that `path` leads to, such as `record` or `participant__sheet__record`."""
    start = f"{path}__" if path else ""
    return {f"{start}is_test": False, f"{start}withdrawn": False}


class OfRecordQuerySet(models.QuerySet[Any]):
    """Rows that belong to a record by their `record`."""

    def counted(self) -> Self:
        return self.filter(**counted_records("record"))


class MarkQuerySet(models.QuerySet[Any]):
    def counted(self) -> Self:
        """Marks of people who are on the sheet of an event that counts."""
        return self.filter(participant__removed_at=None, **counted_records("participant__sheet__record"))
