"""What was agreed to for a record, read from the consents below it. Who may be told what for it is in `registry.consent`.

The newest consent counts, by the day it was given. One that was taken back leaves nothing agreed to until another one
is recorded; a withdrawal, wherever it was noted, ends every consent that was not given on a later day.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from forms_builder.logic.answers import day_of
from registry.casework import Consent, casework_of
from registry.events import Kind, newest
from registry.models import Record, RecordType
from registry.sealing import KeyRing, open_record
from registry.workflow.facts import Facts


@dataclass(frozen=True, slots=True)
class Standing:
    """What was agreed to for one record, as it stands today."""

    given: bool = False
    withdrawn: bool = False
    kinds: frozenset[str] = frozenset()
    withdrawn_on: date | None = None
    """The day of the last withdrawal, where it still counts."""


@dataclass(frozen=True, slots=True)
class _Paper:
    """One consent."""

    record: Record
    day: date
    answers: dict[str, Any]
    facts: Facts
    wanted: Consent

    @property
    def order(self) -> tuple[date, datetime]:
        return self.day, self.record.created_at

    @property
    def holds(self) -> bool:
        """Whether it agrees. One that stands in for somebody's consent is a decision, and has to have been made."""
        if not self.facts.holds(self.wanted.holds_when):
            return False
        open_yet = self.wanted.decided_when and self.record.status not in self.wanted.decided_in
        return not (open_yet and self.facts.holds(self.wanted.decided_when))

    @property
    def withdrawn(self) -> bool:
        by_state = self.record.status in self.wanted.withdrawn_in
        return by_state or self.facts.holds(self.wanted.withdrawn_when)

    @property
    def withdrawn_on(self) -> date | None:
        """The day on which it was withdrawn; None where nothing tells it."""
        said = day_of(self.answers.get(self.wanted.withdrawn_on)) if self.wanted.withdrawn_on else None
        moved = None
        if self.record.status in self.wanted.withdrawn_in:
            moved = self.record.transitions.filter(to_status=self.record.status).order_by("-at").first()
        return max(filter(None, (said, moved.day if moved else None)), default=None)

    def ends(self, last: "_Paper") -> bool:
        """Whether, being withdrawn, it ends what `last` agrees to: it is that one, or was withdrawn on its day or later."""
        day = self.withdrawn_on
        return self is last or (day is not None and day >= last.day)


def standing_of(above: Record) -> Standing:
    """From the consents below a record; nothing was agreed to where there is none."""
    papers = sorted(_papers(above), key=lambda one: one.order)
    standing = [one for one in papers if not one.record.withdrawn]
    last = standing[-1] if standing else None
    if last is None:
        return Standing()
    ending = [one for one in standing if one.withdrawn and one.ends(last)]
    if ending:
        days = (one.withdrawn_on or one.day for one in ending)
        return Standing(withdrawn=True, withdrawn_on=max(days))
    if any(_leaves_nothing(one, last) for one in papers if one.record.withdrawn):
        return Standing()
    shared = last.answers.get(last.wanted.share) or []
    kinds = frozenset(map(str, shared if isinstance(shared, list) else [shared]))
    return Standing(given=last.holds, kinds=kinds)


def _leaves_nothing(gone: _Paper, last: _Paper) -> bool:
    """Whether a consent that was taken back was the newest, and none was recorded since it was."""
    if gone.order < last.order:
        return False
    event = newest(gone.record, [Kind.WITHDRAWN])
    return event is None or last.record.created_at < event.at


def _papers(above: Record) -> list[_Paper]:
    """All consents below a record, those that were taken back too; one that an undone import emptied says nothing."""
    wanted = {
        kind.pk: consent
        for kind in RecordType.objects.filter(parent_type=above.type_id, casework__isnull=False)
        if (consent := casework_of(kind).consent)
    }
    if not wanted:
        return []
    found = Record.objects.filter(parent=above, type__in=wanted, is_test=above.is_test)
    rows = found.select_related("type", "version")
    return [_paper(one, wanted[one.type_id]) for one in rows if one.data or one.sealed]


def _paper(record: Record, wanted: Consent) -> _Paper:
    answers = open_record(record, KeyRing.of(record))
    given = day_of(answers.get(wanted.given_on)) if wanted.given_on else None
    day = given or timezone.localtime(record.created_at).date()
    return _Paper(record, day, answers, Facts(record, answers), wanted)
