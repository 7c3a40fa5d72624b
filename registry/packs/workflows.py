"""A pack's workflows and rollups checked against its forms, before anything is written."""

from collections.abc import Iterator, Mapping

from forms_builder.expressions import ExpressionError, parse
from forms_builder.questions import types
from forms_builder.questions.outside import StaffType
from forms_builder.schema import Document, questions
from registry.guarding import Guard
from registry.models import Action
from registry.packs.loading import Pack
from registry.packs.parts import RecordTypePart
from registry.packs.problems import PackProblem
from registry.sealing import is_sealed
from registry.workflow.blind_tasks import Seen, blind_tasks
from registry.workflow.checking import Names, Surroundings, answered_by, check
from registry.workflow.document import Rollup, Transition, Workflow
from registry.workflow.facts import names_in
from registry.workflow.rollups import CREATED_AT, STATUS
from registry.workflow.routing import SURE
from registry.workflow.wording import problem_text


def workflow_problems(
    pack: Pack, record_type: RecordTypePart, documents: Mapping[str, Document]
) -> Iterator[PackProblem]:
    """What is wrong with the workflow of one type; conditions may name the open answers of its form and its rollups."""
    workflow = _workflow_of(pack, record_type)
    if workflow is None:
        return
    names = _names(record_type, documents[record_type.form])
    roles = {part.key for part in pack.roles}
    read = answered_by(workflow)
    below = {
        part.key: _names(part, documents[part.form])
        for part in pack.record_types
        if (part.parent == record_type.key or part.key in read) and part.form in documents
    }
    types_here = {part.key for part in pack.record_types}
    around = Surroundings(
        roles, types_here, names.open, names.sealed, names.dates, names.sealed_dates, below=below
    )
    for problem in check(workflow, around):
        yield PackProblem(
            "workflows.yaml", problem_text(problem), (record_type.workflow or "", record_type.key)
        )


def blind_problems(pack: Pack, record_type: RecordTypePart) -> Iterator[PackProblem]:
    """Tasks of the workflow of one type that nobody would see, going by the pack's grants."""
    workflow = _workflow_of(pack, record_type)
    grants = [one for one in pack.grants if one.record_type == record_type.key]
    if workflow is None or not grants:
        return
    seen: dict[str, set[str]] = {}
    for one in grants:
        if Action.VIEW in one.actions and one.scope in SURE:
            seen.setdefault(one.role, set()).add(one.watch)
    viewing = {one.role for one in grants if Action.VIEW in one.actions}
    blind = {one.role for one in grants if Action.CREATE in one.actions} - viewing
    for problem in blind_tasks(workflow, Seen(seen, record_type.guard != Guard(), blind)):
        yield PackProblem(
            "workflows.yaml", problem_text(problem), (record_type.workflow or "", record_type.key)
        )


def _workflow_of(pack: Pack, record_type: RecordTypePart) -> Workflow | None:
    return next((part.workflow for part in pack.workflows if part.key == record_type.workflow), None)


def _names(record_type: RecordTypePart, document: Document) -> Names:
    known = {question.key: question for question, _repeat in questions(document) if question.type in types}
    return names_in(known, record_type.rollups)


def guard_problems(record_type: RecordTypePart, document: Document) -> Iterator[PackProblem]:
    """A guard that goes by what the form does not ask, or names people by something else than a question for staff."""
    asked = {question.key: question for question, _repeat in questions(document)}
    named = _named_in(record_type.guard.when) | _named_in(record_type.guard.stand_in_when)
    faults = [f"{key!r} is not asked." for key in sorted(named - asked.keys())]
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


def consent_problems(pack: Pack, record_type: RecordTypePart) -> Iterator[PackProblem]:
    """States and steps that consent, sharing and transfers go by, and that are not there: a slip would let things out."""
    casework, states, steps = record_type.casework, *_of_workflow(pack, record_type.workflow)
    above = next((part for part in pack.record_types if part.key == record_type.parent), None)
    named: list[str] = []
    if casework.consent:
        named += (*casework.consent.withdrawn_in, *casework.consent.decided_in)
    if casework.sharing:
        named += (*casework.sharing.unsent, *casework.sharing.allowed, *casework.sharing.waiting)
    faults = [f"There is no state {one!r}." for one in named if one not in states]
    if casework.sharing and casework.sharing.cancel not in {"", *steps}:
        faults.append(f"There is no transition {casework.sharing.cancel!r}.")
    if casework.transfer:
        there, _steps = _of_workflow(pack, above.workflow if above else None)
        faults += [
            f"There is no state {one!r} above." for one in casework.transfer.states if one not in there
        ]
    told = casework.sharing or any(
        part.casework.consent for part in pack.record_types if part.parent == record_type.key
    )
    if not told and any(step.consent for step in steps.values()):
        faults.append("A transition asks for consent, and nothing says what was agreed to.")
    for fault in faults:
        yield PackProblem("record_types.yaml", fault, (record_type.key, "casework"))


def _of_workflow(pack: Pack, key: str | None) -> tuple[set[str], dict[str, Transition]]:
    """Its states and its transitions by key."""
    found = next((part.workflow for part in pack.workflows if part.key == key), Workflow())
    return {state.value for state in found.states}, {one.key: one for one in found.transitions}


def rollup_problems(
    pack: Pack, record_type: RecordTypePart, documents: Mapping[str, Document]
) -> Iterator[PackProblem]:
    """Rollups that measure what is sealed, or what the form below does not ask."""
    forms = {part.key: part.form for part in pack.record_types if part.parent == record_type.key}
    for rollup in record_type.rollups:
        document = documents.get(forms.get(rollup.record_type, ""))
        if rollup.record_type not in forms:
            yield _rollup(record_type, rollup, f"{rollup.record_type!r} does not belong to this type.")
        elif rollup.since and not _has_state(pack, record_type, rollup.since):
            yield _rollup(record_type, rollup, f"There is no state {rollup.since!r}.")
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


def _has_state(pack: Pack, record_type: RecordTypePart, state: str) -> bool:
    workflow = _workflow_of(pack, record_type)
    return workflow is not None and workflow.state(state) is not None


def _named_in(condition: str) -> frozenset[str]:
    try:
        return parse(condition).references if condition else frozenset()
    except ExpressionError:
        return frozenset({condition})


def _rollup(record_type: RecordTypePart, rollup: Rollup, message: str) -> PackProblem:
    return PackProblem("record_types.yaml", message, (record_type.key, "rollups", rollup.key))
