"""How often one address may do something in an hour. Addresses are never stored: a counter's name is a keyed hash,
made with the day, so that it fits no other day and nobody can work back to the address.

Limits are wide, because a whole town shares an address with its telephone company.
"""

from datetime import timedelta
from enum import Enum

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_tasks import task

from forms_builder.models import VisitCount

HOUR = timedelta(hours=1)
"""The time that one counter is for; its name says which one."""


class Act(Enum):
    """What is counted, and how often an hour it is allowed."""

    BEGIN = 120
    PAGE = 3_000
    SEND = 60


def allows(request: HttpRequest, act: Act) -> bool:
    """Count this act of the visitor; False once there were too many in this hour.

    One statement for nearly all of them, so that no two visits at once are counted as one.
    """
    name, limit = _counter(request, act), _limit(act)
    counted = VisitCount.objects.filter(name=name)
    if counted.filter(number__lt=limit).update(number=F("number") + 1):
        return True
    if limit < 1:
        return False
    _first, made = VisitCount.objects.get_or_create(name=name, defaults={"number": 1})
    return made or counted.filter(number__lt=limit).update(number=F("number") + 1) == 1


@task()
def forget_counts() -> None:
    """Drop the counters of hours that are over."""
    VisitCount.objects.filter(began_at__lt=timezone.now() - HOUR).delete()


def _limit(act: Act) -> int:
    return act.value


def address_of(request: HttpRequest) -> str:
    """Where a request comes from: what the last of our own proxies says, or the connection itself."""
    named = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    proxies = settings.NIRAPOD_PROXIES
    if proxies and len(named) >= proxies:
        return str(named[-proxies])
    return str(request.META.get("REMOTE_ADDR", ""))


def _counter(request: HttpRequest, act: Act) -> str:
    now = timezone.localtime()
    said = f"{now:%Y-%m-%d %H}|{address_of(request)}"
    hashed = salted_hmac("nirapod.limits", said, algorithm="sha256").hexdigest()[:32]
    return f"{act.name.lower()}-{hashed}"
