"""What may stand in the files of a pack, except forms: one model a kind of thing. Unknown attributes are refused."""

import unicodedata
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from forms_builder.schema import Compartment, Sensitivity
from registry.casework import Casework
from registry.guarding import Guard
from registry.models import Action, Place, Scope, Watch
from registry.references import PatternError, check_pattern
from registry.workflow.document import ChangeRule, Rollup, State, TaskRule, Transition, Workflow

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
Column = Annotated[str, StringConstraints(pattern=r"^[a-z_][a-z0-9_]{0,62}$")]
"""A question, or something every record has: `_reference`, `_status` …"""
Words = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200, strip_whitespace=True),
    AfterValidator(lambda text: unicodedata.normalize("NFC", text)),
]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.-]{1,40}$")]


class Part(BaseModel):
    """Base of all: read once, never changed, nothing unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class NamedPart(Part):
    """Something with a name in both languages."""

    bn: Words
    en: Words


class PackFile(Part):
    """pack.yaml: what the pack is."""

    key: Key
    title: dict[str, Words]
    description: dict[str, str] = {}
    requires: list[Key] = []


class ChoicePart(Part):
    value: Annotated[str, StringConstraints(pattern=r"^\S{1,100}$")]
    bn: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    en: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    retired: bool = False
    exclusive: bool = False
    filters: dict[str, str] = {}


class ListPart(Part):
    key: Key
    name: Words
    choices: Annotated[list[ChoicePart], Field(min_length=1, max_length=10_000)]

    @field_validator("choices")
    @classmethod
    def _each_value_once(cls, choices: list[ChoicePart]) -> list[ChoicePart]:
        values = [choice.value for choice in choices]
        twice = sorted({value for value in values if values.count(value) > 1})
        if twice:
            raise ValueError(f"The value {twice[0]!r} is there twice.")
        return choices


class OfficePart(NamedPart):
    key: Key
    code: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{1,8}$")]


class PlacePart(NamedPart):
    """A place and what lies in it: the tree is written as it is."""

    code: Code
    level: Place.Level
    aliases: list[Words] = []
    wards: Annotated[int, Field(ge=0, le=200)] = 0
    """Makes wards 1 to this number below the place, with codes `<code>.01` and so on."""
    inside: list["PlacePart"] = []


class OrganisationPart(NamedPart):
    key: Key
    kind: Key
    office: Key | None = None
    active: bool = True


class StatusPart(NamedPart):
    value: Key


class RecordTypePart(NamedPart):
    key: Key
    icon: Words = "form"
    pattern: Words
    form: Key
    parent: Key | None = None
    parent_key: Key | Literal[""] = ""
    workflow: Key | None = None
    statuses: list[StatusPart] = []
    """Of a type without a workflow; otherwise the workflow's states take their place."""
    rollups: list[Rollup] = []
    guard: Guard = Guard()
    casework: Casework = Casework()
    list_columns: list[Column] = []
    filters: list[Column] = []
    sort: Annotated[str, StringConstraints(pattern=r"^-?[a-z_][a-z0-9_]*$")] = "-_created_at"
    profile: list[Key] = []
    on_paper: list[Key] = []
    """Questions that a printed record shows; none: all."""
    alike_by: list[Key] = []
    """Filterable questions: records with equal answers to all of them may be one."""
    keep_months: Annotated[int, Field(ge=1, le=1200)] | None = None
    """How long records are kept after their last change."""
    offices: list[Key] = []
    """Offices that add such records; none: every office."""
    menu_order: int = 100
    active: bool = True

    @field_validator("pattern")
    @classmethod
    def _pattern_works(cls, pattern: str) -> str:
        try:
            check_pattern(pattern)
        except PatternError as error:
            raise ValueError(str(error)) from error
        return pattern

    @model_validator(mode="after")
    def _statuses_from_one_place(self) -> "RecordTypePart":
        if bool(self.statuses) == bool(self.workflow):
            raise ValueError("A record type has either statuses or a workflow.")
        return self


class WorkflowPart(NamedPart):
    key: Key
    states: Annotated[tuple[State, ...], Field(min_length=1)]
    transitions: tuple[Transition, ...] = ()
    at_start: tuple[TaskRule, ...] = ()
    on_change: tuple[ChangeRule, ...] = ()
    otherwise: tuple[Key, ...] = ()

    @property
    def workflow(self) -> Workflow:
        return Workflow(
            states=self.states,
            transitions=self.transitions,
            at_start=self.at_start,
            on_change=self.on_change,
            otherwise=self.otherwise,
        )


class RolePart(NamedPart):
    key: Key
    permissions: list[Annotated[str, StringConstraints(pattern=r"^[a-z_]+\.[a-z_]+$")]] = []
    """Of the configuration screens, as app.permission. What a role may do with records is a grant."""


class GrantPart(Part):
    role: Key
    record_type: Key
    scope: Scope
    actions: Annotated[list[Action], Field(min_length=1)]
    tier: Sensitivity = Sensitivity.INTERNAL
    compartments: list[Compartment] = []
    watch: Watch = Watch.ORDINARY


class DemoPersonPart(Part):
    email: Annotated[str, StringConstraints(pattern=r"^[a-z0-9.]+@demo\.invalid$")]
    bn: Words
    en: Words
    role: Key
    offices: list[Key] = []
    language: Literal["bn", "en"] = "bn"


class DemoRecordPart(Part):
    record_type: Key
    by: Annotated[str, StringConstraints(pattern=r"^[a-z0-9.]+@demo\.invalid$")]
    office: Key
    name: Key
    """How other demo records call this one: `case_ref: "@name"`."""
    answers: dict[str, object]


class DemoFile(Part):
    """demo.yaml: people and records that do not exist."""

    kind: Literal["demo"] = "demo"
    people: list[DemoPersonPart] = []
    records: list[DemoRecordPart] = []
