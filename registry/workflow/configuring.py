"""Changing a workflow: checked, written, and kept as it was. The only way in which workflows are saved."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import ValidationError as ShapeError

from registry.models import ConfigVersion, Record, RecordType, Role
from registry.models import Workflow as Stored
from registry.workflow.checking import Surroundings, check
from registry.workflow.document import Workflow
from registry.workflow.facts import names_of
from registry.workflow.wording import problem_text

KIND = "workflow"
NEED_A_TYPE = {"bad-condition", "sealed-condition", "no-date", "unknown-type", "not-below"}
"""Faults that only a type which follows the workflow can tell."""


def read(data: Mapping[str, Any]) -> Workflow:
    """A stored or posted document as a workflow; ValidationError says where it is none."""
    try:
        return Workflow.model_validate(data)
    except ShapeError as error:
        raise ValidationError(
            [f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
        ) from error


def workflow_of(record_type: RecordType) -> Workflow | None:
    """The workflow that records of the type follow."""
    return read(record_type.workflow.document) if record_type.workflow else None


def save_workflow(stored: Stored, by: Any = None) -> ConfigVersion:
    """Check and save; the statuses of the types that follow it are brought in step. ValidationError with all faults.

    Commits together: the workflow, its `ConfigVersion`, the statuses. A state that a record is in cannot go.
    """
    workflow = read(stored.document)
    with transaction.atomic():
        followers = list(RecordType.objects.filter(workflow__key=stored.key).select_related("form"))
        refuse_faults(workflow, followers)
        stored.full_clean()
        stored.save()
        for record_type in followers:
            follow(record_type, workflow)
        return keep(KIND, stored.key, stored.document, by)


def refuse_faults(workflow: Workflow, followers: list[RecordType]) -> None:
    """Check against every type that follows the workflow; against none, conditions may name anything."""
    found: dict[str, None] = {}
    if not followers:
        around = Surroundings(roles(), record_types(), {})
        problems = (one for one in check(workflow, around) if one.code not in NEED_A_TYPE)
        found |= dict.fromkeys(problem_text(problem) for problem in problems)
    for record_type in followers:
        around = around_of(record_type)
        found |= dict.fromkeys(problem_text(problem) for problem in check(workflow, around))
    for record_type in followers:
        gone = sorted(_in_use(record_type) - {state.value for state in workflow.states})
        found |= dict.fromkeys(
            _("Records of “%(type)s” are in the state “%(state)s”; it has to stay.")
            % {"type": record_type, "state": state}
            for state in gone
        )
    if found:
        raise ValidationError(list(found))


def around_of(record_type: RecordType) -> Surroundings:
    """What the workflow of a type may name."""
    names = names_of(record_type)
    below = record_type.child_types.select_related("form__live_version")
    known = {one.key: names_of(one) for one in below}
    return Surroundings(roles(), record_types(), names.open, names.sealed, names.dates, known)


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


def keep(kind: str, key: str, document: Mapping[str, Any], by: Any) -> ConfigVersion:
    """Keep a piece of set-up as it is now; the same document again gives the version there is."""
    digest = hashlib.sha256(json.dumps(document, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    newest = ConfigVersion.objects.filter(kind=kind, key=key).order_by("-number").first()
    if newest and newest.sha256 == digest:
        return newest
    number = newest.number + 1 if newest else 1
    return ConfigVersion.objects.create(
        kind=kind, key=key, number=number, document=document, sha256=digest, by=by
    )


def newest_version(record_type: RecordType) -> ConfigVersion | None:
    """The kept version of the workflow that the type follows now."""
    if record_type.workflow is None:
        return None
    kept = ConfigVersion.objects.filter(kind=KIND, key=record_type.workflow.key)
    return kept.order_by("-number").first()


def _in_use(record_type: RecordType) -> set[str]:
    return set(Record.objects.filter(type=record_type).values_list("status", flat=True).distinct())


def roles() -> set[str]:
    return set(Role.objects.values_list("key", flat=True))


def record_types() -> set[str]:
    return set(RecordType.objects.values_list("key", flat=True))
