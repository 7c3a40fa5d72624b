"""A whole course on one page: several sessions are entered at once, all or none, and two who do so lose nothing."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from registry.models import Record, RecordType
from tests.factories.registry import make_office
from tests.factories.trainings import make_event, make_trainer
from tests.support.queries import at_most
from tests.trainings.conftest import put_on, signed_in, state
from trainings.models import Mark, Participant
from trainings.sheets import marking
from trainings.sheets.opening import OpenSheet, open_sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(event_type: RecordType, trainer: Any, office: Any) -> Record:
    return make_event(event_type, trainer, office, ago=2)


def where(event: Record) -> str:
    return f"/workspace/events/{event.pk}/sheet/course/"


def typed(opened: OpenSheet, signs: dict[Participant, str], seen: str = "----") -> dict[str, str]:
    """What the page sends: a sign for each session."""
    sessions = list(opened.sheet.sessions.all())
    said = {f"seen-{who.pk}": seen for who in signs}
    for who, row in signs.items():
        for session, sign in zip(sessions, row, strict=True):
            said[f"mark-{who.pk}-{session.pk}"] = sign.replace("-", "")
    return said


def signs(opened: OpenSheet, who: Participant) -> str:
    return "".join(state(who, session) or "-" for session in opened.sheet.sessions.all())


def test_a_whole_course_is_entered_at_once(
    browser: Client, event: Record, opened: OpenSheet, trainer: Any
) -> None:
    one, two = put_on(opened, trainer, 2)
    page = browser.get(where(event)).content.decode()
    assert page.count("<select") == 8
    answered = browser.post(where(event), typed(opened, {one: "ppla", two: "pe--"}), follow=True)
    assert "6 marks were changed" in answered.content.decode()
    assert (signs(opened, one), signs(opened, two)) == ("ppla", "pe--")


def test_two_who_enter_the_course_lose_nothing_of_each_others(
    browser: Client, event: Record, opened: OpenSheet, trainer: Any
) -> None:
    (one,) = put_on(opened, trainer, 1)
    marking.mark(trainer, opened, opened.sheet.sessions.all()[0], [marking.Cell(one.pk, "l", "")])
    answered = browser.post(where(event), typed(opened, {one: "pp--"}), follow=True).content.decode()
    assert "1 mark was changed" in answered
    assert "marked “Late” meanwhile" in answered
    assert signs(opened, one) == "lp--"


def test_a_day_to_come_cannot_be_entered_and_refuses_the_whole(
    browser: Client, event_type: RecordType, trainer: Any, office: Any
) -> None:
    event = make_event(event_type, trainer, office, ago=0)
    opened = open_sheet(trainer, event.pk)
    (one,) = put_on(opened, trainer, 1)
    assert browser.get(where(event)).content.decode().count("<select") == 2
    answered = browser.post(where(event), typed(opened, {one: "pppp"}), follow=True).content.decode()
    assert "This day has not come yet" in answered
    assert not Mark.objects.exists()


def test_sixty_people_stand_in_two_parts_with_few_queries(
    browser: Client, event: Record, opened: OpenSheet, trainer: Any
) -> None:
    put_on(opened, trainer, 60)
    with at_most(40):
        page = browser.get(where(event)).content.decode()
    assert page.count("<select") == 200
    assert "People, part 2" in page
    assert browser.get(f"{where(event)}?people=2").content.decode().count("<select") == 40


def test_the_course_is_closed_to_others_and_after_the_lock(
    browser: Client, event: Record, opened: OpenSheet, trainer: Any, event_type: RecordType
) -> None:
    (one,) = put_on(opened, trainer, 1)
    elsewhere = signed_in(make_trainer(event_type, make_office("JSR")))
    assert elsewhere.get(where(event)).status_code == 404
    assert elsewhere.post(where(event), typed(opened, {one: "pppp"})).status_code == 404
    with time_machine.travel(timezone.localtime() + timezone.timedelta(days=10), tick=False):
        browser.force_login(trainer)
        assert "<select" not in browser.get(where(event)).content.decode()
        browser.post(where(event), typed(opened, {one: "pppp"}))
    assert not Mark.objects.exists()
