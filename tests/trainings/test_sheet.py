"""The sheet: its days, marking cell by cell, two trainers at once, undo, closing; and who may open it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from registry.models import Record, RecordType
from registry.workflow.facts import Facts
from tests.factories.registry import change_record
from tests.factories.trainings import make_event, make_person, make_trainer
from tests.support.queries import at_most
from tests.trainings.conftest import first, put_on, state
from trainings.models import MarkChange, Sheet
from trainings.sheets import marking, roster
from trainings.sheets.marking import Cell, Refused
from trainings.sheets.opening import OpenSheet, open_sheet

pytestmark = pytest.mark.django_db


# -- Days ------------------------------------------------------------------------------------------


def test_an_event_has_a_morning_and_an_afternoon_of_each_day(event: Record) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    found = list(Sheet.objects.get(pk=event.pk).sessions.values_list("day", "part"))
    assert found == [(yesterday + timedelta(days=day), part) for day in (0, 1) for part in ("am", "pm")]


def test_moving_the_dates_moves_the_sessions_but_not_those_with_marks(
    event: Record, trainer: Any, opened: OpenSheet
) -> None:
    (someone,) = put_on(opened, trainer, 1)
    session = first(opened)
    marking.mark(trainer, opened, session, [Cell(someone.pk, "p", "")])
    today = timezone.localdate()
    changed = change_record(event, trainer, start=today.isoformat(), end=today.isoformat())
    from registry.workflow import moving

    moving.changed(changed, trainer)
    days = list(Sheet.objects.get(pk=event.pk).sessions.values_list("day", "part"))
    assert days == [(session.day, "am"), (today, "am"), (today, "pm")]
    with pytest.raises(Refused, match="not one of the event's days"):
        marking.mark(trainer, open_sheet(trainer, event.pk), session, [Cell(someone.pk, "a", "p")])


def test_nothing_is_marked_for_a_day_to_come(event_type: RecordType, trainer: Any, office: Any) -> None:
    opened = open_sheet(trainer, make_event(event_type, trainer, office, ago=-1).pk)
    (someone,) = put_on(opened, trainer, 1)
    with pytest.raises(Refused, match="not come yet"):
        marking.mark(trainer, opened, first(opened), [Cell(someone.pk, "p", "")])


def test_the_sheet_closes_seven_days_after_the_last_day(
    event: Record, opened: OpenSheet, trainer: Any
) -> None:
    (someone,) = put_on(opened, trainer, 1)
    last = opened.sheet.last_day
    with time_machine.travel(
        timezone.localtime() + (last + timedelta(days=7) - timezone.localdate()), tick=False
    ):
        assert marking.mark(trainer, opened, first(opened), [Cell(someone.pk, "p", "")]).changed == 1
    with time_machine.travel(
        timezone.localtime() + (last + timedelta(days=8) - timezone.localdate()), tick=False
    ):
        with pytest.raises(Refused, match="more than 7 days ago"):
            marking.mark(trainer, opened, first(opened), [Cell(someone.pk, "a", "p")])
        with pytest.raises(Refused):
            roster.add(trainer, opened, make_person())
    assert state(someone, first(opened)) == "p"


# -- Marks -----------------------------------------------------------------------------------------


def test_two_trainers_lose_nothing_of_each_others_marks(
    opened: OpenSheet, trainer: Any, event_type: RecordType, office: Any
) -> None:
    one, two, three = put_on(opened, trainer)
    session, other = first(opened), make_trainer(event_type, office)
    marking.mark(trainer, opened, session, [Cell(one.pk, "p", ""), Cell(two.pk, "", "")])
    # The other's page is older: their whole sheet says that nobody has a mark but the second.
    done = marking.mark(
        other, opened, session, [Cell(one.pk, "", ""), Cell(two.pk, "a", ""), Cell(three.pk, "", "")]
    )
    assert (done.changed, done.clashes) == (1, [])
    assert [state(who, session) for who in (one, two, three)] == ["p", "a", ""]


def test_a_cell_that_both_changed_stands_and_is_told(
    opened: OpenSheet, trainer: Any, event_type: RecordType, office: Any
) -> None:
    (someone,) = put_on(opened, trainer, 1)
    session, other = first(opened), make_trainer(event_type, office)
    marking.mark(trainer, opened, session, [Cell(someone.pk, "l", "")])
    done = marking.mark(other, opened, session, [Cell(someone.pk, "a", "")])
    assert [(one.stands, one.wanted, one.by) for one in done.clashes] == [("l", "a", str(trainer))]
    assert state(someone, session) == "l"
    assert (
        marking.mark(other, opened, session, [Cell(someone.pk, "l", "")]).clashes == []
    )  # both wanted the same


def test_undo_takes_back_ones_own_last_step_and_nobody_elses(
    opened: OpenSheet, trainer: Any, event_type: RecordType, office: Any
) -> None:
    one, two, three = put_on(opened, trainer)
    session, other = first(opened), make_trainer(event_type, office)
    marking.mark(trainer, opened, session, [Cell(one.pk, "a", "")])
    marking.mark_unmarked(trainer, opened, session, "p")
    marking.mark(other, opened, session, [Cell(three.pk, "l", "p")])
    done = marking.undo(trainer, opened, session)
    assert [state(who, session) for who in (one, two, three)] == ["a", "", "l"]
    assert [clash.stands for clash in done.clashes] == ["l"]
    marking.undo(trainer, opened, session)
    assert [state(who, session) for who in (one, two, three)] == ["", "", "l"]
    with pytest.raises(Refused, match="nothing of yours"):
        marking.undo(trainer, opened, session)
    assert MarkChange.objects.count() == 6


def test_the_session_before_is_copied_to_those_without_a_mark(opened: OpenSheet, trainer: Any) -> None:
    one, two, three = put_on(opened, trainer)
    morning, afternoon = list(opened.sheet.sessions.all())[:2]
    marking.mark(trainer, opened, morning, [Cell(one.pk, "p", ""), Cell(two.pk, "a", "")])
    marking.mark(trainer, opened, afternoon, [Cell(one.pk, "e", "")])
    marking.copy_last(trainer, opened, afternoon)
    assert [state(who, afternoon) for who in (one, two, three)] == ["e", "a", ""]
    with pytest.raises(Refused, match="first session"):
        marking.copy_last(trainer, opened, morning)


def test_somebody_of_another_sheet_is_not_marked_on_this_one(
    opened: OpenSheet, trainer: Any, event_type: RecordType, office: Any
) -> None:
    elsewhere = open_sheet(trainer, make_event(event_type, trainer, office).pk)
    (stranger,) = put_on(elsewhere, trainer, 1)
    with pytest.raises(Refused, match="no longer on this sheet"):
        marking.mark(trainer, opened, first(opened), [Cell(stranger.pk, "p", "")])


# -- People ----------------------------------------------------------------------------------------


def test_nobody_stands_on_a_sheet_twice(opened: OpenSheet, trainer: Any) -> None:
    from trainings.people import merging

    kept, gone = make_person(by=trainer), make_person(by=trainer)
    row = roster.add(trainer, opened, gone)
    with pytest.raises(roster.AlreadyThere):
        roster.add(trainer, opened, gone)
    merging.merge(trainer, kept, gone)
    kept.refresh_from_db()
    with pytest.raises(roster.AlreadyThere) as refusal:
        roster.add(trainer, opened, kept)
    assert refusal.value.participant == row


def test_taken_off_and_put_back_keeps_the_marks(opened: OpenSheet, trainer: Any) -> None:
    (someone,) = put_on(opened, trainer, 1)
    marking.mark(trainer, opened, first(opened), [Cell(someone.pk, "p", "")])
    roster.remove(opened, someone)
    assert marking.participants_of(opened.sheet) == []
    assert roster.add(trainer, opened, someone.person) == someone  # type: ignore[arg-type]  # there is one
    assert state(someone, first(opened)) == "p"


def test_the_people_of_the_event_before_are_brought(
    opened: OpenSheet, trainer: Any, event_type: RecordType, office: Any
) -> None:
    before = open_sheet(trainer, make_event(event_type, trainer, office, ago=30).pk)
    with time_machine.travel(timezone.localtime() - timedelta(days=29), tick=False):
        people = put_on(before, trainer, 5)
        roster.remove(before, people[0])
    earlier = roster.earlier_event(trainer, opened)
    assert earlier == before.sheet
    with at_most(12):
        made = roster.bring(trainer, opened, before.sheet)
    assert [one.person for one in made] == [one.person for one in people[1:]]
    assert roster.bring(trainer, opened, before.sheet) == []


def test_a_workflow_can_wait_for_attendance_of_each_day(
    opened: OpenSheet, event: Record, trainer: Any
) -> None:
    (someone,) = put_on(opened, trainer, 1)
    sessions = list(opened.sheet.sessions.all())
    assert Facts(event).holds("${sheet_days_open} = 2")
    marking.mark(trainer, opened, sessions[0], [Cell(someone.pk, "p", "")])
    assert not Facts(event).holds("${sheet_days_open} = 0")
    marking.mark(trainer, opened, sessions[2], [Cell(someone.pk, "a", "")])
    assert Facts(event).holds("${sheet_days_open} = 0")
