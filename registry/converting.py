"""What came in from outside becomes a record of its own kind: begun with the answers that carry over, then linked.

`registry.convert` takes the id of the record that came in; what it becomes is set up with its type (`casework`).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from forms_builder.filling import handlers
from forms_builder.filling.handlers import Assignment, Delivery, Receipt, Refused
from forms_builder.logic import blank
from forms_builder.models import FormVersion, Submission
from forms_builder.schema import questions
from registry import access
from registry.casework import Conversion, casework_of
from registry.handlers import NEW, NewRecord
from registry.models import Action, Record, RecordLink, RecordType
from registry.opening import NotVisible, get_record, opened, visible
from registry.workflow import moving
from registry.workflow.offers import closed

CONVERT = "registry.convert"
RELATION = "became"


def register() -> None:
    """Called once, when the app starts."""
    handlers.register(CONVERT, Converted())


class Converted:
    """Target: the id of the record that came in."""

    def assignment(self, user: Any, target: str) -> Assignment | None:
        try:
            record = get_record(user, target)
        except NotVisible:
            return None
        becomes = casework_of(record.type).becomes
        if becomes is None or became(record) is not None:
            return None
        plain = NewRecord().assignment(user, becomes.to)
        if plain is None:
            return None
        asked = {question.key for question, repeat in questions(plain.version.parsed) if repeat is None}
        carried = {key: one for key, one in _carried(user, record, becomes).items() if key in asked}
        return replace(
            plain,
            title=f"{plain.title} – {record.reference}",
            answers={**plain.answers, **carried},
        )

    def withheld(self, user: Any, target: str, version: FormVersion) -> frozenset[str] | None:
        """What came in is in the draft, so it has to be in sight."""
        return frozenset() if visible(user, target) else None

    def deliver(self, delivery: Delivery) -> Receipt:
        try:
            record = get_record(delivery.user, delivery.target)
        except NotVisible as error:
            raise Refused(_("You may not see what came in any more. Your draft is kept.")) from error
        becomes = casework_of(record.type).becomes
        if becomes is None or became(record) is not None:
            raise Refused(_("Somebody else has made a record of it already. Your draft is kept."))
        receipt = NewRecord().deliver(replace(delivery, target=becomes.to))
        made = Record.objects.get(submission=delivery.submission)
        RecordLink.objects.create(relation=RELATION, from_record=record, to_record=made)
        for key in filter(None, (becomes.acknowledge, becomes.transition)):
            why = _("Became %(reference)s.") % {"reference": made.reference}
            moving.step_by_key(record, key, delivery.user, why)
        return receipt

    def receipt(self, user: Any, submission: Submission) -> Receipt:
        return handlers.get(NEW).receipt(user, submission)


def offered(user: Any, record: Record) -> bool:
    """Whether this person may make something of the record that came in, and nobody did so far."""
    becomes = casework_of(record.type).becomes
    if becomes is None or closed(record):
        return False
    kind = RecordType.objects.filter(key=becomes.to, active=True).first()
    return kind is not None and access.can(user, Action.CREATE, kind) and became(record) is None


def became(record: Record) -> Record | None:
    """What the record was made into, if it was."""
    link = RecordLink.objects.filter(from_record=record, relation=RELATION).select_related("to_record__type")
    found = link.first()
    return found.to_record if found else None


def _carried(user: Any, record: Record, becomes: Conversion) -> Mapping[str, Any]:
    """The answers that carry over, as far as this person may see them."""
    answers = opened(user, record).answers
    found: dict[str, Any] = dict(becomes.values)
    found |= {to: answers[of] for to, of in becomes.answers.items() if not blank(answers.get(of))}
    if becomes.reference:
        found[becomes.reference] = record.reference
    return found
