"""From answers that came as JSON to a submission, through the same door as those that were typed."""

import hashlib
import uuid
from dataclasses import dataclass, field, replace

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from forms_builder.filling import drafts, sending
from forms_builder.filling.handlers import Refused
from forms_builder.filling.payload import unseal
from forms_builder.filling.sending import NotReady, Sender
from forms_builder.filling.starting import starting_answers
from forms_builder.logic import Moment
from forms_builder.models import Draft, FormVersion
from forms_builder.public.body import Sent
from forms_builder.public.opening import PURPOSE, assignment_of
from forms_builder.public.problem_json import Problem
from forms_builder.public.reading_json import NOBODY, Reading, read

REMEMBERED = 24 * 60 * 60
"""Seconds that a key is told apart from the same key with other answers; the submission itself stays one for good."""


class KeyUsed(Exception):
    """The key came with other answers before."""


@dataclass(frozen=True, slots=True)
class Taken:
    reference: str
    dropped: list[str] = field(default_factory=list)
    """Pointers to answers that do not apply and were left out."""


def deliver(version: FormVersion, sent: Sent) -> Taken:
    """Take answers in; the same ones with the same key are taken once. `Problem` when they are wrong, `KeyUsed`."""
    language = translation.get_language() or "bn"
    identity = _identity(version, sent.key)
    assignment = assignment_of(version)
    reading = read(
        version, sent.answers, starting_answers(assignment, NOBODY), Moment(timezone.localtime(), language)
    )
    if reading.faults:
        raise Problem(422, "invalid", _("Some answers cannot be taken like this."), reading.faults)
    _remember(identity, sent)
    try:
        reference = _send(version, identity, reading, language)
    except (NotReady, Refused) as error:
        raise Problem(409, "refused", _("It could not be taken now. Try again later.")) from error
    return Taken(reference, reading.dropped)


def _send(version: FormVersion, identity: uuid.UUID, reading: Reading, language: str) -> str:
    """Draft and submission in one transaction: nothing half-done stays."""
    sender = Sender(NOBODY, language)
    try:
        with transaction.atomic():
            if not Draft.objects.filter(pk=identity).exists():
                draft = drafts.begin(
                    NOBODY, PURPOSE, version.definition.key, assignment_of(version), identity
                )
                drafts.save(draft, replace(unseal(draft), answers=reading.answers), "")
            return sending.send(identity, sender).reference
    except IntegrityError:  # the same key at the same moment: the other one has it by now
        return sending.send(identity, sender).reference


def _identity(version: FormVersion, key: str) -> uuid.UUID:
    """Id of draft and submission: follows from the key, and cannot be guessed from it."""
    if not key:
        return uuid.uuid4()
    said = f"{version.definition.key}|{key}"
    digest = salted_hmac("nirapod.idempotency", said, algorithm="sha256").digest()
    return uuid.UUID(bytes=digest[:16], version=4)


def _remember(identity: uuid.UUID, sent: Sent) -> None:
    if not sent.key:
        return
    name, fingerprint = f"sent-{identity.hex}", hashlib.sha256(sent.content).hexdigest()
    if not cache.add(name, fingerprint, REMEMBERED) and cache.get(name) != fingerprint:
        raise KeyUsed
