"""What the project's pack asks of trainings and committees: certificates wait for the accepted report, and what a
committee agreed on is dropped by the committee."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone, translation

from forms_builder.filling.handlers import Refused
from forms_builder.filling.sending import Sender, send
from registry import handlers
from registry.models import Office, Record, RecordType, Role
from registry.workflow import moving
from tests.factories.forms import make_user
from tests.factories.registry import begin, change_record, make_record, type_in, work_in
from tests.factories.trainings import make_person
from tests.support.pdf_text import Pdf
from trainings.sheets import certifying, marking, roster
from trainings.sheets.opening import OpenSheet, open_sheet

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(applied_pack: None) -> Any:
    with translation.override("en"):
        yield


def person(role: str) -> Any:
    user = make_user()
    user.groups.add(Role.objects.get(key=role).group)
    work_in(user, Office.objects.get(key="dhaka"))
    return user


def a_training_by(trainer: Any, days_ago: int = 11) -> Record:
    """Of two days, the first so many days ago; still planned."""
    record_type = RecordType.objects.select_related("form__live_version").get(key="training_event")
    first = timezone.localdate() - timedelta(days=days_ago)
    said = {"office": "dhaka", "date_rec": first.isoformat(), "title": "Example training", "min_att": 80}
    said |= {
        "start": first.isoformat(),
        "end": (first + timedelta(days=1)).isoformat(),
        "venue": "Example hall",
    }
    record = make_record(record_type, said, by=trainer, office=Office.objects.get(key="dhaka"))
    moving.added(record, trainer)
    return record


def everybody_came(trainer: Any, opened: OpenSheet) -> None:
    """One of them to nothing."""
    rows = [
        roster.add(trainer, opened, make_person(name, by=trainer))
        for name in ("Rahim Example", "Salma Sample")
    ]
    for session in opened.sheet.sessions.all():
        cells = [marking.Cell(row.pk, state, "") for row, state in zip(rows, "pa", strict=True)]
        marking.mark(trainer, opened, session, cells)


def moved(user: Any, record: Record, *steps: str) -> None:
    for step in steps:
        record.refresh_from_db()
        moving.move(user, record.pk, moving.Move(step, record.status, language="en"))


def refused(user: Any, record: Record, step: str, words: str) -> None:
    with pytest.raises(moving.Refused, match=words):
        moved(user, record, step)


def test_a_training_is_over_when_each_of_its_days_has_its_attendance() -> None:
    trainer = person("trainer")
    record = a_training_by(trainer)
    moved(trainer, record, "start")
    sheet = RecordType.objects.select_related("form__live_version").get(key="training_attendance")
    for day in (1, 2):
        refused(trainer, record, "complete", "each day")
        make_record(sheet, {"day_no": day}, by=trainer, office=record.office, parent=record)
    moved(trainer, record, "complete")
    record.refresh_from_db()
    assert record.status == "completed"


def test_certificates_wait_for_the_report_and_come_after_the_sheet_has_closed() -> None:
    trainer, officer, lead = person("trainer"), person("me_officer"), person("programme_lead")
    record = a_training_by(trainer)
    where = f"/workspace/events/{record.pk}/certificates/"
    with time_machine.travel(timezone.localtime() - timedelta(days=9), tick=False):
        everybody_came(trainer, open_sheet(trainer, record.pk))
        moved(trainer, record, "start", "complete")
    browser = Client()
    browser.force_login(trainer)
    assert (
        "Certificates are made once the event has the status “Reported”"
        in browser.get(where).content.decode()
    )
    with pytest.raises(moving.Refused, match="not for you"):
        moved(officer, record, "report")
    refused(lead, record, "report", "lessons")
    change_record(
        record, trainer, lessons="Start earlier"
    )  # after its last day, whatever its own status says
    refused(lead, record, "report", "post-test")
    refused(lead, record, "report_untested", "Say why")
    tested = RecordType.objects.select_related("form__live_version").get(key="knowledge_test")
    make_record(tested, {"phase": "y"}, by=trainer, office=record.office, parent=record)
    moved(lead, record, "report")
    assert open_sheet(trainer, record.pk).locked()
    assert "Issue to everybody" in browser.get(where).content.decode()
    assert "1 certificate was issued" in browser.post(where, {"do": "all"}, follow=True).content.decode()
    printed = browser.get(f"{where}print/?lang=en")
    assert "Rahim Example took part" in Pdf(printed.content).text.replace("\u200b", "").replace("\n", " ")
    assert certifying.of(open_sheet(trainer, record.pk)).count() == 1


def test_a_day_recorded_by_hand_has_to_be_one_of_the_training() -> None:
    """Sent all the same, it is told before the answers, which are all there; the right day goes through."""
    trainer = person("trainer")
    training = a_training_by(trainer)
    day = timezone.localdate() - timedelta(days=11)
    draft = begin(trainer, handlers.NEW, f"training_attendance/{training.pk}")
    type_in(draft, day_no=1, date_rec=(day - timedelta(days=30)).isoformat())
    with pytest.raises(Refused, match="not one of the event's days"):
        send(draft.pk, Sender(trainer, "en"))
    assert not Record.objects.filter(type__key="training_attendance").exists()
    type_in(draft, date_rec=day.isoformat())
    send(draft.pk, Sender(trainer, "en"))
    assert Record.objects.get(type__key="training_attendance").parent == training


def test_a_day_taken_off_the_training_is_not_recorded_from_its_sheet(client: Client) -> None:
    """A session that was marked stays to be seen; what becomes of its record is told on the sheet."""
    trainer = person("trainer")
    training = a_training_by(trainer, days_ago=2)
    opened = open_sheet(trainer, training.pk)
    everybody_came(trainer, opened)
    outside = opened.sheet.sessions.first()
    later = (timezone.localdate() - timedelta(days=1)).isoformat()
    moving.changed(change_record(training, trainer, start=later, end=later), trainer)
    client.force_login(trainer)
    posted = {"session": outside.pk, "do": "record"}
    told = client.post(f"/workspace/events/{training.pk}/sheet/do/", posted, follow=True).content.decode()
    assert "This day is not one of the event&#x27;s days. Correct the date" in told
    assert not Record.objects.filter(type__key="training_attendance").exists()


def minutes(officer: Any, days_ago: int, committee: str = "ctc_dhaka_1", *points: str) -> Record:
    kind = RecordType.objects.select_related("form__live_version").get(key="committee_meeting")
    held = timezone.localtime() - timedelta(days=days_ago)
    rows = [{"p_txt": text, "p_who": "Example Member", "p_status": "open"} for text in points]
    said = {"committee": committee, "held_at": held.isoformat(), "ap": rows}
    record = make_record(kind, said, by=officer, office=Office.objects.get(key="dhaka"))
    moving.added(record, officer)
    return record


def test_an_action_point_is_dropped_by_a_later_meeting_of_its_committee(client: Client) -> None:
    officer = person("field_officer")
    minutes(officer, 20, "ctc_dhaka_1", "Visit the desk")
    point = Record.objects.get(type__key="action_point")
    client.force_login(officer)
    page = f"/workspace/records/action_point/{point.pk}/"
    not_yet = "There are no minutes of a later meeting of this committee yet"
    for other in (("ctc_dhaka_2", 2), ("ctc_dhaka_1", 40), ("ctc_dhaka_1", -5)):
        minutes(officer, other[1], other[0])
        refused(officer, point, "drop", not_yet)
    shown = client.get(page).content.decode()
    assert "Dropped by a later meeting" in shown
    assert not_yet in shown
    minutes(officer, 2)
    assert not_yet not in client.get(page).content.decode()
    refused(officer, point, "drop", "Say why")
    moving.move(officer, point.pk, moving.Move("drop", "open", "The committee decided so", "en"))
    point.refresh_from_db()
    assert point.status == "dropped"


@pytest.mark.parametrize(
    ("event", "kind", "answers"),
    [
        ("dialogue", "dialogue_commitment", {"commit": [{"o_txt": "Open a desk"}]}),
        ("dissemination", "workshop_action", {"onward": [{"w_txt": "Share the report"}]}),
    ],
)
def test_what_no_meeting_agreed_on_is_dropped_with_a_reason_alone(
    event: str, kind: str, answers: dict[str, Any]
) -> None:
    officer = person("me_officer")
    of_event = RecordType.objects.select_related("form__live_version").get(key=event)
    record = make_record(of_event, answers, by=officer, office=Office.objects.get(key="dhaka"))
    moving.added(record, officer)
    made = Record.objects.get(type__key=kind)
    refused(officer, made, "drop", "Say why")
    moving.move(officer, made.pk, moving.Move("drop", "open", "They withdrew it", "en"))
    made.refresh_from_db()
    assert made.status == "dropped"
