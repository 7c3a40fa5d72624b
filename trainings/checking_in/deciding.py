"""The trainer's part: who waits, who they seem to be, and taking them onto the sheet as present, or not."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from trainings.models import CheckIn, Participant, Person, Session, State
from trainings.people.finding import lookalikes
from trainings.people.writing import Details, add
from trainings.sheets import marking, roster
from trainings.sheets.opening import OpenSheet


@dataclass(frozen=True, slots=True)
class Waiting:
    """A check-in with those of the directory it may be. `clear`: nobody has to choose."""

    check_in: CheckIn
    said: dict[str, str]
    candidates: list[Person]

    @property
    def clear(self) -> bool:
        return len(self.candidates) < 2 and (not self.candidates or self.same)

    @property
    def same(self) -> bool:
        """The one candidate has this very number and a name that sounds the same."""
        if len(self.candidates) != 1:
            return False
        one = lookalikes([self.said.get("name", "")], self.said.get("phone", ""), "")
        return any(hit.by_phone and hit.by_name and hit.person == self.candidates[0] for hit in one)


def waiting(session: Session) -> list[Waiting]:
    """Undecided check-ins of the session, the first first."""
    found = []
    for one in CheckIn.objects.filter(session=session, decided_at=None).order_by("at"):
        said = {key: str(value) for key, value in one.opened().items()}
        alike = lookalikes([said.get("name", "")], said.get("phone", ""), said.get("agency", ""))
        found.append(Waiting(one, said, [hit.person for hit in alike][:5]))
    return found


def confirm(
    user: Any, opened: OpenSheet, session: Session, one: Waiting, person: Person | None
) -> Participant:
    """Take somebody onto the sheet as present: as `person`, or as somebody new."""
    with transaction.atomic():
        held = CheckIn.objects.select_for_update(of=("self",)).get(pk=one.check_in.pk)
        if held.decided_at is not None and held.participant is not None:
            return held.participant
        taken = person or add(user, details_of(one.said), different_because="checked in as somebody else")
        try:
            row = roster.add(user, opened, taken, Participant.Origin.CHECKED_IN)
        except roster.AlreadyThere as there:
            row = there.participant
        marking.mark(user, opened, session, [marking.Cell(row.pk, State.PRESENT, "")])
        held.participant, held.decided_by, held.decided_at = row, user, timezone.now()
        held.save()
    return row


def refuse(user: Any, one: CheckIn) -> None:
    """It was nobody of this hall: what was sent is erased, that it was sent stays."""
    CheckIn.objects.filter(pk=one.pk, decided_at=None).update(
        decided_at=timezone.now(), decided_by=user, sealed=b"", wrapped=b""
    )


def details_of(said: dict[str, str]) -> Details:
    name = said.get("name", "")
    bangla = any("\u0980" <= sign <= "\u09ff" for sign in name)
    return Details(
        name_bn=name if bangla else "",
        name_en="" if bangla else name,
        phone=said.get("phone", ""),
        designation=said.get("designation", ""),
        agency=said.get("agency", ""),
    )
