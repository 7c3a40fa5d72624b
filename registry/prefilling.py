"""What is known of a new record before anything is asked: office, person, day, the organisation that it belongs to."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from forms_builder.questions import types
from forms_builder.questions.outside import OrganisationType, StaffType
from forms_builder.schema import Document, Prefill, Question, questions
from registry import directory
from registry.access import offices_of
from registry.models import Office, Record


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
        office = parent.office if parent else only_office(user)
        return office.key if office else None
    if question.prefill is Prefill.USER:
        return str(user.pk) if isinstance(types.of(question), StaffType) else str(user)
    if question.prefill is Prefill.TODAY:
        return timezone.localdate().isoformat()
    if isinstance(types.of(question), OrganisationType):
        return directory.answer_for(parent, str(question.settings.get("kind") or ""))
    return None


def only_office(user: Any) -> Office | None:
    offices = offices_of(user)
    return Office.objects.get(pk=offices[0]) if len(offices) == 1 else None
