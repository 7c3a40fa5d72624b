"""Changing a workflow: checked, written, and kept as it was. The only way in which workflows are saved."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import get_language, ngettext
from pydantic import ValidationError as ShapeError

from forms_builder.digits import in_readers_digits
from registry.models import ConfigVersion, Record, RecordType, Role
from registry.models import Workflow as Stored
from registry.workflow.checking import Surroundings, answered_by, check
from registry.workflow.document import Workflow
from registry.workflow.facts import names_of
from registry.workflow.wording import problem_text

KIND = "workflow"
NEED_A_TYPE = {
    "bad-condition",
    "sealed-condition",
    "no-date",
    "unknown-type",
    "unknown-question",
    "open-reason",
    "not-below",
}
"""Faults that only a type which follows the workflow can tell."""


def read(data: Mapping[str, Any]) -> Workflow:
    """A stored or posted document as a workflow; ValidationError says where it is none."""
    try:
        return Workflow.model_validate(data)
    except ShapeError as error:
        raise ValidationError(
            [f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
        ) from error


def plain(workflow: Workflow) -> dict[str, Any]:
    """A workflow as it is stored: what goes without saying is left out, so equal ones look equal."""
    return workflow.model_dump(mode="json", exclude_defaults=True)


def settled(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """A stored document as it would be stored today; one that is no workflow stays as it is."""
    try:
        return plain(read(document))
    except ValidationError:
        return document


def workflow_of(record_type: RecordType) -> Workflow | None:
    """The workflow that records of the type follow."""
    return read(record_type.workflow.document) if record_type.workflow else None


def save_workflow(stored: Stored, by: Any = None) -> ConfigVersion:
    """Check and save; the statuses of the types that follow it are brought in step. ValidationError with all faults.

    Commits together: the workflow, its `ConfigVersion`, the statuses. A state that a record is in cannot go.
    """
    with transaction.atomic():
        refuse_faults(read(stored.document), followers_of(stored))
        return write_workflow(stored, by)


def write_workflow(stored: Stored, by: Any = None) -> ConfigVersion:
    """Save without a check: whoever calls refuses faults in the same transaction, once what the workflow names is there."""
    workflow = read(stored.document)
    stored.document = plain(workflow)
    stored.full_clean()
    stored.save()
    for record_type in followers_of(stored):
        follow(record_type, workflow)
    return keep(KIND, stored.key, stored.document, by)


def followers_of(stored: Stored) -> list[RecordType]:
    """The record types that follow a workflow."""
    return list(RecordType.objects.filter(workflow__key=stored.key).select_related("form"))


def refuse_faults(workflow: Workflow, followers: list[RecordType]) -> None:
    """Check against every type that follows the workflow; against none, conditions may name anything."""
    found: dict[str, None] = {}
    if not followers:
        around = Surroundings(roles(), record_types(), {})
        problems = (one for one in check(workflow, around) if one.code not in NEED_A_TYPE)
        found |= dict.fromkeys(problem_text(problem) for problem in problems)
    for record_type in followers:
        around = surroundings(record_type, workflow)
        found |= dict.fromkeys(problem_text(problem) for problem in check(workflow, around))
    for record_type in followers:
        found |= dict.fromkeys(states_to_stay(record_type, {state.value for state in workflow.states}))
    if found:
        raise ValidationError(list(found))


def surroundings(record_type: RecordType, workflow: Workflow) -> Surroundings:
    """What the workflow of a type may name: in the type itself, in those below it and in what is filled in for its tasks."""
    names = names_of(record_type)
    wanted = RecordType.objects.filter(Q(parent_type=record_type) | Q(key__in=answered_by(workflow)))
    known = {one.key: names_of(one) for one in wanted.select_related("form__live_version")}
    return Surroundings(
        roles(), record_types(), names.open, names.sealed, names.dates, names.sealed_dates, below=known
    )


def follow(record_type: RecordType, workflow: Workflow) -> None:
    """Write the states into the type, where lists and filters read them."""
    record_type.statuses = states_of(workflow)
    record_type.initial_status = workflow.initial
    record_type.save(update_fields=["statuses", "initial_status"])


def states_of(workflow: Workflow) -> list[dict[str, str]]:
    """The states as `RecordType.statuses` has them."""
    return [
        {"value": state.value, "bn": state.label.get("bn", ""), "en": state.label.get("en", "")}
        for state in workflow.states
    ]


def keep(
    kind: str, key: str, document: Mapping[str, Any], by: Any, confirmed_by: Any = None
) -> ConfigVersion:
    """Keep a piece of set-up as it is now; the same document again gives the version there is."""
    digest = hashlib.sha256(json.dumps(document, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    newest = ConfigVersion.objects.filter(kind=kind, key=key).order_by("-number").first()
    if newest and (newest.sha256 == digest or (kind == KIND and settled(newest.document) == document)):
        return newest
    number = newest.number + 1 if newest else 1
    return ConfigVersion.objects.create(
        kind=kind, key=key, number=number, document=document, sha256=digest, by=by, confirmed_by=confirmed_by
    )


def newest_version(record_type: RecordType) -> ConfigVersion | None:
    """The kept version of the workflow that the type follows now."""
    if record_type.workflow is None:
        return None
    kept = ConfigVersion.objects.filter(kind=KIND, key=record_type.workflow.key)
    return kept.order_by("-number").first()


def states_to_stay(record_type: RecordType, kept: Collection[str]) -> Iterator[str]:
    """What to say of each state that records of the type are in and that would be none any more."""
    if record_type._state.adding:
        return
    words = {one.get("value"): one.get(get_language() or "bn") for one in record_type.statuses}
    held = Record.objects.filter(type=record_type).exclude(status__in=kept).values_list("status")
    for state, number in held.annotate(number=Count("pk")).order_by("status"):
        told = {"type": record_type, "state": words.get(state) or state, "number": in_readers_digits(number)}
        yield (
            ngettext(
                "%(number)s record of “%(type)s” is in the state “%(state)s”; it has to stay.",
                "%(number)s records of “%(type)s” are in the state “%(state)s”; it has to stay.",
                number,
            )
            % told
        )


def roles() -> set[str]:
    return set(Role.objects.values_list("key", flat=True))


def record_types() -> set[str]:
    return set(RecordType.objects.values_list("key", flat=True))
