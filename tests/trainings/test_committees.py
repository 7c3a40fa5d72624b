"""Committees: the rule of the day, quorum, action points that are carried over, offices with dates, and what stays inside."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from forms_builder.insert_only import WrittenOnce
from registry.models import Record, RecordType, Task
from registry.workflow import moving
from registry.workflow.facts import Facts
from tests.factories.registry import change_record, fill_in
from tests.factories.trainings import (
    make_body,
    make_minutes,
    make_person,
    make_rule,
    points,
)
from tests.support.queries import at_most
from tests.trainings.conftest import signed_in
from trainings.committees import meetings, members, preparing
from trainings.committees.bodies import in_office, rule_on
from trainings.committees.quorum import needed
from trainings.committees.standing import State, standing
from trainings.models import ActionPoint, Body, Meeting
from trainings.setup.reading import meeting_of

pytestmark = pytest.mark.django_db


def meeting(record: Record) -> Meeting:
    return Meeting.objects.get(pk=record.pk)


# -- Rules and quorum ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fixed", "share", "members", "least"),
    [(0, 0, 9, 0), (3, 0, 9, 3), (0, 50, 9, 5), (3, 50, 4, 3), (0, 33, 10, 4)],
)
def test_a_quorum_is_a_number_a_share_or_the_larger_of_both(
    fixed: int, share: int, members: int, least: int
) -> None:
    class Rule:
        quorum_members, quorum_percent = fixed, share

    assert needed(Rule(), members) == least


def test_old_meetings_keep_the_rule_of_their_day(minutes: RecordType, body: Body, officer: Any) -> None:
    before = make_minutes(minutes, body, officer, ago=30, came=3)
    make_rule(body.kind, timezone.localdate() - timedelta(days=10), quorum_members=5)
    after = make_minutes(minutes, body, officer, ago=1, came=3)
    assert (meeting(before).quorate, meeting(after).quorate) == (True, False)
    # Even a rule that is entered later for the old day does not reach back, nor does correcting the minutes.
    make_rule(body.kind, timezone.localdate() - timedelta(days=60), quorum_members=9)
    moving.changed(change_record(before, officer, number=7), officer)
    assert (meeting(before).quorate, meeting(before).number) == (True, 7)


def test_a_rule_is_never_changed(body: Body) -> None:
    rule = rule_on(body, timezone.localdate())
    assert rule is not None
    rule.quorum_members = 1
    with pytest.raises(WrittenOnce):
        rule.save()


def test_without_a_quorum_set_nothing_is_claimed(minutes: RecordType, office: Any, officer: Any) -> None:
    record = make_minutes(minutes, make_body(office), officer, came=1)
    assert meeting(record).quorate is None
    assert meetings.quorum_words(meeting(record)).startswith("No quorum is set")


def test_a_share_counts_those_in_office_that_day(minutes: RecordType, office: Any, officer: Any) -> None:
    body = make_body(office, percent=50)
    for _ in range(8):
        members.join(officer, body, make_person(), position="member", since=date(2024, 1, 1))
    members.leave(body.memberships.all()[0], timezone.localdate() - timedelta(days=20))
    earlier = make_minutes(minutes, body, officer, ago=30, came=4)
    now = make_minutes(minutes, body, officer, came=3)
    assert [(one.members, one.needed, one.quorate) for one in (meeting(earlier), meeting(now))] == [
        (8, 4, True),
        (7, 4, False),
    ]


# -- Action points ---------------------------------------------------------------------------------


def test_decided_actions_become_records_with_a_task_each(
    minutes: RecordType, body: Body, officer: Any
) -> None:
    record = make_minutes(minutes, body, officer, points=points("Visit the desk", "Send the list"))
    made = ActionPoint.objects.select_related("record__type").order_by("row")
    assert {one.record.data["text"] for one in made} == {"Visit the desk", "Send the list"}
    assert {one.record.parent_id for one in made} == {record.pk}
    due = timezone.localdate() + timedelta(days=10)
    found = Task.objects.filter(rule="carry_out")
    assert len(found) == 2
    assert all(due <= one.due <= due + timedelta(days=2) for one in found)  # never on a Friday or Saturday


def test_correcting_the_minutes_adds_the_new_point_only(
    minutes: RecordType, body: Body, officer: Any
) -> None:
    record = make_minutes(minutes, body, officer, points=points("Visit the desk"))
    before = list(record.data["points"])
    moving.changed(change_record(record, officer, points=[*before, *points("Send the list")]), officer)
    assert ActionPoint.objects.count() == 2
    moving.changed(change_record(Record.objects.get(pk=record.pk), officer, number=2), officer)
    assert ActionPoint.objects.count() == 2


def test_what_is_not_verified_is_carried_to_the_next_meeting(
    minutes: RecordType, body: Body, officer: Any
) -> None:
    make_minutes(minutes, body, officer, ago=60, points=points("Done long ago", "Still open"))
    done = ActionPoint.objects.get(record__data__text="Done long ago").record
    for step in ("finish", "verify"):
        done.refresh_from_db()
        moving.move(officer, done.pk, moving.Move(step, done.status))
    assert [one.record.data["text"] for one in meetings.open_points(body)] == ["Still open"]
    page = signed_in(officer).get(f"/workspace/committees/{body.pk}/next/").content.decode()
    assert "Still open" in page
    assert "Done long ago" not in page


def test_only_meetings_of_the_body_held_since_are_later_ones(
    minutes: RecordType, body: Body, officer: Any, office: Any
) -> None:
    make_minutes(minutes, body, officer, ago=30, points=points("Visit the desk"))
    point = ActionPoint.objects.get().record
    make_minutes(minutes, body, officer, ago=60)  # earlier
    make_minutes(minutes, body, officer, ago=30)  # the same day
    make_minutes(minutes, body, officer, ago=-10)  # written ahead of it
    make_minutes(minutes, make_body(office), officer, ago=3)
    for why in ("withdrawn", "is_test"):
        Record.objects.filter(pk=make_minutes(minutes, body, officer, ago=3).pk).update(**{why: True})
    assert meetings.later_meetings(point) == 0
    make_minutes(minutes, body, officer)
    with at_most(1):
        assert meetings.later_meetings(point) == 1
    trial = Record(parent=point.parent, is_test=True)
    assert meetings.later_meetings(trial) == 1, "what is tried out goes by what is tried out"


def test_what_belongs_to_no_meeting_has_no_later_ones_and_nobody_asks_in_vain(
    minutes: RecordType, body: Body, officer: Any, event: Record
) -> None:
    held = make_minutes(minutes, body, officer, ago=30, points=points("Visit the desk"))
    point = ActionPoint.objects.get().record
    with at_most(0):
        assert meetings.later_meetings(held) is None
    assert meetings.later_meetings(Record(parent=event)) is None
    assert Facts(event).holds("${later_meetings} = ''")
    with at_most(9) as asked:
        assert Facts(point).holds("${text} = 'Visit the desk'")
    assert "trainings_meeting" not in str(asked.captured_queries)


def test_minutes_begin_with_members_and_open_points(minutes: RecordType, body: Body, officer: Any) -> None:
    members.join(
        officer,
        body,
        make_person("Example Chair", by=officer, sex="f"),
        position="chair",
        since=date(2024, 1, 1),
    )
    make_minutes(minutes, body, officer, ago=60, number=4, points=points("Still open"))
    held = timezone.localdate().isoformat()
    receipt = fill_in(officer, "trainings.meeting", str(body.pk), held=held)
    record = Record.objects.get(reference=receipt.reference)
    assert (record.data["committee"], record.data["number"]) == (body.organisation.key, 5)
    assert record.data["agenda"][0]["item"] == "Action points of earlier meetings"
    assert "Still open" in record.data["agenda"][0]["discussion"]
    assert [(row["t_member"], row["t_role"], row["t_sex"]) for row in record.data["att"]] == [
        ("y", "chair", "f")
    ]
    assert Meeting.objects.filter(pk=record.pk, body=body).exists()


# -- Offices ---------------------------------------------------------------------------------------


def test_an_office_is_held_by_one_at_a_time_and_from_a_day_to_a_day(body: Body, officer: Any) -> None:
    old, new = make_person(), make_person()
    held = members.join(officer, body, old, position="chair", since=date(2024, 1, 1))
    with pytest.raises(members.Refused, match="Somebody else holds"):
        members.join(officer, body, new, position="chair", since=date(2024, 6, 1))
    with pytest.raises(members.Refused, match="a member already"):
        members.join(officer, body, old, position="member", since=date(2024, 6, 1))
    with pytest.raises(members.Refused, match="before the first"):
        members.leave(held, date(2023, 1, 1))
    members.leave(held, date(2024, 5, 31))
    members.join(officer, body, new, position="chair", since=date(2024, 6, 1))
    assert [one.person for one in in_office(body, date(2024, 5, 31))] == [old]
    assert [one.person for one in in_office(body, date(2024, 6, 1))] == [new]


def test_no_list_of_members_is_kept_of_a_restricted_group(office: Any, officer: Any) -> None:
    group = make_body(office, restricted=True, family="group")
    with pytest.raises(members.Refused, match="No list of members"):
        members.join(officer, group, make_person(), position="member", since=date(2024, 1, 1))
    client = signed_in(officer)
    assert client.get(f"/workspace/committees/{group.pk}/members/add/").status_code == 404
    assert "No list of members is kept" in client.get(f"/workspace/committees/{group.pk}/").content.decode()


# -- How a body stands -----------------------------------------------------------------------------


def test_a_body_stands_as_its_meetings_say(minutes: RecordType, body: Body, officer: Any) -> None:
    today, setup = timezone.localdate(), meeting_of(minutes)
    assert standing(body, setup, today).state is State.INACTIVE
    make_minutes(minutes, body, officer, ago=70)
    assert standing(body, setup, today).state is State.INACTIVE  # too long ago
    make_minutes(minutes, body, officer, ago=5, came=1)
    assert standing(body, setup, today).state is State.INACTIVE  # no quorum
    make_minutes(minutes, body, officer, ago=3)
    assert standing(body, setup, today).state is State.ACTIVE
    body.dissolved_on = today
    assert standing(body, setup, today).state is State.DISSOLVED


def test_the_next_meeting_is_due_by_the_interval_or_as_agreed(
    minutes: RecordType, body: Body, officer: Any
) -> None:
    make_minutes(minutes, body, officer, ago=70)
    due = meetings.next_due(body)
    assert due is not None
    assert timedelta(0) <= due - (timezone.localdate() - timedelta(days=9)) <= timedelta(days=4)
    agreed = timezone.localdate() + timedelta(days=14)
    make_minutes(minutes, body, officer, ago=1, next=agreed.isoformat())
    assert meetings.next_due(body) == agreed


@pytest.mark.parametrize("why", ["withdrawn", "is_test"])
def test_minutes_that_do_not_count_are_no_meeting(
    minutes: RecordType, body: Body, officer: Any, why: str
) -> None:
    today, setup = timezone.localdate(), meeting_of(minutes)
    make_minutes(minutes, body, officer, ago=200, number=3, points=points("From long ago"))
    before = standing(body, setup, today), meetings.next_due(body)
    agreed = (today + timedelta(days=14)).isoformat()
    held = make_minutes(minutes, body, officer, ago=3, number=4, next=agreed, points=points("Never mind"))
    assert standing(body, setup, today).state is State.ACTIVE
    assert preparing.next_number(body) == 5
    Record.objects.filter(pk__in=[held.pk, *held.children.values_list("pk", flat=True)]).update(**{why: True})
    assert (standing(body, setup, today), meetings.next_due(body)) == before
    assert preparing.next_number(body) == 4
    assert [one.record.data["text"] for one in meetings.open_points(body)] == ["From long ago"]
