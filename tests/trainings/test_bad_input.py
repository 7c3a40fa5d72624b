"""What people get wrong around a sheet, on its pages: each is refused where it was entered, in words, and nothing is lost.

Pasted rows with faults: `test_columns_and_lists`. The QR used by many or too late: `test_check_in`. A certificate for
somebody absent: `test_papers`. A quorum rule changed after the meeting: `test_committees`.
"""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from registry.models import Record
from registry.workflow import moving
from tests.factories.registry import change_record
from tests.trainings.conftest import first, put_on, state
from trainings.models import Participant, Session
from trainings.sheets import marking
from trainings.sheets.opening import OpenSheet

pytestmark = pytest.mark.django_db

JSON = {"Accept": "application/json"}


def tapped(browser: Client, session: Session, who: Participant, wanted: str, seen: str = "") -> Any:
    """What the page sends for a tap."""
    posted = {"session": session.pk, f"seen-{who.pk}": seen, f"mark-{who.pk}": wanted}
    return browser.post(f"/workspace/events/{session.sheet_id}/sheet/marks/", posted, headers=JSON)


def test_a_person_marked_twice_stands_once_as_marked_first(
    browser: Client, opened: OpenSheet, trainer: Any
) -> None:
    (someone,) = put_on(opened, trainer, 1)
    session = first(opened)
    assert tapped(browser, session, someone, "p").json()["states"] == {str(someone.pk): "p"}
    assert tapped(browser, session, someone, "p").json()["clashes"] == []
    assert "meanwhile" in tapped(browser, session, someone, "a").json()["clashes"][0]["text"]
    assert state(someone, session) == "p"
    assert someone.marks.count() == 1


def test_attendance_after_the_lock_is_refused_in_words(
    browser: Client, opened: OpenSheet, trainer: Any
) -> None:
    (someone,) = put_on(opened, trainer, 1)
    with time_machine.travel(timezone.localtime() + timedelta(days=9), tick=False):
        browser.force_login(trainer)
        answered = tapped(browser, first(opened), someone, "p")
        page = browser.get(f"/workspace/events/{opened.record.pk}/sheet/").content.decode()
    assert answered.status_code == 409
    assert "The sheet is closed: the event ended more than 7 days ago." in answered.json()["refused"]
    assert "The sheet is closed: the event ended more than 7 days ago." in page
    assert 'name="mark-' not in page
    assert state(someone, first(opened)) == ""


def test_a_date_outside_the_event_is_refused_where_it_is_entered(
    browser: Client, event: Record, opened: OpenSheet, trainer: Any
) -> None:
    """The days were moved after somebody was marked: what was marked stays to be seen, and nothing is added to it."""
    (someone,) = put_on(opened, trainer, 1)
    outside = first(opened)
    marking.mark(trainer, opened, outside, [marking.Cell(someone.pk, "p", "")])
    today = timezone.localdate().isoformat()
    moving.changed(change_record(event, trainer, start=today, end=today), trainer)
    said = "This day is not one of the event&#x27;s days. Correct the dates of the event first."
    page = browser.get(f"/workspace/events/{event.pk}/sheet/?session={outside.pk}").content.decode()
    assert said in page
    assert 'name="mark-' not in page
    answered = tapped(browser, outside, someone, "a", seen="p")
    assert answered.status_code == 409
    assert answered.json()["refused"] == said.replace("&#x27;", "'")
    assert state(someone, outside) == "p"
    assert browser.get(f"/workspace/events/{event.pk}/sheet/print/?day={outside.day}").status_code == 404
