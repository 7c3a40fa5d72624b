"""What becomes of a form filled in for the registry: a new record, or a change of one.

`registry.new` takes the key of a record type, and the id of the record above it where there is one (`type/id`);
`registry.edit` takes the id of a record. The wizard calls both; rights are
asked again when the form is sent, because they may have changed since it was begun.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forms_builder.digits import readers_moment
from forms_builder.filling import handlers
from forms_builder.filling.handlers import Assignment, Delivery, Heed, Receipt, Refused, nothing_to_heed
from forms_builder.logic import Evaluation, Moment, evaluate
from forms_builder.models import FormVersion, Submission
from forms_builder.schema import questions
from forms_builder.schema.document import text_in
from registry import consent, events, extending, parents, reaching
from registry.access import can, reach
from registry.answers import fill_gaps, put_back
from registry.audit import AccessKind, address_of
from registry.known import live_version
from registry.models import Action, Record, RecordType
from registry.opening import NotVisible, get_record, opened, visible, withheld_from_edit
from registry.prefilling import office_of, prefilled
from registry.saving import Conflict, Entry, save_record
from registry.sealing import KeyRing, open_record
from registry.workflow import moving
from registry.workflow.offers import locked

NEW = "registry.new"
EDIT = "registry.edit"


def register() -> None:
    """Called once, when the app starts."""
    handlers.register(NEW, NewRecord())
    handlers.register(EDIT, ChangedRecord())


class NewRecord:
    """Target: the key of a record type, and after a slash the id of the record it will belong to."""

    def assignment(self, user: Any, target: str) -> Assignment | None:
        key, _slash, above = target.partition("/")
        types_open = RecordType.objects.filter(active=True, form__live=True, form__archived_at__isnull=True)
        record_type = types_open.filter(key=key).first()
        if record_type is None or not can(user, Action.CREATE, record_type):
            return None
        version = live_version(record_type)
        if version is None:
            return None
        parent = None
        if above:
            try:
                parent = parents.named(user, record_type, above)
            except (NotVisible, parents.Closed):
                return None
        known = parents.answers(record_type, parent) if parent else {}
        return Assignment(
            version=version,
            title=_title(record_type, parent),
            answers={**prefilled(user, version.parsed, parent), **known},
            back_url=_record_url(parent) if parent else _list_url(user, record_type),
            heed=partial(_heed, parent) if parent else nothing_to_heed,
        )

    def withheld(self, user: Any, target: str, version: FormVersion) -> frozenset[str] | None:
        """The record above has to be in sight; without one the draft tells what the person typed, and no more."""
        _key, _slash, above = target.partition("/")
        return None if above and not visible(user, above) else frozenset()

    def deliver(self, delivery: Delivery) -> Receipt:
        key, _slash, above = delivery.target.partition("/")
        record_type = RecordType.objects.filter(key=key, active=True).first()
        if record_type is None or not can(delivery.user, Action.CREATE, record_type):
            raise Refused(_("You may not add such records any more. Your draft is kept."))
        _refuse_unfit(delivery.submission.version, record_type)
        evaluation = delivery.evaluation
        try:
            parent = parents.of_new(delivery.user, record_type, above, evaluation.answers)
        except NotVisible as error:
            raise Refused(
                _("You may not see the record this belongs to any more. Your draft is kept.")
            ) from error
        except parents.Closed as error:
            said = str(error) or _("The record this belongs to is closed now. Your draft is kept.")
            raise Refused(said) from error
        record = save_record(
            Entry(
                record_type=record_type,
                version=delivery.submission.version,
                answers=evaluation.answers,
                missing=evaluation.missing,
                by=delivery.user,
                office=office_of(delivery, record_type, parent),
                parent=parent,
                submission=delivery.submission,
                is_test=delivery.submission.is_test,
            )
        )
        _and_what_follows(moving.added, record, delivery.user)
        return _receipt(delivery.user, record)

    def receipt(self, user: Any, submission: Submission) -> Receipt:
        return _receipt(user, Record.objects.select_related("type").get(submission=submission))


class ChangedRecord:
    """Target: the id of a record."""

    def assignment(self, user: Any, target: str) -> Assignment | None:
        try:
            record = get_record(user, target, Action.EDIT)
        except NotVisible:
            return None
        version = live_version(record.type)
        if version is None or locked(record):
            return None
        withheld = withheld_from_edit(user, record, version)
        answers = opened(user, record, kind=AccessKind.EDIT).answers
        return Assignment(
            version=version,
            title=f"{record.type.name_in(_language())} {record.reference}",
            answers={key: answer for key, answer in answers.items() if key not in withheld},
            back_url=_record_url(record),
            is_test=record.is_test,
            base_revision=record.revision,
            before=record.version if record.version_id != version.pk else None,
            last_change=_last_change(record),
            withheld=withheld,
            settled=dict.fromkeys(consent.settled_keys(record), consent.settled_words()),
        )

    def withheld(self, user: Any, target: str, version: FormVersion) -> frozenset[str] | None:
        """The draft holds the record's answers: what may not be changed now is not shown, as if begun now."""
        try:
            record = get_record(user, target, Action.EDIT)
        except NotVisible:
            return None
        return withheld_from_edit(user, record, version)

    def deliver(self, delivery: Delivery) -> Receipt:
        try:
            record = get_record(delivery.user, delivery.target, Action.EDIT)
        except NotVisible as error:
            raise Refused(_("You may not change this record any more. Your draft is kept.")) from error
        if locked(record):
            raise Refused(_("This record is closed to changes now. Your draft is kept."))
        version = delivery.submission.version
        _refuse_unfit(version, record.type)
        evaluation = _with_withheld(delivery, record, version)
        _refuse_unsettled(record, version, evaluation)
        entry = Entry(
            record_type=record.type,
            version=version,
            answers=evaluation.answers,
            missing=evaluation.missing,
            by=delivery.user,
            record=record,
            base_revision=delivery.base_revision,
        )
        try:
            saved = save_record(entry)
        except Conflict as conflict:
            raise Refused(_conflict_text(conflict)) from conflict
        if delivery.why and saved.revision > delivery.base_revision:
            events.note(saved, events.Kind.EXPLAINED, delivery.user, delivery.why)
        _and_what_follows(moving.changed, saved, delivery.user)
        return _receipt(delivery.user, saved)

    def receipt(self, user: Any, submission: Submission) -> Receipt:
        return _receipt(user, Record.objects.select_related("type").get(pk=submission.target))


def _and_what_follows(do: Callable[[Record, Any], None], record: Record, user: Any) -> None:
    """In the transaction that sends the form, so that nothing is sent where a follower refuses it."""
    try:
        do(record, user)
    except extending.Refused as refusal:
        raise Refused(str(refusal)) from refusal


def _heed(parent: Record, request: HttpRequest) -> Heed | None:
    """How the person of the case is reached safely stands before every follow-up."""
    address = address_of(request)
    return reaching.before_adding(request.user, parent, language=_language(), address=address)


def _with_withheld(delivery: Delivery, record: Record, version: FormVersion) -> Evaluation:
    """The sent answers with those the person may not see as they were, judged together once more.

    Rules may depend on what the person could not see: what was hidden from them for that reason stays as well.
    """
    sent = delivery.evaluation
    withheld = withheld_from_edit(delivery.user, record, version)
    if not withheld or record.revision != delivery.base_revision:  # a conflict is told of by `save_record`
        return sent
    before = open_record(record, KeyRing.of(record))
    hidden = {part for path in sent.hidden for part in path if isinstance(part, str)}
    answers = put_back(fill_gaps(sent.answers, before, hidden), before, withheld)
    return evaluate(version.program, answers, Moment(timezone.localtime(), delivery.submission.language))


def _refuse_unfit(version: FormVersion, record_type: RecordType) -> None:
    if version.definition_id != record_type.form_id:
        raise Refused(_("These records are made with another form now. Begin again with the new form."))
    if not version.takes_answers:
        raise Refused(_("This form takes no answers yet: one of its questions is of a kind still to come."))


def _refuse_unsettled(record: Record, version: FormVersion, evaluation: Evaluation) -> None:
    """For a change begun before the record was sent: its pages could not say yet what had to stay."""
    keys = consent.unsettled(record, evaluation.answers)
    if keys:
        asked = [question for question, _repeat in questions(version.parsed) if question.key in keys]
        labels = "; ".join(text_in(question.label, _language(), question.key) for question in asked)
        raise Refused(f"{labels}: {consent.SETTLED}")


def _conflict_text(conflict: Conflict) -> str:
    newest = conflict.newer[-1] if conflict.newer else None
    if newest is None:
        return _("This record changed in the meantime. What you typed is kept in your draft.")
    return _(
        "%(who)s changed this record on %(when)s, after you had opened it. What you typed is kept in your draft. "
        "Look at the record to see what is new, then make your change again."
    ) % {
        "who": newest.by,
        "when": readers_moment(newest.at),
    }


def _last_change(record: Record) -> str:
    """ "Example Person, 05/11/2026 14:30"."""
    newest = record.revisions.select_related("by").order_by("-number").first()
    if newest is None:
        return ""
    return f"{newest.by}, {readers_moment(newest.at)}"


def _title(record_type: RecordType, parent: Record | None) -> str:
    name = record_type.name_in(_language())
    return f"{name} – {parent.reference}" if parent else name


def _receipt(user: Any, record: Record) -> Receipt:
    visible = reach(user, record.type).on(record).can(Action.VIEW)
    return Receipt(record.reference, _record_url(record) if visible else reverse("registry:home"))


def _record_url(record: Record) -> str:
    return reverse("registry:record", args=[record.type.key, record.pk])


def _list_url(user: Any, record_type: RecordType) -> str:
    visible = can(user, Action.VIEW, record_type)
    return reverse("registry:records", args=[record_type.key]) if visible else reverse("registry:home")


def _language() -> str:
    return get_language() or "bn"
