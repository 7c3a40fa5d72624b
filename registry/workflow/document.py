"""What a workflow is: states, transitions, and the tasks that a transition leaves behind. Pure data, never changed in place.

Conditions are written in the language of forms and see the record's open answers and its rollups.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Text = dict[str, str]
"""Language code → words."""

STATUS, REASON = "_status", "_reason"
"""Names that what a transition answers may go by: the state it begins in, and why it was made."""
ANY_OPEN = "*"
"""As a source: every state that is not an end."""
LONGEST = 3650
"""Days a task may lie ahead."""


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class State(Frozen):
    value: Key
    label: Text
    end: bool = False
    """Work is over; nothing is due any more."""
    locked: bool = False
    """Answers can no longer be changed, and nothing is added below."""
    open_for: tuple[str, ...] = ()
    """Keys of record types that are added below all the same."""


class Reason(StrEnum):
    """Whether whoever moves the record on says why."""

    NO = "no"
    OPTIONAL = "optional"
    REQUIRED = "required"


class FourEyes(StrEnum):
    """Who may not be the one that decides."""

    CREATOR = "creator"
    """Whoever filled the record in."""
    LAST_EDITOR = "last_editor"


class TaskRule(Frozen):
    """A task for somebody, some days after the transition or after a day that the record names."""

    key: Key
    label: Text
    days: int = Field(default=0, ge=0, le=LONGEST)
    every_day: bool = False
    """Due and handed up on its very day, a day off or not. Otherwise on the next day on which people work."""
    after: str = ""
    """Key of a date question of the record to count from; blank for the day of the transition."""
    when: str = ""
    """Condition for the task; blank for always."""
    role: str = ""
    """Key of the role it is for; blank for whoever the record belongs to."""
    opens: str = ""
    """Key of the record type to fill in; adding such a record below this one does the task."""
    answered_when: str = ""
    """Condition over the open answers of that record, where not every one of its kind does the task; blank for any."""
    escalate_after: int | None = Field(default=None, ge=0, le=LONGEST)
    """Whole days that it may be late before `escalate_to` is told: 0 for the morning after its day. None for never.

    Who has to know at once gets a task of their own.
    """
    escalate_to: str = ""


class ChangeRule(TaskRule):
    """A task that is made when answers come to fit its condition, at the beginning or by a change; once while it is open.

    `after` is a question of the record whose answers are looked at. Without its day there is no task; when it names
    another day later on, the open task goes along.
    """

    below: str = ""
    """Key of the record type below whose answers are looked at; blank for those of the record itself."""
    by_sealed: bool = False
    """Whether its condition and its day may go by sealed answers. Whoever sees the task then learns that the condition
    holds, by its words, and the day, by when it is due.
    """


class Transition(Frozen):
    key: Key
    label: Text
    sources: tuple[str, ...]
    to: Key
    roles: tuple[str, ...] = ()
    """Keys of the roles that may; nobody where there are none, unless it is automatic."""
    when: str = ""
    when_message: Text = Field(default_factory=dict)
    """What is still missing, for the person who would like to move it on."""
    consent: bool = False
    """Only where consent covers what would be told by it, or was given for the record itself; see `registry.consent`."""
    reason: Reason = Reason.NO
    four_eyes: tuple[FourEyes, ...] = ()
    automatic: bool = False
    """Happens by itself as soon as its condition holds after something was saved."""
    merging: bool = False
    """Happens to a record that is merged into another, and is never made by hand: it would name no other record."""
    tasks: tuple[TaskRule, ...] = ()
    sets: dict[str, str] = Field(default_factory=dict)
    """Question → expression: what the transition answers by itself, as if in the form; see `answering`."""
    closes: tuple[str, ...] = ()
    """Keys of open tasks that have become needless; `*` for all."""
    waits_for: tuple[str, ...] = ()
    """Keys of tasks that have to be done first, where they are open."""
    needs: tuple[str, ...] = ()
    """Keys of record types: one of each has to be added below, in this state."""
    moves: dict[str, str] = Field(default_factory=dict)
    """Key of an open task → key of the date question that names its new day."""


class Workflow(Frozen):
    """The first state is where records begin."""

    states: tuple[State, ...] = ()
    transitions: tuple[Transition, ...] = ()
    at_start: tuple[TaskRule, ...] = ()
    """Tasks of a record that was just added."""
    on_change: tuple[ChangeRule, ...] = ()
    otherwise: tuple[str, ...] = ()
    """Keys of the roles that a task goes to, in turn, where whoever it is for may not see the record."""

    @property
    def initial(self) -> str:
        return self.states[0].value if self.states else ""

    def state(self, value: str) -> State | None:
        return next((state for state in self.states if state.value == value), None)

    def transition(self, key: str) -> Transition | None:
        return next((one for one in self.transitions if one.key == key), None)

    def leaving(self, value: str) -> list[Transition]:
        """The transitions that begin in a state, in their order."""
        return [one for one in self.transitions if self.begins_in(one, value)]

    def begins_in(self, transition: Transition, value: str) -> bool:
        state = self.state(value)
        anywhere = ANY_OPEN in transition.sources and state is not None and not state.end
        return (anywhere or value in transition.sources) and transition.to != value

    def is_locked(self, value: str) -> bool:
        state = self.state(value)
        return state is not None and state.locked


class Measure(StrEnum):
    """What a rollup tells of the records below."""

    COUNT = "count"
    LATEST = "latest"
    FIRST = "first"
    SUM = "sum"
    HIGHEST = "highest"
    LOWEST = "lowest"


class Rollup(Frozen):
    """One figure about a record, taken from the records of one type below it."""

    key: Key
    label: Text
    record_type: Key
    measure: Measure = Measure.COUNT
    question: str = ""
    """Key of the answer that is measured; `_status` or `_created_at` for the record's own. Blank for a count."""
    statuses: tuple[str, ...] = ()
    """Only records in these states; all where there are none."""
    where: dict[str, str | tuple[str, ...]] = Field(default_factory=dict)
    """Open answers that a record must have to be measured: key of the question → value, or several that do."""
    since: str = ""
    """Only records added since the record above last came into this state; all where it never did."""
    shown: bool = True
    """Whether the record's page tells it. What only conditions may go by, whoever sees the record, is not."""
    by: str = ""
    """Key of the date question that orders them; blank for when they were added."""
