"""Which question means what: the typed form of `Capability.document`. Keys name questions of admin-made forms."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from forms_builder.schema import Sensitivity

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
Part = Literal["am", "pm", "day"]
PersonField = Literal[
    "name", "designation", "agency_kind", "agency", "sex", "age_band", "disability", "phone", "district"
]


class SetupDocument(BaseModel):
    """Read once, never changed, nothing unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class TestsDocument(SetupDocument):
    """Tests before and after an event: a record each, below the event's, by the person or by a code without a name."""

    record_type: Key
    person: Key | None = None
    code: Key | None = None
    phase: Key
    post: str
    """Answer to `phase` that means the test afterwards."""
    score: Key
    pass_mark: Key | None = None
    """Question of the event: the score that counts as passed."""


class KeptDocument(SetupDocument):
    """Records that are written from the sheet: one a day, of the form that gives the columns, below the event."""

    record_type: Key
    day: Key
    """Its question for the number of the day."""
    date: Key | None = None
    states: dict[Literal["p", "l", "e", "a"], str]
    """Mark → answer to the question that the marks answer."""
    words: dict[PersonField, dict[str, str]] = {}
    """What the directory says → the form's answer, for columns whose choices have values of their own."""


class PointDocument(SetupDocument):
    """What is agreed on becomes a record of a type of its own."""

    point_type: Key
    """Key of the record type."""
    point_text: Key
    """Its question that says what is to be done."""
    point_status: Key
    point_open: str = "open"


class CommitmentsDocument(PointDocument):
    """What somebody committed themselves to at an event, or what is to follow from it."""

    rows: Key
    """Repeat of them; the keys below are questions in it."""
    text: Key
    due: Key


class ProgrammeDocument(SetupDocument):
    """A record below the event that tells its programme: who leads which part."""

    record_type: Key
    rows: Key
    """Repeat of its parts."""
    facilitator: Key
    """Question in it that names an organisation of the kind “facilitator”."""


class SheetDocument(SetupDocument):
    """An event that carries a sheet. Its columns are the questions of a form, or of a repeat in it."""

    columns: Key
    """Key of the form."""
    repeat: Key | None = None
    person: dict[PersonField, Key] = {}
    """Columns that the directory answers: they are not asked on the sheet."""
    marks: dict[Part, Key] = {}
    """Columns that the marks of a part of the day answer."""
    parts: Annotated[tuple[Part, ...], Field(min_length=1)] = ("am", "pm")
    start: Key
    """Question of the event: its first day, or its only one."""
    end: Key | None = None
    title: Key | None = None
    venue: Key | None = None
    needed: Key | None = None
    """Question of the event: attendance in per cent that a certificate needs."""
    body: Key | None = None
    """Question of the event that names the committee or group."""
    tests: TestsDocument | None = None
    kept: KeptDocument | None = None
    programme: ProgrammeDocument | None = None
    commitments: CommitmentsDocument | None = None
    cases: Key | None = None
    """Key of a record type: on the sheet stand records of it that the worker works on, and nobody of the directory."""
    case: Key | None = None
    """Column that names the case: it is not asked on the sheet."""
    closed: tuple[Key, ...] = ()
    """States of the event in which nothing is entered any more."""
    certified: tuple[Key, ...] = ()
    """States of the event in which certificates are made; none said: as soon as it is over."""
    certificate: dict[str, Annotated[str, StringConstraints(max_length=1_000)]] = {}
    """Words of the certificate by language, with {name}, {title}, {first} and {last} in them; ours where none are said."""
    invitation: dict[str, Annotated[str, StringConstraints(max_length=1_000)]] = {}
    """Words of the invitation by language, with {title}, {first}, {last} and {venue} in them; ours where none are said."""
    lock_days: Annotated[int, Field(ge=0, le=366)] = 7
    tier: Sensitivity = Sensitivity.CONFIDENTIAL
    feedback: Key | None = None
    """Key of the record type below the event that those who came fill in by a link, without an account."""
    feedback_days: Annotated[int, Field(ge=0, le=366)] = 14
    """Days after the event's last one on which the link still works."""

    @model_validator(mode="after")
    def _parts_fit(self) -> "SheetDocument":
        if len(set(self.parts)) != len(self.parts) or ("day" in self.parts and len(self.parts) > 1):
            raise ValueError("A day has either one part, “day”, or “am” and “pm”.")
        if not set(self.marks) <= set(self.parts):
            raise ValueError("Marks name a part that the day does not have.")
        return self

    @model_validator(mode="after")
    def _cases_are_restricted(self) -> "SheetDocument":
        if self.cases and (self.tier is not Sensitivity.RESTRICTED or self.person):
            raise ValueError("A sheet of cases has the tier R and names nobody of the directory.")
        return self


class MeetingDocument(PointDocument):
    """A meeting's minutes: who came, what was decided, what is to be done."""

    body: Key
    number: Key
    held: Key
    next: Key | None = None
    attendance: Key
    """Repeat of those who came; the keys below are questions in it."""
    name: Key
    designation: Key
    agency: Key
    member: Key
    """Whether a member: yes or no."""
    position: Key
    sex: Key
    present: Key
    came: Annotated[tuple[str, ...], Field(min_length=1)]
    """Answers to `present` that count as having come."""
    agenda: Key
    item: Key
    discussion: Key
    decision: Key
    points: Key
    """Repeat of the action points."""
    action: Key
    who: Key
    due: Key
    yes: str = "y"
    no: str = "n"
    score_type: Key | None = None
    """Key of the record type of functionality scores; its questions: the score, and the body it is of."""
    score: Key | None = None
    score_body: Key | None = None
    score_least: Annotated[int, Field(ge=0, le=100)] = 60
