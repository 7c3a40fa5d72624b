"""Sheets on which cases stand: rows are records that the worker works on, never people of the directory.

Whom somebody may put on one, and whose reference they still see there, is decided by `registry.access`.
"""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from forms_builder.digits import in_readers_digits
from registry.access import worked_on
from registry.models import Record, RecordType
from trainings.models import Participant, Sheet
from trainings.sheets.marking import Refused
from trainings.sheets.opening import OpenSheet
from trainings.sheets.roster import MOST_PEOPLE, locked_sheet, next_number, refuse_locked

MOST_OFFERED = 200


def offered(user: Any, opened: OpenSheet) -> list[Record]:
    """The cases somebody works on that are not on the sheet, by reference."""
    there = opened.sheet.participants.filter(removed_at=None, case__isnull=False)
    mine = _mine(user, opened).exclude(pk__in=there.values("case"))
    return list(mine.order_by("reference")[:MOST_OFFERED])


def add(user: Any, opened: OpenSheet, wanted: Iterable[UUID]) -> list[Participant]:
    """Put cases on the sheet, or back on it; gives their rows. Those that somebody does not work on are refused."""
    refuse_locked(opened)
    asked = set(wanted)
    with transaction.atomic():
        held = locked_sheet(opened.sheet)
        mine = list(_mine(user, opened).filter(pk__in=asked).order_by("reference"))
        if len(mine) < len(asked):
            raise Refused(_("One of these cases is not yours to work on."))
        known = {one.case_id: one for one in held.participants.filter(case__in=mine)}
        back = [one.pk for one in known.values() if one.removed_at is not None]
        held.participants.filter(pk__in=back).update(removed_at=None)
        first = next_number(held)
        new = [case for case in mine if case.pk not in known]
        if first + len(new) > MOST_PEOPLE:
            raise Refused(
                _("At most %(number)s people fit on one sheet.") % {"number": in_readers_digits(MOST_PEOPLE)}
            )
        origin = Participant.Origin.ADDED
        made = Participant.objects.bulk_create(
            Participant(sheet=held, case=case, number=number, origin=origin, added_by=user)
            for number, case in enumerate(new, first)
        )
        return [*(known[case.pk] for case in mine if case.pk in known), *made]


def bring(user: Any, opened: OpenSheet, earlier: Sheet) -> list[Participant]:
    """The cases of an earlier session that somebody still works on."""
    there = earlier.participants.filter(removed_at=None, case__isnull=False).values("case")
    return add(user, opened, _mine(user, opened).filter(pk__in=there).values_list("pk", flat=True))


def hidden(user: Any, rows: Collection[Participant]) -> frozenset[UUID]:
    """Ids of rows whose case somebody may not see any more: not even its reference is told."""
    of_cases = {one.pk: one.case_id for one in rows if one.case_id}
    seen = set(Record.objects.visible_to(user).filter(pk__in=of_cases.values()).values_list("pk", flat=True))
    return frozenset(pk for pk, case in of_cases.items() if case not in seen)


def _mine(user: Any, opened: OpenSheet) -> Any:
    kind = RecordType.objects.filter(key=opened.setup.cases, active=True).first()
    if kind is None:
        return Record.objects.none()
    return worked_on(user, kind).filter(is_test=opened.record.is_test)
