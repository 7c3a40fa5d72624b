"""How often one address may do something in an hour. Addresses are never stored: a counter's name is a keyed hash,
made with the day, so that it fits no other day and nobody can work back to the address.

Limits are wide, because a whole town shares an address with its telephone company.
"""

from enum import Enum

from django.conf import settings
from django.core.cache import cache, caches
from django.core.cache.backends.db import BaseDatabaseCache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

HOUR = 60 * 60


class Act(Enum):
    """What is counted, and how often an hour it is allowed."""

    BEGIN = 120
    PAGE = 3_000
    SEND = 60


def allows(request: HttpRequest, act: Act) -> bool:
    """Count this act of the visitor; False once there were too many in this hour."""
    return _count(_counter(request, act)) <= _limit(act)


def _count(name: str) -> int:
    if isinstance(caches["default"], BaseDatabaseCache):
        # Its own `incr` reads and writes as well, and keeps the number for five minutes instead of an hour.
        count = int(cache.get(name, 0)) + 1
        cache.set(name, count, HOUR)
        return count
    cache.add(name, 0, HOUR)
    try:
        return cache.incr(name)
    except ValueError:  # ran out between the two
        cache.set(name, 1, HOUR)
        return 1


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
    return (
        f"limit-{act.name.lower()}-{salted_hmac('nirapod.limits', said, algorithm='sha256').hexdigest()[:32]}"
    )
