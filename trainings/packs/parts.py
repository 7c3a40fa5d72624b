"""What may stand in the files of a pack for this app: one model a kind of thing. Unknown attributes are refused."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from registry.packs.parts import Code, Key, NamedPart, Part, Words
from trainings.models import BodyKind
from trainings.setup.documents import MeetingDocument, SheetDocument


class UsePart(Part):
    """uses.yaml: a record type carries a sheet, or is a meeting."""

    record_type: Key
    sheet: SheetDocument | None = None
    meeting: MeetingDocument | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "UsePart":
        if (self.sheet is None) == (self.meeting is None):
            raise ValueError("An entry says either how the sheet looks or what the meeting's questions mean.")
        return self

    @property
    def kind(self) -> Literal["sheet", "meeting"]:
        return "sheet" if self.sheet is not None else "meeting"

    @property
    def document(self) -> dict[str, Any]:
        held = self.sheet or self.meeting
        return held.model_dump(mode="json", exclude_defaults=True) if held else {}


class SeatPart(Part):
    """How many of a position there have to be."""

    position: Key
    least: Annotated[int, Field(ge=1, le=200)] = 1


class RulePart(Part):
    since: date
    law: str = ""
    chair: str = ""
    secretary: str = ""
    composition: list[SeatPart] = []
    quorum_members: Annotated[int, Field(ge=0, le=1_000)] = 0
    quorum_percent: Annotated[int, Field(ge=0, le=100)] = 0
    interval_days: Annotated[int, Field(ge=7, le=366)]


class KindPart(NamedPart):
    """committee_kinds.yaml: a kind of committee or group, with the rules that held from which day on."""

    key: Key
    family: BodyKind.Family
    restricted: bool = False
    rules: list[RulePart] = []


class BodyPart(Part):
    """bodies.yaml: which organisation is a committee or group, of what kind, where."""

    organisation: Key
    kind: Key
    place: Code | None = None
    formed_on: date | None = None
    order: Words | Literal[""] = ""
