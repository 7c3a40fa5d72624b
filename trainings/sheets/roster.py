"""Who stands on a sheet: added from the directory, taken off and put back, brought from an earlier event."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_builder.digits import in_readers_digits
from registry.models import Record
from trainings.models import Participant, Person, Sheet
from trainings.setup.reading import answer_of
from trainings.sheets.marking import Refused
from trainings.sheets.opening import OpenSheet

MOST_PEOPLE = 2_000
"""On one sheet."""


class AlreadyThere(Refused):
    """The person stands on the sheet already; `participant` is their row."""

    def __init__(self, participant: Participant) -> None:
        super().__init__(_("This person is on the sheet already."))
        self.participant = participant


def add(user: Any, opened: OpenSheet, person: Person, origin: str = Participant.Origin.ADDED) -> Participant:
    """Put a person on the sheet, or back on it. `AlreadyThere` where they are; never on a restricted sheet."""
    refuse_locked(opened)
    if opened.sheet.restricted:
        raise Refused(_("On this sheet people stand by the name they chose, not from the directory."))
    person = person.merged_into or person
    with transaction.atomic():
        held = locked_sheet(opened.sheet)
        there = held.participants.filter(person__in=[person, *person.merged.all()]).first()
        if there is not None and there.removed_at is None:
            raise AlreadyThere(there)
        if there is not None:
            there.removed_at = None
            there.save(update_fields=["removed_at"])
            return there
        return Participant.objects.create(
            sheet=held, person=person, number=next_number(held), origin=origin, added_by=user
        )


def add_many(user: Any, opened: OpenSheet, people: Iterable[Person], origin: str) -> list[Participant]:
    """Put all of them on the sheet who are not there yet; gives the new rows. A few queries, however many they are."""
    refuse_locked(opened)
    wanted = {(one.merged_into_id or one.pk): one.merged_into or one for one in people}
    with transaction.atomic():
        held = locked_sheet(opened.sheet)
        there = {one.person_id: one for one in held.participants.filter(person__in=wanted)}
        back = [one.pk for one in there.values() if one.removed_at is not None]
        held.participants.filter(pk__in=back).update(removed_at=None)
        first = next_number(held)
        new = [person for pk, person in wanted.items() if pk not in there]
        if first + len(new) > MOST_PEOPLE:
            raise Refused(
                _("At most %(number)s people fit on one sheet.") % {"number": in_readers_digits(MOST_PEOPLE)}
            )
        return Participant.objects.bulk_create(
            Participant(sheet=held, person=person, number=number, origin=origin, added_by=user)
            for number, person in enumerate(new, first)
        )


def add_alias(user: Any, opened: OpenSheet, alias: str) -> Participant:
    """Put somebody on a restricted sheet, by the name they chose. Nothing leads from there to the directory."""
    refuse_locked(opened)
    name = " ".join(alias.split())[:200]
    if not opened.sheet.restricted or opened.of_cases or not name:
        raise Refused(_("Write the name the person chose."))
    with transaction.atomic():
        held = locked_sheet(opened.sheet)
        for one in held.participants.all():
            if one.opened().get("alias", "").casefold() == name.casefold():
                if one.removed_at is None:
                    raise AlreadyThere(one)
                one.removed_at = None
                one.save(update_fields=["removed_at"])
                return one
        made = Participant(
            sheet=held, number=next_number(held), origin=Participant.Origin.ADDED, added_by=user
        )
        made.seal({"alias": name})
        made.save(force_insert=True)
        return made


def remove(opened: OpenSheet, participant: Participant) -> None:
    """Take somebody off the sheet. Their marks stay behind it and come back with them."""
    refuse_locked(opened)
    participant.removed_at = timezone.now()
    participant.save(update_fields=["removed_at"])


def restore(opened: OpenSheet, participant: Participant) -> None:
    refuse_locked(opened)
    participant.removed_at = None
    participant.save(update_fields=["removed_at"])


def earlier_event(user: Any, opened: OpenSheet) -> Sheet | None:
    """The event before this one that its people may be brought from: of the same kind, and of the same group or office."""
    visible = Record.objects.visible_to(user, opened.record.type)
    found = Sheet.objects.filter(
        record__in=visible,
        record__office=opened.record.office,
        record__is_test=opened.record.is_test,
        first_day__lt=opened.sheet.first_day,
    )
    found = found.filter(restricted=opened.of_cases).select_related("record")
    found = found.order_by("-first_day", "-created_at")
    body = answer_of(opened.record, opened.setup.body)
    for sheet in found[:50]:
        if answer_of(sheet.record, opened.setup.body) == body:
            return sheet
    return None


def bring(user: Any, opened: OpenSheet, earlier: Sheet) -> list[Participant]:
    """Everybody of an earlier event, as invited."""
    rows = earlier.participants.filter(removed_at=None).select_related("person__merged_into")
    people = [one.person.merged_into or one.person for one in rows if one.person]
    return add_many(user, opened, (one for one in people if one.active), Participant.Origin.INVITED)


def refuse_locked(opened: OpenSheet) -> None:
    """`Refused` when nothing on the sheet may change any more."""
    if opened.locked():
        raise Refused(_("The sheet is closed."))


def locked_sheet(sheet: Sheet) -> Sheet:
    return Sheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)


def next_number(sheet: Sheet) -> int:
    last = sheet.participants.aggregate(last=Max("number"))["last"] or 0
    if last >= MOST_PEOPLE:
        raise Refused(
            _("At most %(number)s people fit on one sheet.") % {"number": in_readers_digits(MOST_PEOPLE)}
        )
    return int(last) + 1
