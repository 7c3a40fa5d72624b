"""What is known of a new record before anything is asked, and the office that it will belong to."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forms_builder.filling.handlers import Delivery, Refused
from forms_builder.questions import types
from forms_builder.questions.outside import OrganisationType, StaffType
from forms_builder.schema import Document, Prefill, Question, questions
from registry import directory
from registry.access import offices_of, reach
from registry.models import Action, Office, Record, RecordType, Scope
from registry.type_rules import may_add_in


def prefilled(user: Any, document: Document, parent: Record | None = None) -> Mapping[str, Any]:
    """Answers that are known before anything is asked: office, person, day, the organisation that the record above is."""
    known = {
        question.key: _known(user, question, parent)
        for question, repeat in questions(document)
        if repeat is None
    }
    return {key: answer for key, answer in known.items() if answer}


def _known(user: Any, question: Question, parent: Record | None) -> str | None:
    if question.prefill is Prefill.OFFICE:
        office = parent.office if parent else _only_office(user)
        return office.key if office else None
    if question.prefill is Prefill.USER:
        return str(user.pk) if isinstance(types.of(question), StaffType) else str(user)
    if question.prefill is Prefill.TODAY:
        return timezone.localdate().isoformat()
    if isinstance(types.of(question), OrganisationType):
        return directory.answer_for(parent, str(question.settings.get("kind") or ""))
    return None


def office_of(delivery: Delivery, record_type: RecordType, parent: Record | None) -> Office:
    """Where the record belongs: the office that the form names, else that of the record above it, else the person's only one."""
    keys = office_keys(delivery.submission.version.parsed)
    named = next(
        (delivery.evaluation.answers[key] for key in keys if delivery.evaluation.answers.get(key)), None
    )
    office = Office.objects.filter(key=str(named)).first() if named else None
    office = office or (parent.office if parent else None) or _only_office(delivery.user)
    if office is None:
        raise Refused(
            _(
                "It is not clear which office this belongs to. Ask for an office in your account, or name one in the form."
            )
        )
    everywhere = reach(delivery.user, record_type).scope_of(Action.CREATE) is Scope.ALL
    if not everywhere and office.pk not in offices_of(delivery.user):
        raise Refused(
            _("You do not work in the office “%(office)s”. Choose one of yours.") % {"office": office}
        )
    if not may_add_in(record_type, office):
        raise Refused(
            _("The office “%(office)s” does not add such records.")
            % {"office": office.name_in(get_language() or "bn")}
        )
    return office


def office_keys(document: Document) -> list[str]:
    """Keys of the questions that say which office a record belongs to."""
    asked = (question for question, repeat in questions(document) if repeat is None)
    return [question.key for question in asked if question.prefill is Prefill.OFFICE]


def _only_office(user: Any) -> Office | None:
    offices = offices_of(user)
    return Office.objects.get(pk=offices[0]) if len(offices) == 1 else None
