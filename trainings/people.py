"""Who may see whom in the directory of people. The one place that decides it; everything else asks here."""

from typing import Any

from django.db.models import QuerySet

from registry.access import visible_types
from trainings.models import Person


def visible_people(user: Any) -> QuerySet[Person]:
    """The people somebody may choose from: none without a right to see or add any kind of record."""
    if not visible_types(user).exists():
        return Person.objects.none()
    return Person.objects.filter(active=True)
