"""The questions behind a type's records: those of the live form, those of a record's own version, those long gone."""

from collections.abc import Collection

from django.db.models import F

from forms_builder.models import FieldLedger, FormVersion
from forms_builder.questions import types
from forms_builder.schema import Question
from registry.models import RecordType
from registry.sealing import questions_by_key

VERSION_BULK = ("document", "order", "change_report", "warnings")
"""Columns of a version that the process usually has already, compiled, under its hash."""

ATTRIBUTE = "_live_version"


def live_version(record_type: RecordType) -> FormVersion | None:
    """The version that records of the type are filled in with now; one query per record type object."""
    if not hasattr(record_type, ATTRIBUTE):
        setattr(record_type, ATTRIBUTE, _joined(record_type) or _fetched(record_type))
    version: FormVersion | None = getattr(record_type, ATTRIBUTE)
    return version


def _joined(record_type: RecordType) -> FormVersion | None:
    """The version where the query for the type brought it along."""
    form = record_type._state.fields_cache.get("form")
    return form._state.fields_cache.get("live_version") if form else None


def _fetched(record_type: RecordType) -> FormVersion | None:
    # The form's draft and the version's document are large, and mostly compiled in the process already.
    versions = FormVersion.objects.defer(*VERSION_BULK).filter(definition=record_type.form_id)
    return versions.filter(definition__live_version=F("pk")).first()


def live_questions(record_type: RecordType) -> dict[str, Question]:
    """Question key → question of the live form, in its order; nothing while no form is live."""
    version = live_version(record_type)
    return questions_by_key(version.parsed) if version else {}


def ledger_questions(definition_id: int, keys: Collection[str] | None = None) -> dict[str, Question]:
    """Questions as they were last published, gone ones included; all of the form's, or those named."""
    rows = FieldLedger.objects.filter(definition=definition_id)
    if keys is not None:
        rows = rows.filter(key__in=keys)
    # A stand-in for a type that an early version lacked never took an answer.
    return {row.key: row.as_question for row in rows if row.type in types}
