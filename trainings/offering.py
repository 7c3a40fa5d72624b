"""What this app adds to the registry's pages: the way to events and people, and what can be done with a record."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from registry.extending import Link
from registry.models import Record
from trainings.models import Meeting
from trainings.setup.reading import uses
from trainings.sheets import opening


def ways(user: Any) -> Iterator[Link]:
    """One way in the navigation, for those with events or meetings."""
    if uses(user):
        yield Link(reverse("trainings:events"), _("Events"), "calendar")


def links(user: Any, record: Record) -> Iterator[Link]:
    """What a record's page offers."""
    if opening.may_open(user, record):
        yield Link(reverse("trainings:sheet", args=[record.pk]), _("Attendance sheet"), "people")
    if Meeting.objects.filter(pk=record.pk).exists():
        yield Link(reverse("trainings:meeting", args=[record.pk]), _("Quorum and decisions"), "talk")
