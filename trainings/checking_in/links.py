"""The link that a hall scans: signed, for one session, and dead after some minutes. It says nothing of the event."""

import time

import segno
from django.core import signing
from django.urls import reverse

from trainings.models import Session

SALT = "trainings.check-in"
MINUTES = 15
LONGEST = 240


class Expired(Exception):
    """The link was good once."""


class Unknown(Exception):
    """Nobody made this link."""


def make(session: Session, minutes: int = MINUTES) -> str:
    """A token for the session that lasts so many minutes."""
    until = int(time.time()) + 60 * max(1, min(minutes, LONGEST))
    return signing.dumps([session.pk, until], salt=SALT)


def read(token: str) -> int:
    """The id of the session behind a token; `Expired` or `Unknown`."""
    try:
        session_id, until = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Unknown from error
    if time.time() > until:
        raise Expired
    return int(session_id)


def path(token: str) -> str:
    return reverse("check_in", args=[token])


def picture(address: str) -> str:
    """The QR of an address, for an image's `src`."""
    return segno.make(address, error="m", micro=False).svg_data_uri(scale=6, border=3)
