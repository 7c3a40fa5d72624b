"""What happens when a form goes live. Called by `FormDefinition.publish` alone, inside its transaction."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from forms_builder import affected, approvals, form_files, schema, trials
from forms_builder.cases import failures
from forms_builder.compiling import Compilation, compile_draft
from forms_builder.evolution import Change, ChangeClass, changes
from forms_builder.logic import Problem, Severity
from forms_builder.models.version import FieldLedger, FormVersion
from forms_builder.public.objections import public_problems
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


class NotApproved(NotPublishable):
    """Nothing is wrong with the form; a second person has to agree to it first."""


@dataclass(frozen=True, slots=True)
class Installation:
    """On whose behalf forms are published without a person at hand: a pack or a workbook from the command line.

    It stands in for the second person, so it is never made where a browser could ask for it, and the version names it.
    """

    source: str
    """What is installed, like "pack cst_bangladesh 1.0"."""


@dataclass(frozen=True)
class Candidate:
    """A draft as it would be published, and everything that speaks for or against it."""

    definition: "FormDefinition"
    newest: FormVersion | None
    compilation: Compilation
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def document(self) -> Document:
        return self.compilation.document

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity is Severity.ERROR]

    @property
    def warnings(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity is Severity.WARNING]

    @cached_property
    def sha256(self) -> str:
        return schema.sha256(self.document)

    @property
    def is_news(self) -> bool:
        """False where the newest version says exactly this already."""
        return self.newest is None or self.newest.sha256 != self.sha256

    @property
    def reasons(self) -> list[approvals.Reason]:
        """Why a second person has to agree; nothing where the same thing went live before."""
        return approvals.reasons(self.document, self.changes) if self.is_news else []


def candidate(definition: "FormDefinition", document: Document) -> Candidate:
    """Look a draft through: compile it, compare it with the newest version, run its test cases."""
    newest = definition.versions.order_by("-number").first()
    before = newest.as_document if newest else None
    compilation = compile_draft(document, before)
    found = changes(before, compilation.document, keeps_answers=types.keeps_answers)
    problems = list(compilation.problems)
    if not compilation.errors:
        problems += _blocked(definition, compilation.document, found)
        problems += public_problems(compilation.document)
    if compilation.program is not None:
        problems += failures(compilation.program)
    return Candidate(definition, newest, compilation, found, problems)


def check_revision(definition: "FormDefinition", revision: "Revision", user: Any) -> None:
    """Raise `NotPublishable` if the revision could not go live as it is."""
    _passed(candidate(definition, _document_of(revision)), user)


def latest_candidate(definition: "FormDefinition") -> Candidate:
    """The newest draft of a form, looked through."""
    return candidate(definition, _parsed(definition.get_latest_revision_as_object().document))


def approve_latest(definition: "FormDefinition", user: Any, note: str = "") -> approvals.FormApproval:
    """`user` agrees to the newest draft as it would be published now; `approvals.NotYours` if that would not count."""
    return approvals.approve(definition, latest_candidate(definition).sha256, user, note)


def compile_revision(
    definition: "FormDefinition", revision: "Revision", user: Any, behalf: Installation | None = None
) -> FormVersion:
    """Make the next version from a revision's document. The same document again gives the version there is."""
    found = candidate(definition, _document_of(revision))
    approval = _passed(found, user, behalf)
    if found.newest is not None and not found.is_news:
        return found.newest
    program = found.compilation.program
    if program is None:
        raise NotPublishable(found.errors)
    version = FormVersion.objects.create(
        definition=definition,
        number=found.newest.number + 1 if found.newest else 1,
        document=schema.to_json(found.document),
        sha256=found.sha256,
        order=[[part, kind.value] for part, kind in program.order],
        change_report=affected.report(definition, found.changes),
        warnings=[problem_text(problem) for problem in found.warnings],
        published_by=user,
        approved_by=approval.approved_by if approval else None,
        installed_from=behalf.source if behalf else "",
    )
    _bring_ledger_up_to_date(version, found.document)
    if found.document.public is not None:
        form_files.open_to_all(found.document)
    trials.wipe(definition, revision, user)
    return version


def _passed(
    found: Candidate, publisher: Any, behalf: Installation | None = None
) -> approvals.FormApproval | None:
    """The approval that counts, if one is needed; `NotPublishable` where something is in the way."""
    if found.errors:
        raise NotPublishable(found.errors)
    if not found.reasons or behalf is not None:
        return None
    approval = approvals.standing(found.definition, found.sha256).counting(publisher)
    if approval is None:
        raise NotApproved([Problem(f"approval-{reason}") for reason in found.reasons])
    return approval


def refuse_changed_keys(definition: "FormDefinition") -> None:
    """Tell the designer beside the form, before publishing, what the gate would refuse about used keys."""
    if definition.live_version_id and (blocked := reused_keys(definition, _parsed(definition.document))):
        raise ValidationError({"document": [problem_text(problem) for problem in blocked]})


def _blocked(definition: "FormDefinition", document: Document, found: Iterable[Change]) -> list[Problem]:
    """What an answer could not survive: judged by every key ever published, and by the newest version."""
    problems = reused_keys(definition, document)
    told = {problem.key for problem in problems}
    blocked = [one for one in found if one.change_class is ChangeClass.BLOCKED and one.key not in told]
    return problems + [Problem(one.code, key=one.key) for one in blocked]


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


def _parsed(data: dict[str, Any]) -> Document:
    try:
        return schema.from_json(data)
    except schema.DocumentError as error:
        raise ValidationError([f"{where}: {what}" for where, what in error.problems]) from error


def _bring_ledger_up_to_date(version: FormVersion, document: Document) -> None:
    known = {row.key: row for row in FieldLedger.objects.filter(definition=version.definition)}
    for position, (question, repeat) in enumerate(questions(document)):
        row = known.get(question.key) or FieldLedger(
            definition=version.definition,
            key=question.key,
            first_version=version.number,
            last_version=version.number,
            type=question.type,
        )
        row.type = question.type
        row.repeat = repeat.key if repeat else ""
        row.sensitivity, row.compartment = question.sensitivity, question.compartment
        row.position = position
        if not question.retired:
            row.last_version = version.number
        row.question = question.model_dump(mode="json", exclude_defaults=True)
        if not row.labels or row.labels[-1][1] != question.label:
            row.labels = [*row.labels, [version.number, question.label]]
        row.save()
