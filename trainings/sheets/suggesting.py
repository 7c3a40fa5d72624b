"""Whom to offer for a sheet: by three letters those one has met before, anybody by whole number or name. Not those who
stand on it already."""

from typing import Any

from trainings.models import Person
from trainings.people import finding
from trainings.sheets.opening import OpenSheet

MOST = 12


def suggest(user: Any, opened: OpenSheet, typed: str) -> list[Person]:
    """People to add. Nobody for a restricted sheet: it names nobody of the directory."""
    if opened.sheet.restricted:
        return []
    there = set(
        opened.sheet.participants.filter(removed_at=None, person__isnull=False).values_list(
            "person", flat=True
        )
    )
    found = finding.search(user, typed, MOST + len(there) if len(there) < 100 else MOST * 4)
    return [one for one in found if one.pk not in there][:MOST]
