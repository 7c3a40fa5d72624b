"""The numbers that indicators read: people once, attendance by session, meetings by interval, action points in time."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from registry import measures
from registry.measures import Figure, Period
from registry.models import Record, RecordType
from registry.workflow import moving
from tests.factories.registry import grant, make_office, work_in
from tests.factories.trainings import make_body, make_event, make_minutes, make_person
from tests.factories.workflows import make_role
from trainings.models import ActionPoint
from trainings.people import merging
from trainings.sheets import marking, roster
from trainings.sheets.opening import open_sheet

pytestmark = pytest.mark.django_db


def period(back: int = 100) -> Period:
    today = timezone.localdate()
    return Period(today - timedelta(days=back), today)


def figures(key: str, split: str = "", when: Period | None = None) -> list[Figure]:
    return measures.get(key).of(when or period(), split)


def test_a_person_counts_once_however_often_and_however_entered(
    event_type: RecordType, trainer: Any, office: Any
) -> None:
    rahim, again, salma, absent = (
        make_person(by=trainer, sex=sex, agency_kind=kind)
        for sex, kind in (("m", "police"), ("x", ""), ("f", "dss"), ("f", "dss"))
    )
    for ago in (20, 5):
        with time_machine.travel(timezone.localtime() - timedelta(days=ago), tick=False):
            opened = open_sheet(trainer, make_event(event_type, trainer, office, ago=0, days=1).pk)
            session = opened.sheet.sessions.all()[0]
            who = [rahim if ago == 20 else again, salma, absent]
            rows = [roster.add(trainer, opened, one) for one in who]
            states = ("l", "p" if ago == 5 else "a", "a")
            cells = [marking.Cell(row.pk, state, "") for row, state in zip(rows, states, strict=True)]
            marking.mark(trainer, opened, session, cells)
    assert figures("people_reached") == [Figure("", 3)]
    merging.merge(trainer, rahim, again)
    assert figures("people_reached") == [Figure("", 2)]
    assert figures("people_reached", "sex") == [Figure("f", 1), Figure("m", 1)]
    assert figures("people_reached", "agency") == [Figure("dss", 1), Figure("police", 1)]
    assert figures("people_repeated") == [Figure("", 1, 2)]
    assert figures("attendance_rate") == [Figure("", 3, 6)]
    assert figures("people_reached", when=period(10)) == [Figure("", 2)]
    elsewhere = Period(period().first, period().last, [make_office("JSR").pk])
    assert figures("people_reached", when=elsewhere) == [Figure("", 0)]
    with pytest.raises(ValueError, match="not split"):
        figures("people_reached", "shoe_size")


def test_meetings_count_by_the_bodys_own_interval(minutes: RecordType, office: Any, trainer: Any) -> None:
    body = make_body(office, quorum=2, interval=30)
    for ago, came in (
        (95, 3),
        (90, 3),
        (50, 1),
    ):  # twice in the first interval, without a quorum in the second
        make_minutes(minutes, body, trainer, ago=ago, came=came)
    assert figures("meetings_by_interval") == [Figure("", 1, 3)]
    assert figures("meetings_by_interval", "kind") == [Figure(body.kind.key, 1, 3)]


def test_an_action_point_is_in_time_when_it_was_done_by_its_day(
    minutes: RecordType, office: Any, trainer: Any
) -> None:
    make_role("field", trainer)
    grant(trainer, RecordType.objects.get(key="action_point"))
    work_in(trainer)
    body = make_body(office)
    due = (timezone.localdate() - timedelta(days=10)).isoformat()
    with time_machine.travel(timezone.localtime() - timedelta(days=40), tick=False):
        points = [{"action": text, "due": due} for text in ("In time", "Late", "Open")]
        make_minutes(minutes, body, trainer, points=points)
    for text, ago in (("In time", 15), ("Late", 5)):
        record = ActionPoint.objects.get(record__data__text=text).record
        with time_machine.travel(timezone.localtime() - timedelta(days=ago), tick=False):
            moving.move(trainer, record.pk, moving.Move("finish", "open"))
        moving.move(trainer, record.pk, moving.Move("verify", "done"))
    assert Record.objects.filter(status="verified").count() == 2
    assert figures("points_on_time") == [Figure("", 1, 3)]


# -- What does not count ---------------------------------------------------------------------------


def test_a_withdrawn_training_counts_nowhere(event_type: RecordType, trainer: Any, office: Any) -> None:
    opened = open_sheet(trainer, make_event(event_type, trainer, office, ago=5, days=1).pk)
    row = roster.add(trainer, opened, make_person(by=trainer, sex="f"))
    marking.mark(trainer, opened, opened.sheet.sessions.all()[0], [marking.Cell(row.pk, "p", "")])
    assert figures("people_reached") == [Figure("", 1)]
    Record.objects.filter(pk=opened.record.pk).update(withdrawn=True)
    assert figures("people_reached") == [Figure("", 0)]
    assert figures("people_reached", "sex") == []
    assert figures("attendance_rate") == [Figure("", 0, 0)]
    assert figures("people_repeated") == [Figure("", 0, 0)]


@pytest.mark.parametrize("why", ["withdrawn", "is_test"])
def test_minutes_that_do_not_count_are_in_no_number(
    minutes: RecordType, office: Any, trainer: Any, why: str
) -> None:
    body = make_body(office, interval=30)
    due = (timezone.localdate() - timedelta(days=10)).isoformat()
    held = make_minutes(minutes, body, trainer, ago=99, points=[{"action": "Visit", "due": due}])
    assert figures("meetings_by_interval") == [Figure("", 1, 3)]
    assert figures("points_on_time") == [Figure("", 0, 1)]
    Record.objects.filter(pk__in=[held.pk, *held.children.values_list("pk", flat=True)]).update(**{why: True})
    assert figures("meetings_by_interval") == [Figure("", 0, 3)]
    assert figures("points_on_time") == []
