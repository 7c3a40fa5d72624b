"""The body of a request to the API: of the right type, not too large, JSON, and an object with answers."""

import json
import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, UnreadablePostError
from django.utils.translation import gettext as _

from forms_builder.public.problem_json import Problem
from forms_builder.public.reading_json import ANSWERS, Fault

LIMIT = 256 * 1024
"""Bytes. The longest form of a hundred long texts has less."""
KEY_PATTERN = re.compile(r"^[\x21-\x7e]{1,200}$")


@dataclass(frozen=True, slots=True)
class Sent:
    """What a client sent."""

    answers: dict[str, Any]
    content: bytes
    key: str
    """The Idempotency-Key; blank where there is none."""


def read(request: HttpRequest) -> Sent:
    """Read the request; `Problem` says what is wrong with it."""
    if (request.content_type or "").lower() != "application/json":
        raise Problem(415, "content-type", _("Send the answers as application/json."))
    key = request.headers.get("Idempotency-Key", "").strip('" ')
    if key and not KEY_PATTERN.match(key):
        raise Problem(400, "idempotency-key", _("An Idempotency-Key has 1 to 200 plain characters."))
    content = _content(request)
    return Sent(_answers(content), content, key)


def _content(request: HttpRequest) -> bytes:
    too_large = Problem(413, "too-large", _("This is more than a form can hold."))
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > LIMIT:
        raise too_large
    try:
        content = request.body
    except (RequestDataTooBig, UnreadablePostError) as error:
        raise too_large from error
    if len(content) > LIMIT:
        raise too_large
    return content


def _answers(content: bytes) -> dict[str, Any]:
    try:
        data = json.loads(content.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Problem(400, "json", _("This is not JSON that can be read.")) from error
    answers = data.get(ANSWERS) if isinstance(data, dict) else None
    if not isinstance(answers, dict) or set(data) != {ANSWERS}:
        fault = Fault("", "shape", _("Send an object with the member “answers”, and nothing beside it."))
        raise Problem(422, "invalid", fault.detail, [fault])
    return answers


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON.")
