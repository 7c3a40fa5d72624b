"""Makes records of what visitors sent through public forms. A job of the staff side: the public side reads no record.

A submission that cannot be taken in now (no record type uses its form, no office is named) waits and is tried again.
"""

import logging
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from forms_builder.filling.sending import answers_of
from forms_builder.logic import Moment, evaluate
from forms_builder.models import Attachment, Submission
from forms_builder.public.opening import PURPOSE, about_of
from forms_builder.schema import Document
from registry.models import Office, Record, RecordType
from registry.prefilling import office_keys
from registry.saving import Entry, save_record
from registry.type_rules import adding_offices
from registry.workflow import moving

ACCOUNT = "public-forms@nirapod.invalid"
"""Nobody can sign in with it: it stands for visitors wherever a record needs somebody who added it."""

logger = logging.getLogger(__name__)


class Waiting(Exception):
    """A submission cannot become a record yet. The text is for logs: it names no answer."""


@task()
def take_in_all() -> None:
    """Make records of all that wait; one that cannot be made keeps no other waiting."""
    waiting = Submission.objects.filter(purpose=PURPOSE, record=None, key__isnull=False)
    for pk in waiting.order_by("submitted_at").values_list("pk", flat=True):
        try:
            take_in(pk)
        except Waiting as reason:
            logger.warning("Submission %s waits: %s", pk, reason)


def take_in(submission_id: UUID) -> Record:
    """Make the record of one submission; once it is made, it is given again.

    Commits together: the record with all that belongs to it, its first state and tasks, its files.
    """
    with transaction.atomic():
        submission = Submission.objects.select_for_update().get(pk=submission_id)
        found = Record.objects.filter(submission=submission).first()
        return found or _taken_in(submission)


def _taken_in(submission: Submission) -> Record:
    definition = submission.version.definition
    parent = parent_of(submission)
    record_type = public_type(definition.pk, parent)
    if record_type is None:
        raise Waiting("no record type takes in its form.")
    moment = Moment(timezone.localtime(submission.submitted_at), submission.language)
    evaluation = evaluate(submission.version.program, answers_of(submission), moment)
    document = submission.version.parsed
    office = parent.office if parent else office_named(record_type, document, evaluation.answers)
    if office is None:
        raise Waiting("it names no office.")
    account = visitors_account()
    Attachment.objects.filter(draft__submission=submission, owner=None).update(owner=account)
    record = save_record(
        Entry(
            record_type=record_type,
            version=submission.version,
            answers=evaluation.answers,
            missing=evaluation.missing,
            by=account,
            office=office,
            parent=parent,
            submission=submission,
            is_test=submission.is_test,
        )
    )
    moving.added(record, account)
    return record


def parent_of(submission: Submission) -> Record | None:
    """The record that the answers are about, where they came by a link."""
    about = about_of(submission)
    if about is None:
        return None
    found = Record.objects.filter(pk=about, withdrawn=False).select_related("office", "type").first()
    if found is None:
        raise Waiting("the record that its link names is gone.")
    return found


def public_type(definition_id: int, parent: Record | None = None) -> RecordType | None:
    """The record type that visitors' answers to a form become: one that stands on its own, or below what they are about."""
    above = parent.type_id if parent else None
    return RecordType.objects.filter(form=definition_id, active=True, parent_type=above).first()


def office_named(record_type: RecordType, document: Document, answers: Any) -> Office | None:
    """The office that the answers name, else the only one that adds such records.

    A named office that adds none by the type's rule gets it only where several others do: nothing is lost for a rule.
    """
    named = [str(answers[key]) for key in office_keys(document) if answers.get(key)]
    adding = list(adding_offices(record_type, Office.objects.all()))
    fitting = [office for office in adding if office.key in named]
    if fitting or len(adding) == 1:
        return (fitting or adding)[0]
    return Office.objects.filter(key__in=named).first()


def visitors_account() -> Any:
    """The account that stands for visitors, made when it is first needed: without password, not active."""
    users = get_user_model()
    found = users._default_manager.filter(email=ACCOUNT).first()
    return found or users._default_manager.create_user(
        ACCOUNT, None, full_name="Public form", is_active=False
    )
