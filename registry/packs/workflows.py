"""A pack's workflows and rollups checked against its forms, before anything is written."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from forms_builder.expressions import ExpressionError, parse
from forms_builder.questions import types
from forms_builder.questions.outside import StaffType
from forms_builder.schema import Document, questions
from registry.packs.loading import Pack
from registry.packs.parts import RecordTypePart
from registry.packs.problems import PackProblem
from registry.sealing import is_sealed
from registry.workflow.checking import Surroundings, answered_by, check
from registry.workflow.document import Rollup
from registry.workflow.facts import names_in
from registry.workflow.rollups import CREATED_AT, STATUS
from registry.workflow.wording import problem_text


def workflow_problems(
    pack: Pack, record_type: RecordTypePart, documents: Mapping[str, Document]
) -> Iterator[PackProblem]:
    """What is wrong with the workflow of one type; conditions may name the open answers of its form and its rollups."""
    workflow = next((part.workflow for part in pack.workflows if part.key == record_type.workflow), None)
    if workflow is None:
        return
    parts = {part.key: part for part in pack.record_types}
    below = {
        key: _readable(parts[key], documents)
        for key in answered_by(workflow) & parts.keys()
        if parts[key].form in documents
    }
    roles = {part.key for part in pack.roles}
    own = _readable(record_type, documents)
    around = replace(own, roles=roles, record_types=parts.keys(), below=below)
    for problem in check(workflow, around):
        yield PackProblem(
            "workflows.yaml", problem_text(problem), (record_type.workflow or "", record_type.key)
        )


def _readable(record_type: RecordTypePart, documents: Mapping[str, Document]) -> Surroundings:
    """What conditions on records of the type may name."""
    asked = questions(documents[record_type.form])
    known = {question.key: question for question, _repeat in asked if question.type in types}
    names = names_in(known, record_type.rollups)
    return Surroundings((), (), names.open, names.sealed, names.dates)


def guard_problems(record_type: RecordTypePart, document: Document) -> Iterator[PackProblem]:
    """A guard that goes by what the form does not ask, or names people by something else than a question for staff."""
    asked = {question.key: question for question, _repeat in questions(document)}
    faults = [f"{key!r} is not asked." for key in sorted(_named_in(record_type.guard.when) - asked.keys())]
    faults += [
        f"{key!r} is not a question for staff."
        for key in record_type.guard.names
        if key not in asked or asked[key].type != StaffType.name
    ]
    for fault in faults:
        yield PackProblem("record_types.yaml", fault, (record_type.key, "guard"))


def signing_problems(pack: Pack, record_type: RecordTypePart) -> Iterator[PackProblem]:
    """Roles that countersign and are none of the pack's."""
    signing, roles = record_type.casework.signing, {part.key for part in pack.roles}
    for role in signing.countersign if signing else ():
        if role not in roles:
            yield PackProblem(
                "record_types.yaml", f"There is no role {role!r}.", (record_type.key, "casework", "signing")
            )


def rollup_problems(
    pack: Pack, record_type: RecordTypePart, documents: Mapping[str, Document]
) -> Iterator[PackProblem]:
    """Rollups that measure what is sealed, or what the form below does not ask."""
    forms = {part.key: part.form for part in pack.record_types if part.parent == record_type.key}
    for rollup in record_type.rollups:
        document = documents.get(forms.get(rollup.record_type, ""))
        if rollup.record_type not in forms:
            yield _rollup(record_type, rollup, f"{rollup.record_type!r} does not belong to this type.")
        elif document is not None:
            named = {rollup.question, rollup.by, *rollup.where} - {"", STATUS, CREATED_AT}
            for key in sorted(named - _open_in(document)):
                yield _rollup(record_type, rollup, f"{key!r} is sealed, in rows, or not asked.")


def contact_problems(
    pack: Pack, record_type: RecordTypePart, documents: Mapping[str, Document]
) -> Iterator[PackProblem]:
    """Records that count as attempts at contact, and are not below this type or do not say it openly."""
    forms = {part.key: part.form for part in pack.record_types if part.parent == record_type.key}
    for one in record_type.casework.attempts_below:
        where = (record_type.key, "casework", "attempts_below")
        document = documents.get(forms.get(one.record_type, ""))
        if one.record_type not in forms:
            message = f"{one.record_type!r} does not belong to this type."
            yield PackProblem("record_types.yaml", message, where)
        elif document is not None:
            for key in sorted({one.question, one.day} - _open_in(document)):
                yield PackProblem("record_types.yaml", f"{key!r} is sealed, in rows, or not asked.", where)


def _open_in(document: Document) -> set[str]:
    return {one.key for one, repeat in questions(document) if repeat is None and not is_sealed(one)}


def _named_in(condition: str) -> frozenset[str]:
    try:
        return parse(condition).references if condition else frozenset()
    except ExpressionError:
        return frozenset({condition})


def _rollup(record_type: RecordTypePart, rollup: Rollup, message: str) -> PackProblem:
    return PackProblem("record_types.yaml", message, (record_type.key, "rollups", rollup.key))
