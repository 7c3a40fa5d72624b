"""How workflows and record types look in a pack and in the database."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from pydantic import BaseModel

from forms_builder.models import FormDefinition
from registry.models import RecordType, Workflow
from registry.packs.parts import RecordTypePart, WorkflowPart
from registry.packs.states import State, States
from registry.workflow.configuring import (
    followers_of,
    read,
    settled,
    states_of,
    states_to_stay,
    write_workflow,
)


@dataclass
class Workflows:
    """Written the way the admin saves them, so each state of a workflow is kept.

    Whether they work is checked after the types are written, which bring the figures that conditions name (`applying`).
    """

    parts: list[WorkflowPart]
    user: Any = None
    name: str = "workflows"

    def wanted(self) -> States:
        return {
            part.key: {
                "bn": part.bn,
                "en": part.en,
                "document": plain(part.workflow),
            }
            for part in self.parts
        }

    def present(self) -> States:
        return {
            one.key: {"bn": one.name_bn, "en": one.name_en, "document": settled(one.document)}
            for one in Workflow.objects.all()
        }

    def write(self, key: str, state: State) -> None:
        stored = Workflow.objects.filter(key=key).first() or Workflow(key=key)
        stored.name_bn, stored.name_en, stored.document = state["bn"], state["en"], state["document"]
        kept = {one.value for one in read(stored.document).states}
        if said := [one for each in followers_of(stored) for one in states_to_stay(each, kept)]:
            raise ValidationError(said)
        write_workflow(stored, self.user)


@dataclass
class RecordTypes:
    """Their index columns are given after all of them are written (`applying`)."""

    parts: list[RecordTypePart]
    name: str = "record types"

    def wanted(self) -> States:
        return {part.key: _wanted_type(part) for part in parents_first(self.parts)}

    def present(self) -> States:
        related = ("form", "parent_type", "workflow")
        return {one.key: state_of(one) for one in RecordType.objects.select_related(*related)}

    def write(self, key: str, state: State) -> None:
        parent = RecordType.objects.get(key=state["parent"]) if state["parent"] else None
        record_type = RecordType.objects.filter(key=key).first() or RecordType(key=key)
        record_type.name_bn, record_type.name_en = state["bn"], state["en"]
        record_type.icon, record_type.id_pattern = state["icon"], state["pattern"]
        record_type.form = FormDefinition.objects.get(key=state["form"])
        record_type.parent_type, record_type.parent_key = parent, state["parent_key"]
        record_type.rollups, record_type.guard = state["rollups"], state["guard"]
        record_type.casework = state["casework"]
        workflow = Workflow.objects.get(key=state["workflow"]) if state["workflow"] else None
        record_type.workflow = workflow
        statuses = states_of(read(workflow.document)) if workflow else state["statuses"]
        if said := list(states_to_stay(record_type, {one["value"] for one in statuses})):
            raise ValidationError(said)
        record_type.statuses = statuses
        record_type.initial_status = record_type.statuses[0]["value"]
        record_type.list_keys, record_type.filter_keys = state["list_columns"], state["filters"]
        record_type.sort, record_type.profile_keys = state["sort"], state["profile"]
        record_type.print_keys, record_type.duplicate_keys = state["on_paper"], state["alike_by"]
        record_type.retention_months, record_type.office_keys = state["keep_months"], state["offices"]
        record_type.menu_order, record_type.active = state["menu_order"], state["active"]
        record_type.full_clean()
        record_type.save()


def parents_first(parts: list[RecordTypePart]) -> list[RecordTypePart]:
    """Types in an order in which each comes after the one it belongs to."""
    by_key = {part.key: part for part in parts}
    ordered: dict[str, RecordTypePart] = {}

    def put(part: RecordTypePart, below: tuple[str, ...] = ()) -> None:
        if part.parent in by_key and part.parent not in below:
            put(by_key[part.parent], (*below, part.key))
        ordered.setdefault(part.key, part)

    for part in parts:
        put(part)
    return list(ordered.values())


def plain(part: BaseModel) -> dict[str, Any]:
    """A piece of set-up as the database keeps it: what differs from the defaults."""
    return part.model_dump(mode="json", exclude_defaults=True)


def _wanted_type(part: RecordTypePart) -> State:
    return {
        **part.model_dump(mode="json", exclude={"key"}),
        "rollups": [plain(one) for one in part.rollups],
        "guard": plain(part.guard),
        "casework": plain(part.casework),
    }


def state_of(one: RecordType) -> State:
    """A record type as packs and kept versions of the set-up have it."""
    return {
        "bn": one.name_bn,
        "en": one.name_en,
        "icon": one.icon,
        "pattern": one.id_pattern,
        "form": one.form.key,
        "parent": one.parent_type.key if one.parent_type else None,
        "parent_key": one.parent_key,
        "workflow": one.workflow.key if one.workflow else None,
        "statuses": [] if one.workflow else one.statuses,
        "rollups": one.rollups,
        "guard": one.guard,
        "casework": one.casework,
        "list_columns": one.list_keys,
        "filters": one.filter_keys,
        "sort": one.sort,
        "profile": one.profile_keys,
        "on_paper": one.print_keys,
        "alike_by": one.duplicate_keys,
        "keep_months": one.retention_months,
        "offices": one.office_keys,
        "menu_order": one.menu_order,
        "active": one.active,
    }
