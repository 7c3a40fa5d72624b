"""What happens when a form goes live. Called by `FormDefinition.publish` alone, inside its transaction."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from forms_builder import schema
from forms_builder.compiling import compile_draft
from forms_builder.evolution import changes
from forms_builder.logic import Problem
from forms_builder.models.version import FieldLedger, FormVersion
from forms_builder.questions import types
from forms_builder.schema import Document, questions
from forms_builder.wording import problem_text

if TYPE_CHECKING:
    from wagtail.models import Revision

    from forms_builder.models.definition import FormDefinition


class NotPublishable(ValidationError):
    """The form has errors. `problems` says where; the messages are in the reader's language."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__([problem_text(problem) for problem in problems])
        self.problems = problems


def check_revision(revision: "Revision") -> None:
    """Raise `NotPublishable` if the revision could not go live as it is."""
    if errors := compile_draft(_document_of(revision)).errors:
        raise NotPublishable(errors)


def compile_revision(definition: "FormDefinition", revision: "Revision", user: Any) -> FormVersion:
    """Make the next version from a revision's document. The same document again gives the version there is."""
    document = _document_of(revision)
    compilation = compile_draft(document)
    if compilation.errors or compilation.program is None:
        raise NotPublishable(compilation.errors)
    newest = definition.versions.order_by("-number").first()
    if blocked := reused_keys(definition, compilation.document):
        raise NotPublishable(blocked)
    if newest and newest.sha256 == schema.sha256(compilation.document):
        return newest
    version = FormVersion.objects.create(
        definition=definition,
        number=newest.number + 1 if newest else 1,
        document=schema.to_json(compilation.document),
        sha256=schema.sha256(compilation.document),
        order=[[part, kind.value] for part, kind in compilation.program.order],
        change_report=[
            change.as_json()
            for change in changes(_before(newest), compilation.document, keeps_answers=types.keeps_answers)
        ],
        warnings=[problem_text(problem) for problem in compilation.warnings],
        published_by=user,
    )
    _bring_ledger_up_to_date(version, compilation.document)
    return version


def refuse_changed_keys(definition: "FormDefinition") -> None:
    """Tell the designer beside the form, before publishing, what the gate would refuse about used keys."""
    if definition.live_version_id and (blocked := reused_keys(definition, _parsed(definition.document))):
        raise ValidationError({"document": [problem_text(problem) for problem in blocked]})


def reused_keys(definition: "FormDefinition", document: Document) -> list[Problem]:
    """Keys that were published, in whatever version, with another type or in another repeat."""
    ledger = {row.key: row for row in FieldLedger.objects.filter(definition=definition)}
    used = [(q, repeat, ledger[q.key]) for q, repeat in questions(document) if q.key in ledger]
    other_type = [
        Problem("type-changed", part_id=q.id, key=q.key)
        for q, _, row in used
        if not types.keeps_answers(row.type, q.type)
    ]
    moved = [
        Problem("repeat-changed", part_id=q.id, key=q.key)
        for q, repeat, row in used
        if row.repeat != (repeat.key if repeat else "")
    ]
    return other_type + moved


def _document_of(revision: "Revision") -> Document:
    return _parsed(revision.as_object().document)


def _before(newest: FormVersion | None) -> Document | None:
    """The document of the version before, also where this program could not compile it any more."""
    return None if newest is None else schema.from_json(newest.document)


def _parsed(data: dict[str, Any]) -> Document:
    try:
        return schema.from_json(data)
    except schema.DocumentError as error:
        raise ValidationError([f"{where}: {what}" for where, what in error.problems]) from error


def _bring_ledger_up_to_date(version: FormVersion, document: Document) -> None:
    known = {row.key: row for row in FieldLedger.objects.filter(definition=version.definition)}
    for position, (question, repeat) in enumerate(questions(document)):
        row = known.get(question.key) or FieldLedger(
            definition=version.definition, key=question.key, first_version=version.number, type=question.type
        )
        row.type = question.type
        row.repeat = repeat.key if repeat else ""
        row.sensitivity, row.compartment = question.sensitivity, question.compartment
        row.position, row.last_version = position, version.number
        row.question = question.model_dump(mode="json", exclude_defaults=True)
        if not row.labels or row.labels[-1][1] != question.label:
            row.labels = [*row.labels, [version.number, question.label]]
        row.save()
