"""What somebody entered without a network and has to decide about now: a mark that clashed, a person who may be known.

Only whoever entered it decides, while the sheet is open to them. What is settled is erased but for its id.
"""

from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.db import transaction
from django.http import Http404
from pydantic import TypeAdapter

from trainings.models import OfflineEntry, Participant, Person
from trainings.offline import applying
from trainings.offline.entries import AnyEntry, PersonEntry
from trainings.people import writing
from trainings.sheets.opening import OpenSheet

Choice = Literal["mine", "drop", "new"]
_entries: TypeAdapter[AnyEntry] = TypeAdapter(AnyEntry)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry to decide about: why, and whom it may be about."""

    id: UUID
    entry: AnyEntry
    problem: str
    participant: Participant | None
    candidates: list[Person]

    @property
    def name(self) -> str:
        """The name that was typed for somebody new."""
        if not isinstance(self.entry, PersonEntry):
            return ""
        typed = dict(self.entry.fields)
        return typed.get("name_bn") or typed.get("name_en") or ""


def waiting(user: Any, sheet: OpenSheet) -> list[Waiting]:
    """One's own entries that wait, the first first."""
    found = sheet.sheet.offline_entries.filter(by=user, outcome=OfflineEntry.Outcome.OPEN)
    return [_waiting(sheet, one) for one in found]


def decide(user: Any, sheet: OpenSheet, pk: UUID, choice: Choice | UUID) -> applying.Result:
    """Settle an entry: one's own counts, it is left out, it is somebody new, or it is this person of the candidates."""
    with transaction.atomic():
        held = (
            OfflineEntry.objects.select_for_update(of=("self",))
            .filter(pk=pk, by=user, sheet=sheet.sheet, outcome=OfflineEntry.Outcome.OPEN)
            .first()
        )
        if held is None:
            raise Http404
        one = _waiting(sheet, held)
        if choice == "drop":
            held.outcome = OfflineEntry.Outcome.DROPPED
            held.seal({})
            held.save()
            return applying.Result()
        result = _settled(user, sheet, one, choice)
        applying.settle(held, one.entry, result)
        return result


def _settled(user: Any, sheet: OpenSheet, one: Waiting, choice: Choice | UUID) -> applying.Result:
    if not isinstance(one.entry, PersonEntry):
        return applying.apply(user, sheet, one.entry, force=True)
    if one.participant is not None or not one.candidates:
        return applying.apply(user, sheet, one.entry)
    if choice == "new":
        form = applying.details_of(one.entry)
        form.full_clean()
        person: Person | None = writing.add(
            user, form.details, different_because="added without a network as somebody else"
        )
    else:
        person = next((known for known in one.candidates if known.pk == choice), None)
    if person is None:
        raise Http404
    return applying.put_on(user, sheet, person, one.entry)


def _waiting(sheet: OpenSheet, held: OfflineEntry) -> Waiting:
    values = held.opened()
    entry = _entries.validate_python(values["entry"])
    row = values.get("participant") or str(getattr(entry, "participant", ""))
    rows = sheet.sheet.participants.select_related("person__merged_into", "case")
    return Waiting(
        held.pk,
        entry,
        str(values.get("problem", "")),
        rows.filter(pk=row).first() if len(row) == 36 else None,
        list(Person.objects.present().filter(pk__in=values.get("candidates", ()))),
    )
