"""Signed links to a public form: what is answered beforehand, what the answers are about, and the day it closes.

Whoever signs one (another app, for an event of its own) says all of it; the public side reads nothing else. A form may be
open to those with a link alone (`PublicUse.by_link`).
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import segno
from django.conf import settings
from django.core import signing

SALT = "forms_builder.public.links"


class Expired(Exception):
    """The link was good once."""


class Unknown(Exception):
    """Nobody made this link for this form."""


@dataclass(frozen=True, slots=True)
class FormLink:
    """What a link carries. Nothing in it is secret: whoever holds the link can read it."""

    form: str
    about: UUID
    """What the answers belong to; goes along as the end of the submission's target."""
    title: str
    """What people are told that it is about."""
    until: int
    """Seconds since 1970: the moment from which nobody begins any more."""
    answers: Mapping[str, Any] = field(default_factory=dict)


def make(link: FormLink) -> str:
    """The token."""
    data = [link.form, link.about.hex, link.title, link.until, dict(link.answers)]
    return signing.dumps(data, salt=SALT, compress=True)


def read(token: str, form: str) -> FormLink:
    """The link behind a token for this form; `Expired` or `Unknown`."""
    try:
        key, about, title, until, answers = signing.loads(token, salt=SALT)
        found = FormLink(str(key), UUID(about), str(title), int(until), dict(answers))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Unknown from error
    if found.form != form:
        raise Unknown
    if time.time() >= found.until:
        raise Expired
    return found


def address(link: FormLink, here: str) -> str:
    """The whole address, on the host of the public pages. `here`: an address of this host, for where there is one host only."""
    host = here if settings.NIRAPOD_SURFACE == "all" else settings.NIRAPOD_PUBLIC_URL
    parts = urlsplit(host)
    return f"{parts.scheme}://{parts.netloc}/forms/{link.form}/by/{make(link)}/"


def picture(url: str) -> str:
    """The QR of an address, for an image's `src`."""
    return segno.make(url, error="m", micro=False).svg_data_uri(scale=6, border=3)
