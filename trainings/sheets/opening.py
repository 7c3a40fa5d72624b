"""One event's sheet for one person: found if they may see who came, made when it is first needed.

A sheet is as visible as its event, and needs the tier of the names on it: confidential, or restricted where the group
is one whose members nobody else may know.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404
from django.utils import timezone

from forms_builder.logic.answers import day_of
from forms_builder.models import FormDefinition
from forms_builder.schema import Compartment, Sensitivity
from registry.access import can
from registry.models import Action, Record
from registry.opening import get_record
from trainings.committees.bodies import is_restricted
from trainings.models import Session, Sheet
from trainings.setup.documents import SheetDocument
from trainings.setup.reading import answer_of, sheet_of
from trainings.sheets import rules


class NoSheet(Exception):
    """The event has no sheet yet; the message says what it lacks."""


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """A sheet with what it needs to be read and written on."""

    sheet: Sheet
    record: Record
    setup: SheetDocument

    @property
    def span(self) -> rules.Span:
        return rules.Span(self.sheet.first_day, self.sheet.last_day)

    @property
    def tier(self) -> Sensitivity:
        return Sensitivity.RESTRICTED if self.sheet.restricted else self.setup.tier

    @property
    def asks_feedback(self) -> bool:
        """Not of a group whose members nobody may know of."""
        return self.setup.feedback is not None and not self.sheet.restricted

    @property
    def of_cases(self) -> bool:
        """Whether cases stand on it, not people of the directory."""
        return self.setup.cases is not None

    def title(self) -> str:
        return str(answer_of(self.record, self.setup.title) or self.record.reference)

    def locked(self, today: date | None = None) -> bool:
        closed = self.record.status in self.setup.closed
        return closed or rules.locked(self.span, self.setup.lock_days, today or timezone.localdate())


def open_sheet(user: Any, record_id: object, action: Action = Action.VIEW) -> OpenSheet:
    """The sheet if `user` may do `action` with it; `Http404` otherwise. `NoSheet` when the event is not ready for one."""
    record = get_record(user, record_id, action)
    setup = sheet_of(record.type)
    if setup is None:
        raise Http404
    opened = OpenSheet(_made(record, setup), record, setup)
    if not can(user, action, record, tier=opened.tier, compartment=Compartment.IDENTITY):
        raise Http404
    return opened


def may_open(user: Any, record: Record) -> bool:
    """Whether the way to the sheet is shown."""
    setup = sheet_of(record.type)
    return setup is not None and can(
        user, Action.VIEW, record, tier=_tier(record, setup), compartment=Compartment.IDENTITY
    )


def follow(record: Record, by: Any) -> None:
    """The event was added or changed: its sheet has its days. Runs inside the transaction that did it."""
    setup = sheet_of(record.type)
    if setup is None:
        return
    try:
        sheet = _made(record, setup)
    except NoSheet:
        return
    keep_sessions(sheet, record, setup)


def keep_sessions(sheet: Sheet, record: Record, setup: SheetDocument) -> None:
    """Sessions for the event's present days. Those of other days go, unless somebody was marked there already."""
    span = _span(record, setup)
    sheet.first_day, sheet.last_day = span.first, span.last
    sheet.restricted = _tier(record, setup) is Sensitivity.RESTRICTED
    sheet.save(update_fields=["first_day", "last_day", "restricted"])
    wanted = set(rules.sessions(span, setup.parts))
    there = {(one.day, one.part): one for one in sheet.sessions.all()}
    stale = [one.pk for key, one in there.items() if key not in wanted]
    sheet.sessions.filter(pk__in=stale, marks=None, check_ins=None).delete()
    Session.objects.bulk_create(
        Session(sheet=sheet, day=day, part=part) for day, part in sorted(wanted - there.keys())
    )


def _made(record: Record, setup: SheetDocument) -> Sheet:
    found = Sheet.objects.select_related("version").filter(pk=record.pk).first()
    if found is not None:
        return found
    span = _span(record, setup)
    form = FormDefinition.objects.select_related("live_version").filter(key=setup.columns).first()
    if form is None or form.live_version is None:
        raise NoSheet
    sheet, made = Sheet.objects.get_or_create(
        record=record,
        defaults={
            "version": form.live_version,
            "first_day": span.first,
            "last_day": span.last,
            "restricted": _tier(record, setup) is Sensitivity.RESTRICTED,
        },
    )
    if made:
        keep_sessions(sheet, record, setup)
    return sheet


def _tier(record: Record, setup: SheetDocument) -> Sensitivity:
    body = str(answer_of(record, setup.body) or "")
    return Sensitivity.RESTRICTED if body and is_restricted(body) else setup.tier


def _span(record: Record, setup: SheetDocument) -> rules.Span:
    first, last = (day_of(answer_of(record, key)) for key in (setup.start, setup.end))
    span = rules.span_of(first, last)
    if span is None:
        raise NoSheet
    return span
