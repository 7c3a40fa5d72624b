"""Before a meeting: the reminder, the letters, and whether the body is made up as its rule says."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from nirapod.jobs.schedules import DECLARED
from registry.models import Record, RecordType, Task
from tests.factories.forms import make_user
from tests.factories.registry import grant
from tests.factories.trainings import (
    make_body,
    make_event,
    make_minutes,
    make_person,
    make_rule,
    make_trainer,
    points,
)
from tests.support.pdf_text import Pdf
from tests.trainings.conftest import signed_in
from trainings.committees import members, reminding
from trainings.models import Body
from trainings.sheets import roster
from trainings.sheets.opening import open_sheet


def reminders() -> list[Task]:
    return list(Task.objects.filter(rule=reminding.RULE, done_at=None))


def test_a_body_that_has_to_meet_soon_is_reminded_of_once(
    minutes: RecordType, body: Body, officer: Any
) -> None:
    record = make_minutes(minutes, body, officer, ago=40)  # the interval is 61 days
    assert reminding.make_tasks() == 0
    soon = timezone.localdate() + timedelta(days=15)
    assert reminding.make_tasks(soon) == 1
    assert reminding.make_tasks(soon) == 0
    (task,) = reminders()
    assert (task.record, task.assignee) == (record, officer)
    assert task.due >= record.meeting.held_on + timedelta(days=61)
    make_minutes(minutes, body, officer, ago=1)
    assert reminders() == []


def test_nobody_is_reminded_of_a_dissolved_body(minutes: RecordType, body: Body, officer: Any) -> None:
    make_minutes(minutes, body, officer, ago=60)
    body.dissolved_on = timezone.localdate()
    body.save()
    assert reminding.make_tasks() == 0


def test_a_body_that_never_met_is_told_of_on_the_first_page(
    minutes: RecordType, body: Body, officer: Any
) -> None:
    label = f"{body}: call its first meeting"
    client = signed_in(officer)
    assert label in client.get("/workspace/").content.decode()  # it was formed years ago
    reader = make_user()
    grant(reader, minutes, scope="all", actions=["view"])
    assert label not in signed_in(reader).get("/workspace/").content.decode()  # who writes no minutes
    record = make_minutes(minutes, body, officer, ago=1)
    assert label not in client.get("/workspace/").content.decode()
    Record.objects.filter(pk=record.pk).update(withdrawn=True)
    assert label in client.get("/workspace/").content.decode()
    body.formed_on = timezone.localdate()
    body.save()
    assert label not in client.get("/workspace/").content.decode()  # there is time yet


def test_the_job_is_on_the_schedule() -> None:
    assert any(one.task == "trainings.committees.reminding.remind_of_meetings" for one in DECLARED)


def seat(body: Body, officer: Any, name: str, position: str, **more: Any) -> None:
    since = timezone.localdate() - timedelta(days=100)
    members.join(officer, body, make_person(name, by=officer), position=position, since=since, **more)


def test_what_the_composition_lacks_is_told(minutes: RecordType, office: Any, officer: Any) -> None:
    body = make_body(office)
    seats = [{"position": "chair"}, {"position": "member", "least": 3}]
    make_rule(body.kind, date(2020, 1, 1), composition=seats, chair="Deputy Commissioner")
    browser = signed_in(officer)
    page = browser.get(f"/workspace/committees/{body.pk}/").content.decode()
    assert (
        "Not made up as the rule says" not in page
    )  # nobody is known yet: the list is lacking, not the members
    seat(body, officer, "Example Chair", "chair")
    seat(body, officer, "Example Member", "member")
    page = browser.get(f"/workspace/committees/{body.pk}/").content.decode()
    assert "at least 3, there are 1" in page
    assert "Deputy Commissioner" in page
    assert "not held ex officio" in page


def test_each_member_gets_a_letter_with_the_open_points(
    minutes: RecordType, body: Body, officer: Any
) -> None:
    make_minutes(minutes, body, officer, ago=70, points=points("Visit the desk"))
    for name in ("Example Chair", "Example Member"):
        seat(body, officer, name, "member")
    browser = signed_in(officer)
    address = f"/workspace/committees/{body.pk}/next/letters/"
    assert address in browser.get(f"/workspace/committees/{body.pk}/next/").content.decode()
    paper = Pdf(browser.get(address).content)
    assert len(paper.pages) == 2
    assert "Example Chair" in paper.pages[0]
    assert "Example Member" in paper.pages[1]
    assert all("Visit the desk" in one for one in paper.pages)
    for person in body.memberships.all():
        members.leave(person, timezone.localdate() - timedelta(days=1))
    assert browser.get(address).status_code == 404


def test_everybody_on_a_sheet_gets_a_letter(
    browser: Any, event_type: RecordType, trainer: Any, office: Any
) -> None:
    event: Record = make_event(event_type, trainer, office, ago=-5)
    address = f"/workspace/events/{event.pk}/sheet/invitations/"
    assert browser.get(address).status_code == 302
    opened = open_sheet(trainer, event.pk)
    for name in ("Example First", "Example Second"):
        roster.add(trainer, opened, make_person(name, by=trainer))
    paper = Pdf(browser.get(address).content)
    assert "Example First" in paper.pages[0]
    assert "Example Second" not in paper.pages[0]
    assert all("Example hall" in one for one in paper.pages)
    no_names = signed_in(make_trainer(event_type, office, tier="I", compartments=[]))
    assert no_names.get(address).status_code == 404
