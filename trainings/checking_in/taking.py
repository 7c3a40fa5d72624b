"""Taking what somebody sent from their own telephone. It is one insert, sealed; nothing of anybody else is read out.

The same number twice for one session is one check-in. Past a rate no hall reaches, people are asked to try again.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from trainings.models import CheckIn
from trainings.people.finding import phone_index

A_MINUTE = 150
"""As many check-ins of one session are taken within a minute: a full hall and half as many again."""
WAITING = 1_000
"""As many may wait for one trainer's decision."""


class TooMany(Exception):
    """More at once than a hall holds. Nothing was saved; trying again in a minute works."""


def take(session_id: int, *, name: str, phone: str, designation: str = "", agency: str = "") -> bool:
    """Keep a check-in; False where this number has one already. `phone` as stored. `TooMany` past the rate."""
    with transaction.atomic():
        rows = CheckIn.objects.filter(session=session_id)
        if rows.filter(at__gt=timezone.now() - timedelta(minutes=1)).count() >= A_MINUTE:
            raise TooMany
        if rows.filter(decided_at=None).count() >= WAITING:
            raise TooMany
        made = CheckIn(session_id=session_id, phone_index=phone_index(phone))
        made.seal({"name": name, "phone": phone, "designation": designation, "agency": agency})
        CheckIn.objects.bulk_create([made], ignore_conflicts=True)
        return CheckIn.objects.filter(pk=made.pk).exists()
