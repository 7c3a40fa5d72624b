"""Sending a draft: one transaction in which a submission is stored, handed over, and the draft emptied."""

import json
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_builder import sealing
from forms_builder.filling import attachments, handlers
from forms_builder.filling.faults import blocking
from forms_builder.filling.handlers import Delivery, Handler, Receipt, Refused, UnknownHandler
from forms_builder.filling.layouts import is_shown, steps_of
from forms_builder.filling.payload import Payload, new_key, seal, unseal
from forms_builder.logic import Evaluation, Moment, evaluate
from forms_builder.models import Draft, Submission, SubmissionKey
from forms_builder.sealing import Binding

COMPARTMENT = "submissions"


class NotReady(Exception):
    """Something has to be mended first; the check page says what."""


class Changed(Exception):
    """The draft was saved elsewhere since the person last checked it."""


class Overtaken(Exception):
    """Somebody else changed the record since the person began: both have to be put together first."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends, and what they saw. `seen` is the draft's revision on the check page; None takes what there is."""

    user: Any
    language: str
    seen: int | None = None
    why: str = ""
    """Why a record is changed, where they said so."""


def send(draft_id: uuid.UUID, sender: Sender) -> Receipt:
    """Send a draft; sending it again gives the receipt again.

    Commits together: the submission with its key, what the handler makes of it, the emptied draft. Raises
    `Draft.DoesNotExist`, `NotReady`, `Changed`, `Overtaken`, or the handler's `Refused`; then nothing has changed.
    """
    with transaction.atomic():
        # Nothing is joined in: PostgreSQL would join what was there before it waited for the lock.
        draft = Draft.objects.select_for_update().get(pk=draft_id, owner_id=sender.user.pk)
        handler = _handler_of(draft)
        if draft.submission is not None:
            return handler.receipt(sender.user, draft.submission)
        return _send_open(draft, handler, sender)


def receipt_of(draft: Draft, user: Any) -> Receipt:
    """The receipt of a sent draft."""
    if draft.submission is None:
        raise Draft.DoesNotExist
    return handlers.get(draft.purpose).receipt(user, draft.submission)


def seal_answers(submission: Submission, answers: dict[str, Any]) -> SubmissionKey:
    """Seal the answers into a submission that is not saved yet; gives its key, to be saved after it."""
    key = sealing.new_data_key(COMPARTMENT)
    submission.sealed = key.seal(json.dumps(answers).encode(), _binding(submission))
    return SubmissionKey(submission=submission, wrapped_key=key.wrapped)


def answers_of(submission: Submission) -> dict[str, Any]:
    """What was sent; `SealingError` when it was erased."""
    key = SubmissionKey.objects.filter(submission_id=submission.pk).first()
    if key is None:
        raise sealing.SealingError("The key of this submission is gone.")
    answers: dict[str, Any] = json.loads(
        sealing.unwrap(bytes(key.wrapped_key)).open(bytes(submission.sealed), _binding(submission))
    )
    return answers


def _handler_of(draft: Draft) -> Handler:
    try:
        return handlers.get(draft.purpose)
    except UnknownHandler as error:
        raise Refused(_("You can no longer send this form. Your draft is kept.")) from error


def _send_open(draft: Draft, handler: Handler, sender: Sender) -> Receipt:
    payload = unseal(draft)
    if sender.seen is not None and sender.seen != draft.revision:
        raise Changed
    assignment = handler.assignment(sender.user, draft.target)
    if not draft.version.takes_answers or assignment is None:
        raise Refused(_("You can no longer send this form. Your draft is kept."))
    evaluation = _ready(draft, payload, sender.language)
    if assignment.base_revision != payload.base_revision:
        raise Overtaken
    submission = _store(draft, payload, evaluation, sender)
    receipt = handler.deliver(
        Delivery(submission, evaluation, sender.user, draft.target, payload.base_revision, sender.why)
    )
    attachments.delete_unused(draft, evaluation.answers)
    _empty(draft, submission)
    return receipt


def _ready(draft: Draft, payload: Payload, language: str) -> Evaluation:
    """The answers as they will be kept: nothing hidden, calculations made anew."""
    program = draft.version.program
    whole = evaluate(program, payload.answers, Moment(timezone.localtime(), language))
    evaluation = whole.without(payload.withheld)
    unfinished = any(
        step.key in payload.raw and is_shown(step, evaluation) for step in steps_of(program.document)
    )
    if unfinished or any(blocking(program, evaluation)):
        raise NotReady
    return evaluation


def _store(draft: Draft, payload: Payload, evaluation: Evaluation, sender: Sender) -> Submission:
    submission = Submission(
        client_id=draft.pk,
        version_id=draft.version_id,
        owner_id=sender.user.pk,
        purpose=draft.purpose,
        target=draft.target,
        is_test=payload.is_test,
        language=sender.language,
        started_at=draft.started_at,
    )
    key = seal_answers(submission, evaluation.answers)
    submission.save()
    key.save(force_insert=True)
    return submission


def _empty(draft: Draft, submission: Submission) -> None:
    """Nothing of the answers stays in the draft, and its old key is gone."""
    seal(draft, Payload(), new_key())
    draft.state, draft.submission = Draft.State.SENT, submission
    draft.save(update_fields=["state", "submission", "sealed", "wrapped_key", "saved_at"])


def _binding(submission: Submission) -> Binding:
    return Binding(Submission._meta.db_table, str(submission.pk), COMPARTMENT)
